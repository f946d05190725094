"""Whatever people do to a codebook, one after the other: no annotation is lost, no comment, no id given twice."""

from __future__ import annotations

import pytest
from codebook_in_use import DAY, file_of, in_use, tag
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import codebookchange as to
from corpus.codebook import PROPOSED, parse_codebook
from corpus.codebookchange import Edit, Entry, Wrong, change
from corpus.codebookfile import FILE
from corpus.codebookhistory import text_of, versions
from corpus.codebookreview import review
from corpus.errors import SettingsError
from corpus.folder import find_corpus

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
    corpus = in_use(root)
    made = set()
    before: set[str] = set()
    gone: set[str] = set()
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
            now = {
                tactic.id
                for tactic in parse_codebook(text_of(log, version.number) or "", "a codebook of before").tactics
            }
            assert not now & gone, "an id is never given again"
            gone |= before - now
            before = now
    for comment in (
        "# Ours. Ask Jeanne",
        "# raise me",
        "# The oldest.",
        "# By hand in 2025.",
        "# The end of the codes.",
    ):
        assert comment in file_of(corpus)
