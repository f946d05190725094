"""Which annotation of ours each annotation of a file is: by its id, else by its passage and code. Each is one only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

import msgspec

from annotate.exchange.shapes import Found
from annotate.known import Known
from corpus.ids import short
from corpus.model import Annotation

Place = tuple[int, int]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """An annotation of a file, where it stands in our text (None where it does not), and the one that it is here.

    `id` is that of the one here, or the one that it gets.
    """

    found: Found
    at: Place | None
    before: Known | None
    id: str


def paired(
    document: str, maker: str, placed: Sequence[tuple[Found, Place | None]], there: Mapping[str, Known]
) -> list[Pair]:
    """The annotations of one document of a file, each with its counterpart among those that are `there`.

    Two of the same id, as a copy in another tool has it, are two annotations: the second is taken for a new one. The
    same file gives the same ids again; `maker` is who makes those that name nobody.
    """
    taken: set[str] = set()
    named = {found.id for found, _ in placed if found.id is not None}
    pairs = []
    for found, at in placed:
        before = there.get(found.id) if found.id is not None and found.id not in taken else None
        if before is None and at is not None:
            before = _alike(found, at, (one for id, one in there.items() if id not in taken and id not in named))
        if before is not None:
            id = before.annotation.id
        elif found.id is not None and found.id not in taken:
            id = found.id
        else:
            id = _new_id(document, found.agent or maker, found, at, taken)
        taken.add(id)
        pairs.append(Pair(found=found, at=at, before=before, id=id))
    return pairs


def differs(here: Annotation, found: Found, at: Place) -> bool:
    """Whether a file says something else than what is here of an annotation's passage, code or attributes."""
    if found.attributes is not None and found.attributes != here.attributes:
        return True
    return (here.layer, here.code, (here.start, here.end)) != (found.layer, found.code, at)


def _alike(found: Found, at: Place, there: Iterable[Known]) -> Known | None:
    """One of the same passage and code that is not deleted; of several, one with the same attributes."""
    wanted = (found.layer, found.code, at)
    same = [
        one
        for one in there
        if (one.annotation.layer, one.annotation.code, (one.annotation.start, one.annotation.end)) == wanted
        and one.annotation.state != "deleted"
    ]
    return min(same, key=lambda one: one.annotation.attributes != found.attributes, default=None)


def _new_id(document: str, maker: str, found: Found, at: Place | None, taken: set[str]) -> str:
    start, end = at or (found.start, found.end)
    ids = (
        short("a", maker, document, found.layer, found.code, str(start), str(end), *([str(n)] if n else []))
        for n in count()
    )
    return next(id for id in ids if id not in taken)
