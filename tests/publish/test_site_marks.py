"""Marked text: whatever overlaps, every character is shown once and each passage opens exactly once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.site.marks import HIT, Span, anchor, cut, runs, stretches


def span(
    id: str, start: int, end: int, layer: str = "actor", state: str = "suggested", group: int | None = None
) -> Span:
    return Span(id, start, end, layer, state, group)


def block(number: int, start: int, end: int, kind: str = "paragraph") -> dict[str, object]:
    return {"number": number, "start": start, "end": end, "kind": kind, "language": None}


def test_overlapping_passages_become_segments_that_know_both() -> None:
    text = "abcdefghij"
    segments = cut(text, 0, 10, [span("x", 1, 6), span("y", 4, 8, "tactic", group=3)])
    assert [(s.text, [p.id for p in s.spans]) for s in segments] == [
        ("a", []),
        ("bcd", ["x"]),
        ("ef", ["y", "x"]),
        ("gh", ["y"]),
        ("ij", []),
    ]
    assert segments[2].classes == "tactic actor g-3"
    assert segments[2].target == "y"
    assert segments[2].described == "d-y d-x"
    assert segments[2].anchors == [anchor(4, 8)]


def test_a_segment_says_when_somebody_vouches_for_it() -> None:
    assert "sure" in cut("abc", 0, 3, [span("x", 0, 3, state="accepted")])[0].classes
    assert "sure" not in cut("abc", 0, 3, [span("x", 0, 3)])[0].classes


def test_a_search_hit_is_no_annotation() -> None:
    (segment,) = cut("abc", 0, 3, [span("h", 0, 3, HIT, "")])
    assert segment.target is None
    assert segment.described == ""


def test_text_in_no_block_is_not_lost() -> None:
    shown = list(stretches("Title\n\nlost words\n\nend", [block(0, 0, 5, "title"), block(1, 19, 22)], []))
    assert [(s.kind, s.number, s.text) for s in shown] == [
        ("title", 0, "Title"),
        ("paragraph", None, "lost words"),
        ("paragraph", 1, "end"),
    ]


def test_a_text_without_blocks_is_a_paragraph_whose_marks_fit() -> None:
    (shown,) = stretches("\n  some words ", [], [span("x", 3, 7)])
    assert [(s.text, [p.id for p in s.spans]) for s in shown.segments] == [("some", ["x"]), (" words", [])]


def test_list_items_and_quotations_stay_together() -> None:
    kinds = ["paragraph", "list_item", "list_item", "quotation", "paragraph", "paragraph", "list_item"]
    shown = stretches("abcdefg", [block(n, n, n + 1, kind) for n, kind in enumerate(kinds)], [])
    assert [(run.kind, len(run.stretches)) for run in runs(shown)] == [
        ("paragraph", 1),
        ("list_item", 2),
        ("quotation", 1),
        ("paragraph", 1),
        ("paragraph", 1),
        ("list_item", 1),
    ]


LAYERS = st.sampled_from(["actor", "tactic", "figure", "quotation", "date", HIT])
TEXT = st.text(alphabet="ab \né😀", min_size=1, max_size=60)


@given(TEXT, st.data())
def test_nothing_is_shown_twice_or_lost(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    blocks = [block(n, a, b) for n, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=False)) if a < b]
    pairs = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), LAYERS), max_size=8))
    spans = [span(f"s{n}", min(a, b), max(a, b), layer) for n, (a, b, layer) in enumerate(pairs)]
    shown = list(stretches(text, blocks, spans))
    segments = [segment for stretch in shown for segment in stretch.segments]
    assert "".join("".join(s.text for s in segments).split()) == "".join(text.split())
    for stretch in shown:
        assert "".join(segment.text for segment in stretch.segments) == stretch.text
    opened = [opening.id for segment in segments for opening in segment.opening]
    assert len(opened) == len(set(opened))
    covered = {found.id for segment in segments for found in segment.spans}
    assert covered == set(opened)
    for one in spans:
        words = "".join(segment.text for segment in segments if one in segment.spans)
        assert "".join(words.split()) == "".join(text[one.start : one.end].split())
