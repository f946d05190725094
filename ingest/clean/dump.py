"""From a page already flattened to lines, back to its article.

Menus, teasers, footers and comments stand between the paragraphs of such a dump and nothing but the lines tells them
apart. First the phrase lists say which lines are boilerplate by themselves; then a line model says which stretch of
lines is the article (research: logistic model, best stretch, weak lines dropped inside it); then title, deck, posts
that lost their frame, headings and keywords are told by where they stand. Nothing is lost: what is not kept is given
back with its reason and its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from corpus.errors import BadRecord
from corpus.model import BlockKind, Reason, Removed
from ingest.clean.dumplines import Line, key, lines_of
from ingest.clean.dumpmeta import Title, byline_of, date_of, deck_after, headline, is_biography, outlet_of, tag_lines
from ingest.clean.dumpposts import PostSpan, find_posts
from ingest.clean.dumpreasons import reasons_for
from ingest.clean.linefeatures import ends_sentence, is_sentence
from ingest.clean.linemodel import WEAK, best_stretch, probabilities
from ingest.clean.result import Cleaned, Piece, body_text

_POST_CHANCE = 0.6  # a post stands inside an article or in a column beside it; the lines around it decide
_HEADING_WORDS = 18
_GROUP = 30  # words under which a group of lines far from the rest is no part of it
_BEFORE_COMMENTS = 40  # words of an article that make a mention of comments the start of their thread
_LABEL_WORDS = 4  # of a label that announces teasers and is none itself
_PARTING: frozenset[Reason | None] = frozenset(
    ("related_link", "comment", "tags", "footer", "subscription", "breadcrumb")
)
_LONG = 20  # words that make a line a paragraph even where no sentence ends


class _Body(NamedTuple):
    """The article: indexes of its lines in order, and its posts."""

    lines: list[int]
    posts: list[PostSpan]


def clean_dump(dump: str) -> Cleaned:
    """The article of a flattened page, in pieces, and everything that was taken out.

    Raises BadRecord (`empty`, `no-article`) where there is nothing to keep.
    """
    lines = lines_of(dump)
    if not lines:
        raise BadRecord("empty", "The text has no line that holds anything.")
    body = _body(lines)
    if not body.lines:
        raise BadRecord(
            "no-article",
            "No line of the text reads like an article.",
            todo="Look at the file; if it has one, report it.",
        )
    return _put_together(lines, body)


def _no_article() -> BadRecord:
    what = "No line of the text reads like an article."
    return BadRecord("no-article", what, todo="Check that the file holds an article and not only its menus.")


def dump_text(dump: str) -> str:
    """The article's text alone, without title and deck; "" where there is none."""
    try:
        return body_text(clean_dump(dump).pieces)
    except BadRecord:
        return ""


def _body(lines: Sequence[Line]) -> _Body:
    posts = find_posts(lines)
    in_post = {i: span for span in posts for i in range(span.start, span.end)}
    texts, gaps = [line.text for line in lines], [line.gap for line in lines]
    chances = probabilities(texts, gaps, [None if i in in_post else line.reason for i, line in enumerate(lines)])
    for index in in_post:
        chances[index] = max(chances[index], _POST_CHANCE)
    start, end = best_stretch(chances, texts)
    out = _teasers(lines) | {i for i, line in enumerate(lines) if line.reason is not None or not _says_something(line)}
    kept = [i for i in range(start, end) if i in in_post or (chances[i] >= WEAK and i not in out)]
    kept = _before_comments(lines, kept, end)
    kept = _without_ends(lines, _with_headings(lines, kept, out), in_post)
    if not any(is_sentence(lines[i].text) or lines[i].words >= _LONG for i in kept):
        return _Body([], [])
    return _Body(kept, [span for span in posts if span.start in set(kept)])


def _before_comments(lines: Sequence[Line], kept: Sequence[int], end: int) -> list[int]:
    """The kept lines above the comment thread; a count of comments above the article opens none."""
    words = 0
    for index in range(kept[0] if kept else end, end):
        if lines[index].reason == "comment" and words >= _BEFORE_COMMENTS:
            return [i for i in kept if i < index]
        words += lines[index].words if lines[index].reason is None else 0
    return list(kept)


def _says_something(line: Line) -> bool:
    return any(c.isalnum() for c in line.text[:200])


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


def _with_headings(lines: Sequence[Line], kept: Sequence[int], out: Container[int]) -> list[int]:
    """The kept lines with section headings given back.

    A heading looks like a teaser to the model; what tells it is that it stands between two paragraphs, alone but for
    lines that are boilerplate by themselves.
    """
    have = set(kept)
    for before, after in pairwise(kept):
        unsure = [i for i in range(before + 1, after) if i not in out]
        if (
            unsure == [after - 1]
            and _is_heading(lines, after - 1)
            and lines[before].words >= _LONG <= lines[after].words
        ):
            have.add(after - 1)
    return sorted(have)


def _without_ends(lines: Sequence[Line], kept: Sequence[int], in_post: Container[int]) -> list[int]:
    """The kept lines without what hangs on before and after: teasers, keywords, a caption beyond several lines of menu."""
    found = list(kept)
    while found and found[-1] not in in_post and not _may_end(lines, found):
        found.pop()
    found = found[_far_group(lines, found, in_post) :]
    return found[: len(found) - _far_group(lines, found[::-1], in_post)]


def _may_end(lines: Sequence[Line], kept: Sequence[int]) -> bool:
    line = lines[kept[-1]]
    if not line.bullet:
        return line.words >= _LONG or ends_sentence(line.text)
    items = list(takewhile(lambda i: lines[i].bullet, reversed(kept)))
    above = kept[-len(items) - 1] if len(kept) > len(items) else None
    introduced = above is not None and above == items[-1] - 1 and lines[above].text.endswith(":")
    return introduced or sum(lines[i].words for i in items) >= 7 * len(items)


def _far_group(lines: Sequence[Line], order: Sequence[int], in_post: Container[int]) -> int:
    """How many of the first lines in `order` are a short group that removed lines part from the others.

    Two removed lines do, or one that is known for what it is.
    """
    far = words = 0
    for place, (this, following) in enumerate(pairwise(order), 1):
        words += lines[this].words
        if this in in_post or _is_prose(lines[this]) or words >= _GROUP:
            break
        low, high = sorted((this, following))
        if high - low > 2 or any(lines[i].reason in _PARTING for i in range(low + 1, high)):
            far, words = place, 0
    return far


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """A short line without the end of a sentence, followed by something longer."""
    line = lines[index]
    if (
        line.reason is not None
        or line.words > _HEADING_WORDS
        or line.text[-1] in ".,;:"
        and not line.text.endswith("...")
    ):
        return False
    follows = lines[index + 1] if index + 1 < len(lines) else None
    return not line.text[0].islower() and follows is not None and len(follows.text) > 1.5 * len(line.text)


def _put_together(lines: Sequence[Line], body: _Body) -> Cleaned:
    in_post = {i for span in body.posts for i in range(span.start, span.end)}
    prose = next((i for i in body.lines if i in in_post or _is_prose(lines[i])), body.lines[0])
    title = headline(lines, prose)
    last = body.lines[-1] + 1
    around = _around(lines, prose, last)
    byline, signed = byline_of(lines, around, title.line if title else None, last)
    deck = deck_after(lines, title.line, prose, body.lines, signed) if title else None
    kept = _without(lines, body.lines, title, {deck, signed}, in_post)
    if len(kept) > 1 and is_biography(lines[kept[-1]], byline):
        signed = kept.pop()
    if not kept:
        raise _no_article()
    first, last = kept[0], kept[-1] + 1
    tags = dict(tag_lines(lines, last))
    pieces = [Piece("title", title.text)] if title else []
    pieces += [Piece("deck", lines[deck].text)] if deck is not None else []
    starts = [i for i in (title.line if title else None, deck) if i is not None]
    for at, piece in _body_pieces(lines, kept, body.posts):
        starts.append(at)
        pieces.append(piece)
    taken = {*kept, *starts}
    gone = [i for i in range(len(lines)) if i not in taken]
    names = {title.text} if title else set()
    reasons = reasons_for(lines, gone, titles=names, tags=tags, byline=signed, first=first, last=last)
    removed = [Removed(reason=reason, text=lines[i].text, before=bisect_left(starts, i)) for i, reason in reasons]
    if title and title.rest:
        removed.insert(sum(i < title.line for i in gone), Removed(reason="navigation", text=title.rest, before=1))
    return Cleaned(
        pieces=tuple(pieces),
        removed=tuple(removed),
        posts=tuple(span.post for span in body.posts),
        title=title.text if title else None,
        deck=lines[deck].text if deck is not None else None,
        byline=byline,
        outlet=outlet_of(lines, title.text if title else None),
        tags=tuple(dict.fromkeys(tag for named in tags.values() for tag in named)),
        published=date_of(lines, around),
    )


def _around(lines: Sequence[Line], first: int, last: int) -> list[int]:
    """The lines that may say who wrote the article and when: above it, by its beginning, and below it up to comments."""
    below = takewhile(lambda i: lines[i].reason != "comment", range(last, min(last + 6, len(lines))))
    return [*range(min(first + 3, last)), *below]


def _is_prose(line: Line) -> bool:
    """A paragraph and no title: titles end without a full stop, though some ask or exclaim."""
    return line.words >= 2 * _LONG or (is_sentence(line.text) and not line.text.endswith(("?", "!", "…", "...")))


def _without(
    lines: Sequence[Line],
    kept: Sequence[int],
    title: Title | None,
    others: Container[int | None],
    posts: Container[int],
) -> list[int]:
    """The body's lines without `others` (deck, byline), what stands above the title, and the title said again."""
    top, said = (title.line, key(title.text)) if title else (-1, "")
    return [i for i in kept if i in posts or (i > top and i not in others and lines[i].key != said)]


def _body_pieces(lines: Sequence[Line], kept: Sequence[int], posts: Sequence[PostSpan]) -> Iterator[tuple[int, Piece]]:
    spans = {span.start: (number, span) for number, span in enumerate(posts)}
    inside = {i for span in posts for i in range(span.start, span.end)}
    have = set(kept)
    for index in kept:
        if index in spans:
            number, span = spans[index]
            yield (
                index,
                Piece("embedded_post", "\n".join(line.text for line in lines[span.start : span.end]), post=number),
            )
        elif index not in inside:
            yield index, Piece(_kind(lines, index, have), lines[index].text)


def _kind(lines: Sequence[Line], index: int, kept: Container[int]) -> BlockKind:
    line = lines[index]
    if line.bullet and not (line.text[0].isdigit() and _is_heading(lines, index)):
        return "list_item"
    return "heading" if index + 1 in kept and _is_heading(lines, index) else "paragraph"
