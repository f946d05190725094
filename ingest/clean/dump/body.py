"""Which lines of a dump are the body of its article.

The line model finds the stretch; what the model cannot see is put right here: headings between paragraphs come back,
teasers under a label, comments below the article and what hangs on at the ends go.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.model import Reason
from ingest.clean.dump.linefeatures import ends_sentence, has_sentence_break, is_sentence, little_words
from ingest.clean.dump.linemodel import WEAK, LineModel, best_stretch, shipped_model
from ingest.clean.dump.lines import Line
from ingest.clean.dump.posts import PostSpan, find_posts

_POST_CHANCE = 0.6  # a post stands inside an article or in a column beside it; the lines around it decide
_HEADING_WORDS = 18
_LONG = 20  # words that make a line a paragraph even where no sentence ends
_SHORT_GROUP = 30  # words under which a group of lines far from the rest is no part of it
_ITEM_WORDS = 7  # mean length from which a list that nothing introduces is prose and no list of keywords
_BEFORE_COMMENTS = 40  # words of an article that make a mention of comments the start of their thread
_LABEL_WORDS = 4  # of a label that announces teasers and is none itself
_PARTING: frozenset[Reason | None] = frozenset(
    ("related_link", "comment", "tags", "footer", "subscription", "breadcrumb")
)


class Body(NamedTuple):
    """The article: indexes of its lines in order (those of its posts too), and its posts."""

    lines: list[int]
    posts: list[PostSpan]


def find_body(lines: Sequence[Line], model: LineModel | None = None) -> Body:
    """The body of the article; no lines where nothing reads like one. Title and deck may be among its first lines."""
    posts = find_posts(lines)
    in_post = {i for span in posts for i in range(span.start, span.end)}
    texts, gaps = [line.text for line in lines], [line.gap for line in lines]
    known = [None if i in in_post else line.reason for i, line in enumerate(lines)]
    chances = (model or shipped_model()).probabilities(texts, gaps, known)
    for index in in_post:
        chances[index] = max(chances[index], _POST_CHANCE)
    start, end = best_stretch(chances, texts)
    out = _teasers(lines) | {i for i, line in enumerate(lines) if line.reason is not None or not line.says_something}
    kept = [i for i in range(start, end) if i in in_post or (chances[i] >= WEAK and i not in out)]
    kept = _before_comments(lines, kept, end)
    kept = _without_ends(lines, _with_headings(lines, kept, out), in_post)
    if not any(is_prose(lines[i]) or is_sentence(lines[i].text) or lines[i].words >= _LONG for i in kept):
        return Body([], [])
    have = set(kept)
    return Body(kept, [span for span in posts if span.start in have])


def is_prose(line: Line) -> bool:
    """A paragraph and no title: long, or of several sentences, or ending in a full stop (titles may ask or exclaim)."""
    if line.words >= _LONG + 5 or (line.words >= 12 and has_sentence_break(line.text)):
        return True
    if not ends_sentence(line.text) or line.text.endswith(("?", "!", "…", "...")):
        return False
    return line.words >= 12 or is_sentence(line.text)


def is_heading(lines: Sequence[Line], index: int) -> bool:
    """A short line without the end of a sentence, followed by something longer."""
    line = lines[index]
    if line.reason is not None or line.words > _HEADING_WORDS or line.text[0].islower():
        return False
    if line.text.endswith((".", ",", ";", ":")) and not line.text.endswith("..."):
        return False
    return index + 1 < len(lines) and len(lines[index + 1].text) > 1.5 * len(line.text)


def _teasers(lines: Sequence[Line]) -> set[int]:
    """Lines under a bare label such as `À lire aussi`, down to the next paragraph."""
    found: set[int] = set()
    under = False
    for index, line in enumerate(lines):
        if line.reason == "related_link":
            under = line.words <= _LABEL_WORDS
        elif line.reason is None and (line.words >= _LONG or line.text.endswith(".")):
            under = False
        elif under and line.reason is None:
            found.add(index)
    return found


def _before_comments(lines: Sequence[Line], kept: Sequence[int], end: int) -> list[int]:
    """The kept lines above the comment thread; a count of comments above the article opens none."""
    words = 0
    for index in range(kept[0] if kept else end, end):
        if lines[index].reason == "comment" and words >= _BEFORE_COMMENTS:
            return [i for i in kept if i < index]
        words += lines[index].words if lines[index].reason is None else 0
    return list(kept)


def _with_headings(lines: Sequence[Line], kept: Sequence[int], out: Container[int]) -> list[int]:
    """The kept lines with section headings given back.

    A heading looks like a teaser to the model; what tells it is that it stands between two paragraphs, alone but for
    lines that are boilerplate by themselves.
    """
    have = set(kept)
    for before, after in pairwise(kept):
        unsure = [i for i in range(before + 1, after) if i not in out]
        between = lines[before].words >= _LONG <= lines[after].words
        if between and unsure == [after - 1] and is_heading(lines, after - 1):
            have.add(after - 1)
    return sorted(have)


def _without_ends(lines: Sequence[Line], kept: Sequence[int], in_post: Container[int]) -> list[int]:
    """The kept lines without what hangs on before and after: teasers, keywords, a caption far off."""
    end = len(kept)
    while end and kept[end - 1] not in in_post:
        run = _run_of_items(lines, kept, end)
        if run and (_is_introduced(lines, kept, end - run) or _is_prose_list(lines, kept[end - run : end])):
            break
        last = lines[kept[end - 1]]
        if not run and (last.words >= _LONG or ends_sentence(last.text) or _lost_its_stop(last)):
            break
        end -= max(run, 1)
    found = kept[_far_group(lines, kept[:end], in_post) : end]
    return list(found[: len(found) - _far_group(lines, found[::-1], in_post)])


def _lost_its_stop(line: Line) -> bool:
    """A sentence without its full stop; headlines of that length have fewer function words."""
    return line.words >= 12 and little_words(line.text) >= 0.4 * line.words


def _run_of_items(lines: Sequence[Line], kept: Sequence[int], end: int) -> int:
    """How many list items stand at the end of `kept[:end]`."""
    start = end
    while start and lines[kept[start - 1]].bullet:
        start -= 1
    return end - start


def _is_introduced(lines: Sequence[Line], kept: Sequence[int], start: int) -> bool:
    return start > 0 and kept[start - 1] == kept[start] - 1 and lines[kept[start - 1]].text.endswith(":")


def _is_prose_list(lines: Sequence[Line], items: Sequence[int]) -> bool:
    return sum(lines[i].words for i in items) >= _ITEM_WORDS * len(items)


def _far_group(lines: Sequence[Line], order: Sequence[int], in_post: Container[int]) -> int:
    """How many of the first lines in `order` are a short group that removed lines part from the others.

    Two removed lines do, or one that is known for what it is.
    """
    far = words = 0
    for place, (this, following) in enumerate(pairwise(order), 1):
        words += lines[this].words
        if this in in_post or is_prose(lines[this]) or words >= _SHORT_GROUP:
            break
        low, high = sorted((this, following))
        if high - low > 2 or any(lines[i].reason in _PARTING for i in range(low + 1, high)):
            far, words = place, 0
    return far
