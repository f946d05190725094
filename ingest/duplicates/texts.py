"""The documents of a corpus as they are compared: read in a stream, and one by one where a pair is checked."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Container, Iterator

import msgspec

from corpus.database import explained
from corpus.store import Store
from ingest.duplicates.canonical import Text
from ingest.duplicates.shingles import MOST_CHARACTERS, Numbers, numbers, passed_on_from, shingles, words
from ingest.recurring.whole import AS_CLEANED

BATCH_TEXTS = 500
BATCH_CHARACTERS = 2_000_000
MOST_KEPT = 2**23  # numbers of shingles in memory (64 MB)


FIELDS = ("id", "kind", "state", "published_at", "platform", "outlet", "account")


class Batch(msgspec.Struct, frozen=True):
    """Some documents: what is known of each, and its text."""

    known: list[Text]
    texts: list[str]


def batches(store: Store, reposts: Container[str]) -> Iterator[Batch]:
    """All documents that have a text, by id; `reposts` are those that say that they repost another."""
    sql = (
        f"SELECT {', '.join(FIELDS)}, length(whole) AS length, substr(whole, 1, ?) AS text"
        f" FROM {AS_CLEANED} WHERE text != '' ORDER BY id"
    )
    batch, characters = Batch([], []), 0
    for row in rows(store, sql, MOST_CHARACTERS):
        name = passed_on_from(row["text"])
        batch.known.append(
            Text(
                **{field: row[field] for field in FIELDS},
                length=row["length"],
                passed_on=name is not None or row["id"] in reposts,
                passed_on_from=name,
            )
        )
        batch.texts.append(row["text"])
        characters += len(row["text"])
        if len(batch.known) >= BATCH_TEXTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = Batch([], []), 0
    if batch.known:
        yield batch


def rows(store: Store, sql: str, *values: object) -> Iterator[sqlite3.Row]:
    """What a query gives, one row at a time."""
    with explained(store.path):
        yield from store.db.execute(sql, values)


class Shelf:
    """The shingles of any document; those that were asked for last are at hand."""

    def __init__(self, store: Store, texts: list[Text]) -> None:
        self._store = store
        self._texts = texts
        self._kept: OrderedDict[int, Numbers] = OrderedDict()
        self._size = 0

    def __call__(self, number: int) -> Numbers:
        """The set of shingles of the text with this number."""
        found = self._kept.get(number)
        if found is not None:
            self._kept.move_to_end(number)
            return found
        found = self._read(self._texts[number].id)
        self._kept[number] = found
        self._size += len(found)
        while self._size > MOST_KEPT and len(self._kept) > 2:
            self._size -= len(self._kept.popitem(last=False)[1])
        return found

    def _read(self, id: str) -> Numbers:
        sql = f"SELECT substr(whole, 1, ?) FROM {AS_CLEANED} WHERE id = ?"
        ((text,),) = rows(self._store, sql, MOST_CHARACTERS, id)
        return shingles(numbers(words(text)))
