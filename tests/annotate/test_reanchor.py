"""A text that changes under its annotations: they follow, or wait for a person, and none is lost."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import annotations, events, judge, put, small_corpus

from annotate.anchoring.reanchor import Reanchored, place, reanchor, review
from annotate.suggest import suggest
from corpus.cli import hustings as hustings_command
from corpus.errors import UsageError
from corpus.events import context, is_in_place
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Annotation, Block, Document, Event
from corpus.verify import verify_corpus

FRENCH = "L'équipe de Jeanne Rivage a payé 70 comptes.\nElle fournit des messages préécrits aux bénévoles sur Chirper."
HEAD = "Recevez notre lettre du matin, et lisez le port en cinq minutes avant de partir.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "corpus")


def rewrite(corpus: Corpus, document: Document, text: str) -> Document:
    """The document, cleaned again to another text."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        at += len(line) + 1
    new = msgspec.structs.replace(document, text=text, blocks=tuple(blocks))
    with corpus.store() as store, store.writing():
        store.revise(new, cleaned_by="hustings test")
    return new


def make(corpus: Corpus, document: Document, words: str, act: str = "create", **fields: object) -> str:
    """An annotation by a person, of the first place where these words stand."""
    start = document.text.index(words)
    prefix, suffix = context(document.text, start, start + len(words))
    id = f"a{len(events(corpus))}"
    passage = {"start": start, "end": start + len(words), "quotation": words, "prefix": prefix, "suffix": suffix}
    made = {"layer": "tactic", "code": "paid-influencers", "text_sha256": sha256(document.text), "agent": "anne"}
    more = {**made, **passage, **fields}
    event = Event(id=f"e{id}", annotation=id, document=document.id, act=act, made_at="2026", **more)  # type: ignore[arg-type]
    with corpus.events() as log:
        log.append([event])
    return id


def strays(corpus: Corpus) -> list[str]:
    """What `hustings verify` says of annotations that are not in their place."""
    return [fault.where for fault in verify_corpus(corpus).faults if "annotate reanchor" in fault.what]


def by_id(corpus: Corpus, id: str) -> Annotation:
    return next(a for a in annotations(corpus, deleted=True) if a.id == id)


def test_what_people_made_and_judged_follows_the_text_with_its_state_and_who_made_it(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    suggest(corpus)
    actor, tactic = (next(a for a in annotations(corpus) if a.layer == layer) for layer in ("actor", "tactic"))
    judge(corpus, actor, "reject")
    judge(corpus, tactic, "accept")
    mine = make(corpus, document, "messages préécrits", attributes={"payment": "cash"})
    before = {a.id: a for a in annotations(corpus)}
    new = rewrite(corpus, document, HEAD + FRENCH)
    done = reanchor(corpus)
    assert done == Reanchored(documents=1, moved=len(before))
    after = {a.id: a for a in annotations(corpus)}
    for id, a in after.items():
        assert is_in_place(a, new.text, sha256(new.text))
        assert (a.start, a.end) == (before[id].start + len(HEAD), before[id].end + len(HEAD))
        assert (a.state, a.agent, a.score, a.attributes, a.code) == (
            *(before[id].state, before[id].agent, before[id].score),
            *(before[id].attributes, before[id].code),
        )
    assert after.keys() == before.keys()
    assert after[mine].attributes == {"payment": "cash"}
    assert not strays(corpus)


def test_done_twice_it_writes_once_and_a_text_that_goes_back_takes_them_back(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    id = make(corpus, document, "70 comptes")
    start = by_id(corpus, id).start
    for text, at in ((HEAD + FRENCH, start + len(HEAD)), (FRENCH, start), (HEAD + FRENCH, start + len(HEAD))):
        rewrite(corpus, document, text)
        assert reanchor(corpus).moved == 1
        assert reanchor(corpus) == Reanchored()
        assert by_id(corpus, id).start == at


def test_suggest_after_a_change_finds_all_there_and_repeats_no_rejection(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    first = suggest(corpus)
    rejected = next(a for a in annotations(corpus) if a.layer == "actor")
    judge(corpus, rejected, "reject")
    deleted = next(a for a in annotations(corpus) if a.layer == "tactic")
    judge(corpus, deleted, "delete")
    number = len(annotations(corpus, deleted=True))
    new = rewrite(corpus, document, "Le port\n" + FRENCH)
    summary = suggest(corpus)
    assert sum(counts.new for counts in summary.layers.values()) == 0
    assert sum(counts.withdrawn for counts in summary.layers.values()) == 0
    assert sum(counts.already_there for counts in summary.layers.values()) == sum(
        counts.new for counts in first.layers.values()
    )
    assert len(annotations(corpus, deleted=True)) == number
    assert by_id(corpus, rejected.id).state == "rejected"
    assert by_id(corpus, deleted.id).state == "deleted"
    assert all(is_in_place(a, new.text, sha256(new.text)) for a in annotations(corpus))
    written = len(events(corpus))
    suggest(corpus)
    assert len(events(corpus)) == written


def test_a_suggestion_that_nobody_touched_and_that_cannot_be_placed_is_made_anew(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    suggest(corpus)
    rewrite(corpus, document, "Chirper, on le sait, appartient à Rivage Conseil depuis le printemps dernier.")
    done = reanchor(corpus)
    assert done.suggestions > 0
    assert review(corpus) == []
    suggest(corpus)
    assert reanchor(corpus) == Reanchored()
    assert {a.quotation for a in annotations(corpus) if a.layer == "actor"} >= {"Chirper", "Rivage Conseil"}


def test_the_doubtful_wait_until_a_person_says_where_and_are_not_published_meanwhile(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    id = make(corpus, document, "Chirper")
    new = rewrite(corpus, document, "Chirper a tout vendu.\nOn ne sait pas à qui Chirper a vendu.")
    assert reanchor(corpus) == Reanchored(documents=1, doubtful=1)
    (waiting,) = review(corpus)
    assert waiting.annotation.id == id
    assert [(c.start, c.quotation) for c in waiting.found.candidates] == [(43, "Chirper"), (0, "Chirper")]
    assert not is_in_place(by_id(corpus, id), new.text, sha256(new.text))
    assert strays(corpus)
    with pytest.raises(UsageError, match="no 5-900"):
        place(corpus, id, 5, 900, by="anne")
    with pytest.raises(UsageError, match="no annotation nowhere"):
        place(corpus, "nowhere", 0, 1, by="anne")
    place(corpus, id, 0, 7, by="anne")
    assert review(corpus) == []
    assert (by_id(corpus, id).start, by_id(corpus, id).state) == (0, "made")
    assert [e.agent for e in events(corpus)][-1] == "anne"
    assert not strays(corpus)


def test_an_undo_after_the_move_undoes_the_judgement_and_not_the_move(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    id = make(corpus, document, "70 comptes", act="suggest", agent="model 1", score=0.5)
    judge(corpus, by_id(corpus, id), "reject")
    new = rewrite(corpus, document, HEAD + FRENCH)
    reanchor(corpus)
    judge(corpus, by_id(corpus, id), "undo")
    assert by_id(corpus, id).state == "suggested"
    reanchor(corpus)
    assert is_in_place(by_id(corpus, id), new.text, sha256(new.text))


def test_the_same_words_brought_to_the_same_place_by_chance_are_not_taken_for_the_passage(corpus: Corpus) -> None:
    one = "Le ferry part à midi pour les îles du large, dit Chirper au port.\n"
    other = "Le bateau part tôt le matin pour le phare, note Chirper au quai.\n"
    document = put(corpus, one + other)
    id = make(corpus, document, "part")
    new = rewrite(corpus, document, "La vedette rouge part demain vers les autres rives de la baie, là-bas au loin.")
    annotation = by_id(corpus, id)
    shifted = msgspec.structs.replace(annotation, start=new.text.index("part"), end=new.text.index("part") + 4)
    assert not is_in_place(shifted, new.text, sha256(new.text))


def test_the_commands(corpus: Corpus) -> None:
    document = put(corpus, FRENCH)
    doubtful, sure = make(corpus, document, "Chirper"), make(corpus, document, "L'équipe de Jeanne Rivage a payé")
    rewrite(corpus, document, FRENCH.split("\n")[0] + "\nChirper a vendu, et Chirper a bien vendu.")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(
            hustings_command, ["-C", str(corpus.root), "annotate", *arguments], standalone_mode=False
        )
        assert result.exception is None, result.output
        return result.output

    assert "1 annotations of 1 documents" in run("reanchor")
    assert "1 wait for a person" in run("reanchor")
    (waiting,) = json.loads(run("review", "--json"))
    assert (waiting["id"], waiting["why"]) == (doubtful, "several places")
    candidate = waiting["candidates"][0]
    assert candidate["quotation"] == "Chirper"
    assert doubtful in run("review")
    run("reanchor", doubtful, str(candidate["start"]), str(candidate["end"]), "--by", "anne")
    assert json.loads(run("review", "--json")) == []
    assert by_id(corpus, sure).start == 0


WORDS = st.sampled_from(["Rivage", "l’été", "🧵", "é́té", "👩‍👩‍👧", "à", "comptes", "«", "»", "\n", "le", "quai"])
LINES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join).filter(str.strip)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, min_size=2, max_size=3), st.data())
def test_whatever_happens_to_a_text_no_annotation_is_lost_or_stands_on_other_words(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("any") / "corpus"
    make_corpus(root)
    corpus = find_corpus(root)
    document = put(corpus, texts[0])
    ids = set()
    for _ in range(3):
        start = data.draw(st.integers(0, len(texts[0]) - 1))
        end = data.draw(st.integers(start + 1, len(texts[0])))
        prefix, suffix = context(texts[0], start, end)
        passage = {"start": start, "end": end, "quotation": texts[0][start:end], "prefix": prefix, "suffix": suffix}
        ids.add(make(corpus, document, texts[0][0], **passage))
    for text in texts[1:]:
        cut = data.draw(st.integers(0, len(texts[0])))
        new = rewrite(corpus, document, texts[0][:cut] + text + texts[0][cut:])
        done = reanchor(corpus)
        there = {a.id for a in annotations(corpus) if is_in_place(a, new.text, sha256(new.text))}
        waiting = {one.annotation.id for one in review(corpus)}
        assert there | waiting == ids
        assert not there & waiting
        assert done.doubtful == len(waiting)
