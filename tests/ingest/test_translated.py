"""A document that reads as a machine translation says so, with what spoke for it; an original never does."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from corpus.model import Document, Removed
from ingest.clean.html import clean_page
from ingest.draft import from_cleaned
from ingest.language import detect
from ingest.translated import NOTE, flagged
from ingest.translated.phrases import hits, table, words_of

TEXTS = Path(__file__).parent / "translations"  # written for this test
SEEDS = Path(__file__).parents[2] / "../shared/seeds"
PROSE = {
    "fr": "Le conseil municipal s'est réuni lundi soir. On y a parlé du pont, des bacs et du budget, puis de la fête. "
    * 4,
    "en": "The council met on Monday night. They talked about the bridge, the ferries and the budget; it's not over. "
    * 4,
}


def article(text: str, language: str) -> Document:
    return Document(id="d", kind="article", text=text, language=language)


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*_original_*.txt")), ids=lambda path: path.stem)
def test_originals_about_the_other_country_are_left_in_peace(path: Path) -> None:
    assert NOTE not in flagged(article(path.read_text(encoding="utf-8"), path.name[:2])).notes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_most_translations_are_flagged(language: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in TEXTS.glob(f"{language}_mt_*.txt")]
    found = [NOTE in flagged(article(text, language)).notes for text in texts]
    assert sum(found) >= 0.8 * len(found)


def test_the_evidence_is_quoted_from_the_text() -> None:
    text = (TEXTS / "fr_mt_01.txt").read_text(encoding="utf-8")
    told = flagged(article(text, "fr")).extra["translated"]
    assert told["from"] == "en"
    assert told["score"] >= 3.5
    said = [evidence.split(": ", 1)[1] for evidence in told["evidence"] if not evidence.startswith("grammar")]
    assert said
    assert all(part in " ".join(text.split()) for part in said if " / " not in part)


def test_one_kind_of_evidence_is_not_enough() -> None:
    assert (
        flagged(article(PROSE["fr"] + "Il a perdu $4 et 3.5 millions, « dit-il”, a dit Mr. Dupont.", "fr")).notes == ()
    )


def test_a_short_post_is_never_flagged() -> None:
    assert (
        flagged(article("Traduit automatiquement. C'est un changeur de jeu dans les états balançoire.", "fr")).notes
        == ()
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Cet article a été traduit automatiquement de l’anglais."),
        ("fr", "Traduit de l'anglais par Google"),
        ("fr", "Traduction automatique"),
        ("en", "This article was automatically translated from French."),
        ("en", "Machine translation from French"),
        ("en", "Translated with DeepL.com (free version)"),
    ],
)
def test_a_page_that_says_so_is_believed(language: str, line: str) -> None:
    said = flagged(
        msgspec.structs.replace(article(PROSE[language], language), removed=(Removed(reason="other", text=line),))
    )
    assert said.notes == (NOTE,)
    assert "statement: " in said.extra["translated"]["evidence"][0]


@pytest.mark.parametrize(
    "line",
    ["Traduit de l’anglais par Jeanne Martin", "Translated by Paul Malgrati", "Google Translate adds ten languages"],
)
def test_a_human_translator_is_no_machine(line: str) -> None:
    language = "fr" if line.startswith("Traduit") else "en"
    said = msgspec.structs.replace(article(PROSE[language], language), removed=(Removed(reason="byline", text=line),))
    assert flagged(said).notes == ()


def test_other_languages_are_passed_over() -> None:
    text = "Der Gemeinderat hat am Montag getagt. " * 10
    assert flagged(article(text, "de")) == article(text, "de")


PAGE = """<!DOCTYPE html><html lang="fr"{attributes}><head><title>Le pont</title>{head}</head><body>
<article><h1>Le pont</h1>
{paragraphs}</article></body></html>"""


def drafted(paragraph: str, *, attributes: str = "", head: str = "") -> Document:
    page = PAGE.format(attributes=attributes, head=head, paragraphs=f"<p>{paragraph}</p>" * 3)
    draft = from_cleaned(clean_page(page.encode()))
    return flagged(msgspec.structs.replace(draft.document, language="fr"), draft.traces)


def test_what_a_browsers_translator_leaves_in_a_page_tells() -> None:
    fonts = f'<font style="vertical-align: inherit;"><font style="vertical-align: inherit;">{PROSE["fr"]}</font></font>'
    assert drafted(PROSE["fr"], attributes=' class="wf-active translated-ltr"').notes == (NOTE,)
    assert drafted(fonts).notes == (NOTE,)
    assert drafted(PROSE["fr"]).notes == ()


def test_a_translation_service_tells_only_with_the_text() -> None:
    service = '<script>window.gtranslateSettings = {"default_language":"en","languages":["en","fr"]}</script>'
    calque = PROSE["fr"] + "Les électeurs des états balançoire ont parlé."
    assert drafted(PROSE["fr"], head=service.replace('"en",', '"fr",', 1)).notes == ()
    assert drafted(calque, head=service).notes == (NOTE,)


def test_an_address_of_a_translator_tells() -> None:
    url = "https://www-example-org.translate.goog/pont?_x_tr_sl=en&_x_tr_tl=fr"
    assert flagged(msgspec.structs.replace(article(PROSE["fr"], "fr"), url=url)).notes == (NOTE,)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_phrase_finds_itself(language: str) -> None:
    phrases = {phrase for seconds in table(language).values() for some in seconds.values() for phrase in some}
    assert len(phrases) > 100
    for first, seconds in table(language).items():
        for second, some in seconds.items():
            for phrase in some:
                rest = [sorted(place)[0] if place else "x" for place in phrase.places]
                words = [first, *([second] if rest and second != "*" else []), *rest[1 if second != "*" else 0 :]]
                words = ["7" if word == "#" else word for word in words]
                assert phrase in {hit.phrase for hit in hits(words, table(language))}, phrase


def test_words_keep_their_apostrophes() -> None:
    assert words_of("L’allée, dit-elle.") == ["l'", "allée", ",", "dit-elle", "."]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="there is no folder ../shared/seeds beside the project")
def test_two_of_the_five_seeds_are_translations() -> None:
    from ingest.clean.dump import clean_dump

    found = []
    for path in sorted(SEEDS.glob("*.txt")):
        made = from_cleaned(clean_dump(path.read_text(encoding="utf-8"))).document
        language = detect(made.text, ("fr", "en"))
        found.append(NOTE in flagged(msgspec.structs.replace(made, language=language)).notes)
    assert found == [False, True, False, True, False]
