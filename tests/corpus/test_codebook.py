"""A codebook that is in use is changed in place: people's comments stay, annotations of before count, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import codebookchange as to
from corpus.codebook import PROPOSED, load_codebook
from corpus.codebookchange import Edit, Entry, Wrong, change
from corpus.codebookfile import FILE, CodebookFile
from corpus.codebookhistory import differences, in_use, is_wording, lost, raised, text_of, versions
from corpus.codebookreview import recode, review
from corpus.errors import SettingsError
from corpus.events import EventLog
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Event

TEXT = """\
# Ours. Ask Jeanne before you change it.
codebook: {id: small, version: 0.1.0, languages: [en, fr]}   # raise me
groups:
  - {id: one, label: {en: One, fr: Un}}
  - {id: two, label: {en: Two, fr: Deux}}
tactics:
  # The oldest.
  - id: T01
    slug: clicks   # as we always said
    group: one
    key: c
    label: {en: Clicks, fr: Clics}
    definition:
      en: Clicks are bought.   # see the archive
      fr: Des clics sont achetés.
    cues: {en: [click farm], fr: [ferme à clics]}
    owner: jeanne

  # By hand in 2025.
  - {id: T02, slug: bots, group: one, label: {en: "Bots: many"}, definition: {en: Software posts.}}
  - id: T03
    slug: ads
    group: two
    label: {en: Ads, fr: Publicités}
    definition: {en: Ads are bought, fr: Des publicités sont achetées}
    not: {en: Clicks (T01)}
# The end of the codes.
actor_types:
  - {id: A01, slug: platform, label: {en: Platform}}
"""
DAY = "2026-11-23"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    root = tmp_path / "corpus"
    root.mkdir()
    (root / FILE).write_text(TEXT, encoding="utf-8")
    (root / "actors.yaml").write_text("actors: []\n", encoding="utf-8")
    return make_corpus(root)


@pytest.fixture
def log(corpus: Corpus) -> Iterator[EventLog]:
    with corpus.events() as log:
        yield log


def tag(log: EventLog, corpus: Corpus, code: str, *, by: str = "ana", id: str | None = None) -> str:
    """Somebody tags a passage."""
    number = log.db.execute("SELECT count(*) FROM events").fetchone()[0]
    annotation = id or f"a-{number}"
    log.append([
        Event(
            id=f"e-{number}", annotation=annotation, document="d1", act="create", agent=by,
            made_at="2026-01-01T00:00:00Z", layer="tactic", code=code, start=0, end=4, quotation="some",
            text_sha256=sha256("some"), codebook=corpus.codebook_version(log),
        )
    ])  # fmt: skip
    return annotation


def do(log: EventLog, corpus: Corpus, edit: Edit, *, by: str = "cleo") -> Corpus:
    """An edit, and the corpus as it is then."""
    change(log, corpus.root, edit, by=by)
    return find_corpus(corpus.root)


def waiting(log: EventLog, corpus: Corpus) -> dict[str, str]:
    """Why each annotation is to be looked at again."""
    return {one.annotation.id: one.why for one in review(log, corpus).items}


def file_of(corpus: Corpus) -> str:
    return (corpus.root / FILE).read_text(encoding="utf-8")


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
    assert {in_use(log, corpus.codebook, corpus.codebook_text) for _ in range(3)} == {"small 0.1.0"}
    assert len(versions(log)) == 1


SLUGS = ["clicks", "bots", "ads", "new-1", "new-2", "new-3"]
slugs = st.sampled_from(SLUGS)
words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(str.strip)
steps = st.one_of(
    st.tuples(st.just("rename"), slugs, slugs),
    st.tuples(st.just("merge"), st.one_of(slugs, st.just(PROPOSED + "some words")), slugs),
    st.tuples(st.just("split"), slugs, st.lists(slugs, min_size=2, max_size=3)),
    st.tuples(st.just("retire"), slugs),
    st.tuples(st.just("restore"), slugs),
    st.tuples(st.just("define"), slugs, words, st.booleans()),
    st.tuples(st.just("add"), slugs, words),
    st.tuples(st.just("tag"), st.one_of(slugs, st.just(PROPOSED + "some words"))),
    st.tuples(st.just("cut"), slugs),
)


def edit_of(step: tuple) -> Edit:  # type: ignore[type-arg]
    match step:
        case ("rename", one, other):
            return to.renamed(one, other)
        case ("merge", one, other):
            return to.merged(one, other)
        case ("split", one, into):
            return to.split(one, into, today=DAY)
        case ("retire", one):
            return to.retired(one, today=DAY)
        case ("restore", one):
            return to.restored(one)
        case ("define", one, text, wording):
            return to.edited(one, Entry(label={"en": text}, definition={"en": text}), wording=wording)
        case ("add", one, text):
            return to.added(one, Entry(label={"fr": text}, definition={"en": text}, cues={"en": [text]}))
    raise AssertionError(step)


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=14))
def test_whatever_is_done_every_annotation_is_known_or_in_review(
    tmp_path_factory: pytest.TempPathFactory, todo: list[tuple[str, ...]]
) -> None:
    root = tmp_path_factory.mktemp("codebook")
    (root / FILE).write_text(TEXT, encoding="utf-8")
    (root / "actors.yaml").write_text("actors: []\n", encoding="utf-8")
    corpus = make_corpus(root)
    made = set()
    ids: dict[str, str] = {}
    with corpus.events() as log:
        for step in (("tag", "clicks"), ("tag", "bots"), *todo):
            corpus = find_corpus(root)
            if step[0] == "tag":
                made.add(tag(log, corpus, step[1]))
            elif step[0] == "cut":  # somebody renames it by hand and forgets
                (root / FILE).write_text(
                    file_of(corpus).replace(f"slug: {step[1]}\n", "slug: cut\n", 1), encoding="utf-8"
                )
                try:
                    find_corpus(root)
                except SettingsError:  # and has to mend it
                    (root / FILE).write_text(corpus.codebook_text, encoding="utf-8")
            else:
                try:
                    change(log, root, edit_of(step), by="cleo")
                except Wrong:
                    assert file_of(corpus) == corpus.codebook_text
        corpus = find_corpus(root)
        there = {one.id: one for one in log.annotations()}
        again = review(log, corpus)
        asked = {code for one in again.proposed for code in one.codes}
        waits = {one.annotation.id for one in again.items}
        assert set(there) == made, "none is deleted"
        for id, annotation in there.items():
            tactic = corpus.codebook.find(annotation.code)
            sure = tactic is not None and tactic.retired is None
            assert sure or id in waits or annotation.code in asked
        for version in versions(log):
            for tactic in load_codebook_text(text_of(log, version.number) or ""):
                assert ids.setdefault(tactic.id, tactic.id) == tactic.id
    for comment in (
        "# Ours. Ask Jeanne",
        "# raise me",
        "# The oldest.",
        "# By hand in 2025.",
        "# The end of the codes.",
    ):
        assert comment in file_of(corpus)


def load_codebook_text(text: str) -> list[msgspec.Struct]:
    from corpus.codebook import parse_codebook

    return list(parse_codebook(text, "a codebook of before").tactics)


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
