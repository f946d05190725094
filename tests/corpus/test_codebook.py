"""A codebook that is in use is changed in place: people's comments stay, annotations of before count, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from codebook_in_use import DAY, TEXT, do, file_of, in_use, tag, waiting

from corpus import codebookchange as to
from corpus.codebook import PROPOSED, load_codebook
from corpus.codebookchange import Edit, Entry, Wrong, change
from corpus.codebookfile import FILE, CodebookFile
from corpus.codebookhistory import differences, is_wording, lost, raised, text_of, versions
from corpus.codebookreview import recode, review
from corpus.errors import SettingsError
from corpus.events import EventLog
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return in_use(tmp_path / "corpus")


@pytest.fixture
def log(corpus: Corpus) -> Iterator[EventLog]:
    with corpus.events() as log:
        yield log


def test_a_new_definition_changes_its_own_words_and_the_version(corpus: Corpus, log: EventLog) -> None:
    entry = Entry(definition={"en": "Clicks are bought or made.", "fr": "Des clics sont achetés."})
    do(log, corpus, to.edited("clicks", entry))
    assert file_of(corpus) == TEXT.replace("0.1.0", "0.2.0").replace("Clicks are bought.", "Clicks are bought or made.")


def test_a_renamed_code_keeps_comments_and_its_annotations(corpus: Corpus, log: EventLog) -> None:
    tag(log, corpus, "clicks")
    after = do(log, corpus, to.renamed("clicks", "paid-clicks"))
    expected = TEXT.replace("0.1.0", "0.2.0").replace("slug: clicks ", "slug: paid-clicks ")
    assert file_of(corpus) == expected.replace("    owner:", "    formerly: [clicks]\n    owner:")
    (annotation,) = [after.of_today(one) for one in log.annotations()]
    assert annotation.code == "paid-clicks"
    assert waiting(log, after) == {}
    again = do(log, after, to.renamed("paid-clicks", "clicks"))
    assert (again.codebook.current("paid-clicks"), again.codebook.tactic["clicks"].formerly) == (
        "clicks",
        ["paid-clicks"],
    )


def test_an_entry_on_one_line_keeps_what_else_it_says(corpus: Corpus, log: EventLog) -> None:
    after = do(log, corpus, to.edited("bots", Entry(label={"en": "Bots, #1: many", "fr": "Robots"})))
    assert after.codebook.tactic["bots"].label == {"en": "Bots, #1: many", "fr": "Robots"}
    top, bottom = TEXT.replace("0.1.0", "0.1.1").split(next(line for line in TEXT.splitlines() if "T02" in line))
    assert file_of(corpus).startswith(top)
    assert file_of(corpus).endswith(bottom)


def test_windows_line_ends_stay(corpus: Corpus, log: EventLog) -> None:
    (corpus.root / FILE).write_bytes(TEXT.replace("\n", "\r\n").encode())
    do(log, find_corpus(corpus.root), to.retired("ads", today=DAY))
    written = (corpus.root / FILE).read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") == TEXT.count("\n") + 1


def test_a_merged_code_counts_under_the_other_and_is_looked_at_again(corpus: Corpus, log: EventLog) -> None:
    clicks, bots = tag(log, corpus, "clicks"), tag(log, corpus, "bots")
    after = do(log, corpus, to.merged("bots", "clicks"))
    assert {after.of_today(one).code for one in log.annotations()} == {"clicks"}
    assert waiting(log, after) == {bots: "merged"}
    assert after.codebook.codebook.version == "1.0.0"
    assert "# By hand in 2025." in file_of(corpus)
    assert recode(log, after, "d1", bots, "clicks", by="cleo", last="e-1")
    assert waiting(log, after) == {}
    assert {one.id for one in log.annotations()} == {clicks, bots}


def test_codes_that_mean_the_same_are_merged_without_a_look(corpus: Corpus, log: EventLog) -> None:
    entry = Entry(label={"en": "Farms"}, definition={"en": "Software posts."})
    corpus = do(log, corpus, to.added("farms", entry))
    tag(log, corpus, "farms")
    assert waiting(log, do(log, corpus, to.merged("farms", "bots"))) == {}


def test_another_definition_calls_for_a_look_and_better_words_do_not(corpus: Corpus, log: EventLog) -> None:
    early = tag(log, corpus, "clicks")
    better = Entry(definition={"en": "Clicks are paid for.", "fr": "Des clics sont achetés."})
    after = do(log, corpus, to.edited("clicks", better, wording=True))
    assert (after.codebook.codebook.version, waiting(log, after)) == ("0.1.1", {})
    wider = Entry(definition={"en": "Clicks or likes are paid for.", "fr": "Des clics sont achetés."})
    after = do(log, after, to.edited("clicks", wider))
    tag(log, after, "clicks")
    assert (after.codebook.codebook.version, waiting(log, after)) == ("0.2.0", {early: "definition"})


def test_a_split_code_waits_for_a_choice_among_those_in_its_place(corpus: Corpus, log: EventLog) -> None:
    mine = tag(log, corpus, "clicks")
    parts: list[str | tuple[str, Entry]] = [
        ("farms", Entry(label={"en": "Farms"}, definition={"en": "Farms."})),
        "bots",
    ]
    after = do(log, corpus, to.split("clicks", parts, today=DAY))
    (item,) = review(log, after).items
    assert (item.annotation.id, item.why, item.choices) == (mine, "split", ["farms", "bots"])
    assert after.codebook.tactic["farms"].id == "T04"
    assert [one.slug for one in after.codebook.offered] == ["bots", "farms", "ads"]
    assert recode(log, after, "d1", mine, "farms", by="cleo", last=item.last)
    assert recode(log, after, "d1", mine, "farms", by="cleo", last=item.last), "sent twice it is one"
    (annotation,) = log.annotations()
    assert (annotation.code, annotation.state, annotation.agent) == ("farms", "made", "ana")
    assert waiting(log, after) == {}
    assert not recode(log, after, "d1", mine, "bots", by="eve", last=item.last), "somebody decided since"


def test_what_was_merged_comes_out_again_by_a_split(corpus: Corpus, log: EventLog) -> None:
    tag(log, corpus, "bots")
    after = do(log, corpus, to.merged("bots", "clicks"))
    after = do(log, after, to.split("clicks", ["bots", "ads"], today=DAY))
    assert [after.of_today(one).code for one in log.annotations()] == ["bots"]
    assert len({one.id for one in after.codebook.tactics}) == len(after.codebook.tactics)
    assert after.codebook.tactic["bots"].id == "T04", "an id is given once"


def test_a_retired_code_is_left_as_it_is_when_somebody_says_so(corpus: Corpus, log: EventLog) -> None:
    mine = tag(log, corpus, "ads")
    after = do(log, corpus, to.retired("ads", today=DAY))
    assert waiting(log, after) == {mine: "retired"}
    assert recode(log, after, "d1", mine, "ads", by="cleo", last="e-0")
    assert waiting(log, after) == {}
    late = tag(log, after, "ads", by="ben")  # came from a train
    assert waiting(log, after) == {late: "retired"}
    assert waiting(log, do(log, after, to.restored("ads"))) == {}


def test_a_proposed_code_is_taken_in_with_its_annotations(corpus: Corpus, log: EventLog) -> None:
    for words, by in (("fake polls", "ana"), ("Fake polls", "ben"), ("fake polls", "ben")):
        tag(log, corpus, PROPOSED + words, by=by)
    (asked,) = review(log, corpus).proposed
    assert (asked.words, asked.annotations, asked.people) == ("fake polls", 3, ["ana", "ben"])
    entry = Entry(group="two", label={"en": "Fake polls"}, definition={"en": "A poll is invented."})
    after = do(log, corpus, to.added("fake-polls", entry, take=asked.codes))
    assert {after.of_today(one).code for one in log.annotations()} == {"fake-polls"}
    assert (waiting(log, after), review(log, after).proposed) == ({}, [])
    assert file_of(corpus).index("T03") < file_of(corpus).index("T04") < file_of(corpus).index("# The end")


def test_an_edit_by_hand_without_a_new_version_gets_one_of_its_own(corpus: Corpus, log: EventLog) -> None:
    mine = tag(log, corpus, "clicks")
    (corpus.root / FILE).write_text(TEXT.replace("Clicks are bought.", "Likes are bought."), encoding="utf-8")
    by_hand = find_corpus(corpus.root)
    tag(log, by_hand, "bots")
    assert [one.version for one in versions(log)] == ["small 0.1.0", "small 0.1.0+1"]
    assert waiting(log, by_hand) == {mine: "definition"}
    (corpus.root / FILE).write_text(TEXT, encoding="utf-8")
    back = find_corpus(corpus.root)
    assert (back.codebook_version(log), waiting(log, back)) == ("small 0.1.0", {})
    assert text_of(log, 2) == TEXT.replace("Clicks are bought.", "Likes are bought.")


def test_a_slug_changed_by_hand_is_found_by_its_id(corpus: Corpus, log: EventLog) -> None:
    mine = tag(log, corpus, "clicks")
    (corpus.root / FILE).write_text(TEXT.replace("slug: clicks ", "slug: taps "), encoding="utf-8")
    by_hand = find_corpus(corpus.root)
    assert waiting(log, by_hand) == {mine: "unknown"}
    (gone,) = lost(log, by_hand.codebook)
    assert (gone.code, gone.now) == ("clicks", "taps")
    after = do(log, by_hand, to.merged("clicks", "taps"))
    assert (waiting(log, after), lost(log, after.codebook)) == ({}, [])


def test_nobody_writes_over_what_somebody_else_has_just_changed(corpus: Corpus, log: EventLog) -> None:
    seen = sha256(file_of(corpus))
    change(log, corpus.root, to.retired("ads", today=DAY), by="cleo", seen=seen)
    before = file_of(corpus)
    with pytest.raises(Wrong) as stale:
        change(log, corpus.root, to.retired("bots", today=DAY), by="eve", seen=seen)
    assert (stale.value.key, file_of(corpus)) == ("stale", before)
    file = CodebookFile.of(corpus.root)
    file.change("bots", retired=DAY)
    (corpus.root / FILE).write_text(TEXT, encoding="utf-8")
    with pytest.raises(SettingsError, match="just been changed"):
        file.save(corpus.root / FILE)
    assert sorted(path.name for path in corpus.root.iterdir() if path.name.endswith(".new")) == []


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (to.renamed("clicks", "bots"), "taken"),
        (to.renamed("clicks", "Paid clicks"), "slug"),
        (to.renamed("nothing", "something"), "unknown"),
        (to.merged("clicks", "clicks"), "itself"),
        (to.merged("clicks", "nothing"), "unknown"),
        (to.split("clicks", ["bots"], today=DAY), "into"),
        (to.split("clicks", ["clicks", "bots"], today=DAY), "into"),
        (to.restored("clicks"), "offered"),
        (to.edited("clicks", Entry(label={"en": " "})), "label"),
        (to.edited("clicks", Entry(group="three")), "group"),
        (to.edited("bots", Entry(key="c")), "key"),
        (to.edited("bots", Entry(key="cc")), "letter"),
        (to.added("new", Entry(label={"en": "New"}, definition={})), "definition"),
    ],
)
def test_what_cannot_be_changes_nothing(corpus: Corpus, log: EventLog, edit: Edit, key: str) -> None:
    with pytest.raises(Wrong) as wrong:
        change(log, corpus.root, edit, by="cleo")
    assert (wrong.value.key, file_of(corpus), versions(log)) == (key, TEXT, [])


def test_the_history_keeps_who_did_what_and_every_byte(corpus: Corpus, log: EventLog) -> None:
    after = do(log, corpus, to.renamed("clicks", "taps"))
    after = do(log, after, to.merged("bots", "taps"))
    told = versions(log)
    assert [one.version.split()[1] for one in told] == ["0.1.0", "0.2.0", "1.0.0"]
    assert [one.note for one in told] == [[], ["rename", "clicks", "taps"], ["merge", "bots", "taps"]]
    assert (told[0].by, told[1].by, text_of(log, 1), text_of(log, 3)) == (None, "cleo", TEXT, file_of(corpus))
    found = {(one.code, one.what, one.field) for one in differences(corpus.codebook, after.codebook)}
    assert {("taps", "changed", "slug"), ("bots", "gone", "")} <= found
    with pytest.raises(Exception, match="never"):
        log.db.execute("UPDATE codebooks SET yaml = ''")


def test_versions_are_raised_as_numbers_are() -> None:
    assert [raised("1.2.3", level, set()) for level in ("patch", "minor", "major")] == ["1.2.4", "1.3.0", "2.0.0"]
    assert (raised("1.2", "patch", {"1.2.1"}), raised("draft", "minor", set())) == ("1.2.2", "draft.1")
    assert raised("draft.1", "major", {"draft.2"}) == "draft.3"
    assert is_wording("small 1.2.3", "small 1.2.4")
    assert not any(
        is_wording("small 1.2.3", after) for after in ("small 1.2.3+1", "small 1.3.0", "small 1.2.3", "draft")
    )


def test_the_same_bytes_are_recorded_once(corpus: Corpus, log: EventLog) -> None:
    assert {corpus.codebook_version(log) for _ in range(3)} == {"small 0.1.0"}
    assert len(versions(log)) == 1


def test_the_shipped_codebook_is_changed_in_place_too(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "new")
    before = file_of(corpus)
    with corpus.events() as log:
        for slug in list(corpus.codebook.tactic)[::5]:
            after = change(log, corpus.root, to.renamed(slug, f"{slug}-2"), by="cleo")
    lines = file_of(corpus).splitlines()
    gone = [line for line in before.splitlines() if line not in lines]
    assert len(gone) == 7 + 1
    assert load_codebook(corpus.root / FILE) == after
