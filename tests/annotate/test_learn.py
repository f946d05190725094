"""Learning: what people judged makes suggestions better, on documents nobody has judged, and never says a no again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
from small_corpus import annotations, events, judge, put, small_corpus

from annotate.learn.apply import Learned, learned
from annotate.learn.run import LEAST_PASSAGES, Learning, learn
from annotate.learn.stored import newest, save
from annotate.meaning.encoder import MODEL
from annotate.next import next_documents
from annotate.proposal import Proposal
from annotate.reader import Readers
from annotate.suggest import suggest
from benchmarks.learn import f1
from benchmarks.learn_corpus import Made, annotated, generated, stored, submitted
from corpus.errors import StoreError
from corpus.folder import Corpus, find_corpus
from corpus.model import Document

JUDGED, UNSEEN = 24, 16


class Taught(NamedTuple):
    """A corpus of which people judged some documents, what was learned, and the others, which stand in it too."""

    corpus: Corpus
    done: Learning
    unseen: list[Made]
    readers: Readers  # without the model


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    """What reads with the actors and rules of every corpus here, loaded once."""
    return Readers(small_corpus(tmp_path_factory.mktemp("readers") / "corpus"), with_model=False)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Taught:
    corpus = small_corpus(tmp_path_factory.mktemp("taught") / "corpus")
    made, unseen = list(generated(JUDGED, seed=1)), list(generated(UNSEEN, seed=2))
    stored(corpus, [*made, *unseen])
    suggest(corpus, readers=readers)
    annotated(corpus, made)
    return Taught(corpus, learn(corpus, readers), unseen, readers)


def with_model(taught: Taught, corpus: Corpus | None = None) -> Readers:
    """Readers as a new process makes them, but for the pipelines, which are there already."""
    made = Readers(corpus or taught.corpus)
    made._readers = taught.readers._readers
    made.pipelines = taught.readers.pipelines
    return made


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_documents_that_nobody_judged_get_better_suggestions(taught: Taught) -> None:
    done, unseen = taught.done, taught.unseen
    assert all(code.used for code in done.codes if code.passages >= 2 * LEAST_PASSAGES)
    alone, both = f1(taught.readers, unseen), f1(with_model(taught), unseen)
    assert both[2] > alone[2] + 0.1
    # ... and cross-validation had said so
    assert done.rules is not None
    assert done.both is not None
    assert done.both.f1[0] > done.rules.f1[0] + 0.1
    assert done.both.f1[1] - 0.1 <= both[2] <= done.both.f1[2] + 0.1


def test_the_same_judgements_give_the_same_bytes(taught: Taught) -> None:
    before = bytes_of(taught.corpus.root / "models")
    assert learn(taught.corpus, taught.readers) == taught.done
    assert bytes_of(taught.corpus.root / "models") == before


def test_a_model_is_loaded_without_running_anything_and_says_when_it_is_damaged(taught: Taught, tmp_path: Path) -> None:
    model = newest(taught.corpus.root)
    assert model is not None
    folder = save(tmp_path, model)
    again = newest(tmp_path)
    assert again is not None
    assert again.about == model.about
    assert np.array_equal(again.weights, model.weights)
    whole = (folder / "weights.npz").read_bytes()
    for damaged in (b"", b"no zip", whole[: len(whole) // 2], whole.replace(b"PK", b"KP")):
        (folder / "weights.npz").write_bytes(damaged)
        with pytest.raises(StoreError, match=r"learned = false"):
            newest(tmp_path)
    np.savez(folder / "weights.npz", idf_words=np.array([{}], dtype=object))
    with pytest.raises(StoreError):  # pickled objects are refused, not loaded
        newest(tmp_path)


def test_a_model_of_another_version_is_refused_and_it_says_what_to_do(taught: Taught, tmp_path: Path) -> None:
    model = newest(taught.corpus.root)
    assert model is not None
    folder = save(tmp_path, model)
    about = (folder / "model.json").read_text("utf-8")
    for now, then in (('"format": 2,', ""), (f'"encoder": "{MODEL}"', '"encoder": "usem9"')):
        assert now in about
        (folder / "model.json").write_text(about.replace(now, then), "utf-8")
        with pytest.raises(StoreError, match=r"Another version .* learned this model") as refused:
            newest(tmp_path)
        assert "hustings annotate learn" in str(refused.value.todo)


def test_scores_are_probabilities_of_the_very_rows_that_were_learned(
    taught: Taught,
) -> None:
    model = learned(taught.corpus)
    assert isinstance(model, Learned)
    readers = with_model(taught)
    found = readers.propose([one.document for one in taught.unseen if one.document.language == "fr"])
    proposed = [p for one in found for p in one if p.agent == model.agent]
    assert proposed
    for p in proposed:
        assert 0 < p.score < 1
        assert p.attributes["because"]
    assert readers.of("de").eye.language not in model.stored.about.languages
    text = "Eine Postleitzahl landete in der Liste."
    (found_there,) = readers.propose([Document(id="d", kind="article", text=text, language="de")])
    assert not [p for p in found_there if p.agent == model.agent]


def test_suggestions_come_with_the_model_and_go_without_it(taught: Taught) -> None:
    corpus = taught.corpus
    ids = [one.document.id for one in taught.unseen]

    def by_model(corpus: Corpus) -> list[str]:
        return [a.id for a in annotations(corpus) if a.agent.startswith("hustings-learned") and a.state == "suggested"]

    readers = with_model(taught)
    assert suggest(corpus, documents=ids, readers=readers).layers["tactic"].new == len(by_model(corpus)) > 5
    before = events(corpus)
    suggest(corpus, documents=ids, readers=readers)
    assert events(corpus) == before
    settings = corpus.root / "hustings.toml"
    settings.write_text(settings.read_text().replace("learned = true", "learned = false"))
    without = find_corpus(corpus.root)
    number = len(by_model(corpus))
    assert suggest(without, documents=ids, readers=with_model(taught, without)).layers["tactic"].withdrawn == number
    assert by_model(without) == []
    settings.write_text(settings.read_text().replace("learned = false", "learned = true"))
    again = find_corpus(corpus.root)
    assert suggest(again, documents=ids, readers=with_model(taught, again)).layers["tactic"].new > 5


def test_next_come_documents_that_rules_and_model_see_differently(taught: Taught) -> None:
    found = next_documents(taught.corpus, limit=JUDGED + UNSEEN)
    assert {one.document for one in found} <= {one.document.id for one in taught.unseen}
    apart = [one for one in found if one.disagreement]
    assert apart
    assert all("rules and model differ" in one.why for one in apart)
    assert [one.points for one in found[:1]] == [max(one.points for one in found)]


def test_with_a_few_examples_nothing_is_learned_and_it_says_how_many_are_missing(
    tmp_path: Path, readers: Readers
) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    made = [one for one in generated(12, seed=3) if one.codes][:3]
    stored(corpus, made)
    annotated(corpus, made)
    done = learn(corpus, readers)
    assert done.folder is None
    assert done.rules is None
    assert not (corpus.root / "models").exists()
    assert done.codes
    assert all(str(LEAST_PASSAGES) in code.why and not code.used for code in done.codes)
    assert learn(small_corpus(tmp_path / "empty"), readers).codes == ()


class _Says(Readers):
    """Readers that propose of every document what a test tells them to."""

    said: list[Proposal]

    def propose(self, documents: object) -> list[list[Proposal]]:
        return [self.said for _ in documents]  # type: ignore[attr-defined]


@pytest.mark.parametrize("act", ["reject", "accept"])
def test_what_was_judged_is_not_proposed_again_under_another_cut(tmp_path: Path, act: str) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    text = "Des robots publiaient la nuit ; la mairie se taisait. Une autre phrase vient ensuite."
    put(corpus, text)
    end = text.index(" ;")
    readers = _Says(corpus)
    clause = Proposal(layer="tactic", code="automated-accounts", start=0, end=end, score=0.7, agent="hustings-test 1")
    readers.said = [clause]
    suggest(corpus, readers=readers)
    judge(corpus, annotations(corpus)[0], act)
    judged = events(corpus)
    sentence = msgspec.structs.replace(clause, end=text.index("taisait.") + len("taisait."))
    other_code = msgspec.structs.replace(sentence, code="press-baiting")
    elsewhere = msgspec.structs.replace(clause, start=sentence.end + 1, end=len(text))
    readers.said = [clause, sentence]
    counts = suggest(corpus, readers=readers).layers["tactic"]
    assert (counts.new, counts.already_there, events(corpus)) == (0, 1, judged)
    readers.said = [clause, sentence, other_code, elsewhere]
    assert suggest(corpus, readers=readers).layers["tactic"].new == 2


def test_a_document_that_is_submitted_teaches_what_has_no_code(tmp_path: Path, readers: Readers) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    made = list(generated(4, seed=4))
    stored(corpus, made)
    with corpus.events() as log:
        log.append(submitted(one.document, "ana") for one in made[:2])
    done = learn(corpus, readers)
    assert (done.documents, done.sentences) == (2, 12)
