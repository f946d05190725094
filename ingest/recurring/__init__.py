"""Lines that stand in several articles of one outlet are the outlet's and not the articles': they are taken out.

What is taken out depends only on the documents as they were cleaned, never on what was taken out before: lines that
are out are counted in their old places, so that documents may come in any order, and a second run changes nothing.
Where a line no longer recurs enough (two articles turned out to be one), its document is made again from its record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from corpus.model import Document
from corpus.store import Store
from ingest.keep import CLEANED_BY
from ingest.recurring.lines import is_furniture, is_label, line_key, may_be_said
from ingest.recurring.outlets import Outlet, articles, near_duplicates, outlets
from ingest.recurring.taking import lines_of, to_take, without

ENOUGH = 3  # articles of the outlet in which a line stands
OFTEN = 0.25  # of the outlet's articles, where a line does not itself say that it is furniture
BATCH = 500  # documents that are looked at in one transaction

Again = Callable[[str], Document | None]  # a document made again from its records, by its id


class Lines(msgspec.Struct, frozen=True):
    """The keys of a document's lines with how often each stands in it, and whether any was taken out before."""

    times: dict[int, int]
    has_gone: bool


def take_out_recurring(store: Store, again: Again) -> int:
    """Take the lines that recur out of every document, and put back those that do not; how many documents changed.

    `again` gives a document as it is cleaned from its records today, None where they cannot be read: then its lines
    stay out.
    """
    pairs = near_duplicates(store)
    recurring: dict[str, set[int]] = {}
    for outlet in outlets(store):
        for id, keys in _of_outlet(store, outlet, pairs).items():
            recurring.setdefault(id, set()).update(keys)
    ids, changed = sorted(recurring), 0
    for first in range(0, len(ids), BATCH):
        with store.writing():
            changed += sum(_settled(store, id, recurring[id], again) for id in ids[first : first + BATCH])
    return changed


def _of_outlet(store: Store, outlet: Outlet, pairs: Iterable[tuple[str, str]]) -> dict[str, set[int]]:
    """The keys of the lines that recur, for each document of an outlet that has such lines or had some."""
    lines = {id: _lines(store, id) for id in outlet.titles}
    titles = frozenset(line_key(title) for title in outlet.titles.values() if title and not is_label(title))
    candidates = recurring_keys(lines, articles(list(lines), pairs))
    furniture = {
        key
        for key, (id, often) in candidates.items()
        if key in titles or _is_out(_text(store, id, key), outlet.names, often)
    }
    return {
        id: furniture & own.times.keys()
        for id, own in lines.items()
        if own.has_gone or not furniture.isdisjoint(own.times)
    }


def _lines(store: Store, id: str) -> Lines:
    document = store.document(id)
    lines = [] if document is None else lines_of(document)
    times = Counter(line.key for line in lines if line.key)
    return Lines(dict(times), any(line.block is None for line in lines))


def _text(store: Store, id: str, key: int) -> str:
    document = store.document(id)
    return next(line.text for line in lines_of(document) if line.key == key) if document else ""


def recurring_keys(lines: Mapping[str, Lines], article: Mapping[str, str]) -> dict[int, tuple[str, bool]]:
    """The keys of lines that stand in three articles of an outlet, each with the first document that has it, and
    whether it stands in so many that it needs not say that it is furniture, once in each.

    `article` says which documents are one article: those count once.
    """
    documents = Counter(key for own in lines.values() for key in own.times)
    where: dict[int, list[str]] = {}
    for id in sorted(lines):
        for key in lines[id].times:
            if documents[key] >= ENOUGH:
                where.setdefault(key, []).append(id)
    many = max(ENOUGH, OFTEN * len(set(article.values())))
    found = {}
    for key, ids in where.items():
        number = len({article[id] for id in ids})
        if number >= ENOUGH:
            once = all(lines[id].times[key] == 1 for id in ids)
            found[key] = (ids[0], number >= many and once)
    return found


def _is_out(text: str, names: frozenset[str], often: bool) -> bool:
    return is_furniture(text, names) or (often and not may_be_said(text))


def _settled(store: Store, id: str, recurring: set[int], again: Again) -> bool:
    """Take out of a document what is to go and put back what is not; whether that changed it."""
    document = store.document(id)
    if document is None:
        return False
    lines = lines_of(document)
    gone = to_take(lines, recurring)
    if {i for i, line in enumerate(lines) if line.block is None} - gone:
        whole = again(id)
        if whole is None:
            return False
        lines = lines_of(whole)
        after = without(whole, to_take(lines, recurring).__contains__)
    else:
        after = without(document, gone.__contains__)
    if after == document:
        return False
    store.revise(after, cleaned_by=CLEANED_BY)
    return True
