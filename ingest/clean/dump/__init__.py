"""From a page already flattened to lines, back to its article.

Menus, teasers, footers and comments stand between the paragraphs of such a dump and nothing but the lines tells them
apart. The phrase lists say which lines are boilerplate by themselves; a line model says which stretch of lines is the
article (`ingest.clean.dump.body`); title, deck, author, keywords and posts that lost their frame are told by how they
look and where they stand. Nothing is lost: what is not kept is given back with its reason and its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from corpus.errors import BadRecord
from corpus.model import BlockKind, Removed
from ingest.clean.dump.body import Body, find_body, is_heading, is_prose
from ingest.clean.dump.linemodel import LineModel
from ingest.clean.dump.lines import Line, key, lines_of
from ingest.clean.dump.meta import byline_of, date_of, deck_after, is_biography, outlet_of
from ingest.clean.dump.posts import PostSpan
from ingest.clean.dump.reasons import reasons_for
from ingest.clean.dump.tags import tag_lines
from ingest.clean.dump.title import Title, headline
from ingest.clean.result import Cleaned, Piece, body_text


def clean_dump(dump: str, model: LineModel | None = None) -> Cleaned:
    """The article of a flattened page, in pieces, and everything that was taken out.

    Every line that is not blank is in one piece or is one `Removed`; only a page title `Title | Outlet` that is the
    sole title is parted into both. `model` is the shipped line model unless another is given. Raises BadRecord
    (`empty`, `no-article`) where there is nothing to keep.
    """
    lines = lines_of(dump)
    if not lines:
        raise BadRecord("empty", "The text has no line that holds anything.")
    body = find_body(lines, model)
    parts = _parts(lines, body) if body.lines else None
    if parts is None or not parts.kept:
        what = "No line of the text reads like an article."
        raise BadRecord("no-article", what, todo="Check that the file holds an article and not only its menus.")
    return _cleaned(lines, body.posts, parts)


def dump_text(dump: str, model: LineModel | None = None) -> str:
    """The article's text alone, without title and deck; "" where there is none."""
    try:
        return body_text(clean_dump(dump, model).pieces)
    except BadRecord:
        return ""


class _Parts(NamedTuple):
    """What the lines are: `kept` is the body without title, deck and author; the others are indexes or None."""

    kept: list[int]
    title: Title | None
    deck: int | None
    byline: str | None
    signed: int | None  # the line that names or presents the author
    around: list[int]  # the lines that may say who wrote the article and when


def _parts(lines: Sequence[Line], body: Body) -> _Parts:
    in_post = {i for span in body.posts for i in range(span.start, span.end)}
    prose = next((i for i in body.lines if i in in_post or is_prose(lines[i])), body.lines[0])
    title = headline(lines, prose)
    last = body.lines[-1] + 1
    around = _around(lines, prose, last)
    byline, signed = byline_of(lines, around, title.line if title else None, last)
    deck = deck_after(lines, title.line, prose, body.lines, signed) if title else None
    kept = _without(lines, body.lines, title, (deck, signed), in_post)
    if len(kept) > 1 and is_biography(lines[kept[-1]], byline):
        signed = kept.pop()
    return _Parts(kept, title, deck, byline, signed, around)


def _around(lines: Sequence[Line], prose: int, last: int) -> list[int]:
    """The lines above the body and by its beginning, and the few below it, up to the comments."""
    below = takewhile(lambda i: lines[i].reason != "comment", range(last, min(last + 6, len(lines))))
    return [*range(min(prose + 3, last)), *below]


def _without(
    lines: Sequence[Line],
    kept: Sequence[int],
    title: Title | None,
    others: Collection[int | None],
    in_post: Container[int],
) -> list[int]:
    """The body's lines without `others` (deck, byline), what stands above the title, and the title said again."""
    top, said = (title.line, key(title.text)) if title else (-1, "")
    return [i for i in kept if i in in_post or (i > top and i not in others and lines[i].key != said)]


def _cleaned(lines: Sequence[Line], posts: Sequence[PostSpan], parts: _Parts) -> Cleaned:
    title = parts.title
    pieces = [(title.line, Piece("title", title.text))] if title else []
    if parts.deck is not None:
        pieces.append((parts.deck, Piece("deck", lines[parts.deck].text)))
    pieces.extend(_body_pieces(lines, parts.kept, posts))
    tags = dict(tag_lines(lines, parts.kept[-1] + 1))
    name = title.text if title else None
    # What signs the article and is a keyword below it too ("By the Web") names a desk and no author.
    desk = parts.signed is not None and lines[parts.signed].key in {
        key(tag) for named in tags.values() for tag in named
    }
    return Cleaned(
        pieces=tuple(piece for _, piece in pieces),
        removed=tuple(_removed(lines, parts, [at for at, _ in pieces], tags)),
        posts=tuple(span.post for span in posts),
        title=name,
        deck=lines[parts.deck].text if parts.deck is not None else None,
        byline=None if desk else parts.byline,
        outlet=outlet_of(lines, name),
        tags=tuple(dict.fromkeys(tag for named in tags.values() for tag in named)),
        published=date_of(lines, parts.around),
    )


def _removed(
    lines: Sequence[Line], parts: _Parts, starts: Sequence[int], tags: Mapping[int, tuple[str, ...]]
) -> Iterator[Removed]:
    """What was taken out, in order; `starts` are the first lines of the pieces."""
    taken = {*parts.kept, *starts}
    gone = [i for i in range(len(lines)) if i not in taken]
    title, first, last = parts.title, parts.kept[0], parts.kept[-1] + 1
    said = [title.text] if title else []
    if title and title.rest:
        yield Removed(reason="navigation", text=title.rest, before=1)
    for index, reason in reasons_for(lines, gone, titles=said, tags=tags, signed=parts.signed, first=first, last=last):
        yield Removed(reason=reason, text=lines[index].text, before=bisect_left(starts, index))


def _body_pieces(lines: Sequence[Line], kept: Sequence[int], posts: Sequence[PostSpan]) -> Iterator[tuple[int, Piece]]:
    """Each piece of the body with the line at which it starts."""
    spans = {span.start: (number, span) for number, span in enumerate(posts)}
    inside = {i for span in posts for i in range(span.start, span.end)}
    have = set(kept)
    for index in kept:
        if index in spans:
            number, span = spans[index]
            text = "\n".join(line.text for line in lines[span.start : span.end])
            yield index, Piece("embedded_post", text, post=number)
        elif index not in inside:
            yield index, Piece(_kind(lines, index, have), lines[index].text)


def _kind(lines: Sequence[Line], index: int, kept: Container[int]) -> BlockKind:
    line = lines[index]
    if line.bullet and not (line.text[0].isdigit() and is_heading(lines, index)):
        return "list_item"
    return "heading" if index + 1 in kept and is_heading(lines, index) else "paragraph"
