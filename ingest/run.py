"""Ingest: from files to the store, in chunks, each of them whole.

One process reads and writes; making documents may be shared out (ingest.workers, ingest.cluster). Stopped at any
moment and run again, it goes on where it was: a source that is complete is passed over, one that is not is read again
from its start and the records already stored are passed over by their number. Originals are written before the records
that need them, so that no record ever lacks its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from corpus.console import Step
from corpus.errors import BadRecord, Unreadable
from corpus.folder import Corpus
from corpus.ids import sha256, source_id
from corpus.model import Record, Source
from corpus.originals import Originals
from corpus.store import Store
from ingest import cluster
from ingest.account import Account, take_account
from ingest.deadline import GRACE, TooSlow, within
from ingest.files import File, files, fingerprint
from ingest.finish import finish
from ingest.keep import is_taken_down, keep, unless_taken_down, without_place
from ingest.make import How, Item, Made, make, make_all, too_slow
from ingest.mapping import Mapping
from ingest.readers.base import Reader
from ingest.readers.registry import reader_named
from ingest.walk import UNKNOWN, Look, Met, look_at, walk
from ingest.workers import cores, in_order, one_by_one

Read = TypeVar("Read")

CHUNK_RECORDS = 100
CHUNK_BYTES = 4 * 2**20
READING = 10  # times as long as making one document may take
WORTH_WORKERS = 4 * 2**20  # bytes of input from which starting workers takes less time than it spares


class Chunk(msgspec.Struct, frozen=True):
    """Records of one source, as they were met, and what is wrong with those that can become nothing. The last chunk of
    a source completes it."""

    source: Source
    records: list[Record]
    faults: list[BadRecord | None]
    last: bool = False


class Inputs:
    """The files of one run: what is left to read of them, and what was found out on the way."""

    def __init__(
        self,
        store: Store,
        found: Sequence[File],
        chosen: Reader | None,
        mapping: Mapping | None,
        how: How,
        step: Step | None,
    ) -> None:
        self.store = store
        self.found = found
        self.chosen = chosen
        self.mapping = mapping
        self.how = how
        self.step = step
        self.sources: list[str] = []
        self.known = 0
        self.unreadable: list[Unreadable] = []

    def chunks(self) -> Iterator[tuple[Chunk, list[Item]]]:
        """All chunks that are not stored yet, file by file, each with those of its records that are to be made.

        A file that cannot be read is noted and passed over.
        """
        for file in self.found:
            try:
                yield from self._of(file)
            except Unreadable as error:
                self.unreadable.append(error)
            if self.step is not None:
                self.step.advance(note=file.name)

    def _of(self, file: File) -> Iterator[tuple[Chunk, list[Item]]]:
        sha, size, changed = fingerprint(file.path)
        id = source_id(sha, str(file.path))
        self.sources.append(id)
        if self.store.is_complete(id) and not (self.mapping is not None and self.store.reopen(id)):
            self.known += 1
            return
        look = self._in_time(file, partial(look_at, file.path, self.chosen, self.mapping))
        format, media_type = look.kind
        source = Source(
            id=id,
            name=file.name,
            path=str(file.path),
            sha256=sha,
            size=size,
            format=format,
            media_type=media_type,
            retrieved_at=changed,
            retrieved_by="file time",
            case=self.how.case,
        )
        number = self.store.next_number(id)
        for met in _chunked(self._walk(file, look), number):
            yield _chunk(source, number, met)
            number += len(met)
        yield Chunk(source, [], [], last=True), []

    def _walk(self, file: File, look: Look) -> Iterator[Met]:
        records = walk(file.path, look, self.mapping)
        while (met := self._in_time(file, lambda: next(records, None))) is not None:
            yield met

    def _in_time(self, file: File, work: Callable[[], Read]) -> Read:
        """A step of reading. Raises Unreadable where it does not come to its end."""
        seconds = READING * self.how.seconds
        try:
            return within(seconds, work)
        except TooSlow:
            raise Unreadable(
                f"Reading got no further in {seconds:g} seconds.",
                where=str(file.path),
                todo="What was read of it stays. Raise seconds_per_record in hustings.toml, or cut the file in parts.",
            ) from None


def _chunked(records: Iterable[Met], first: int) -> Iterator[list[Met]]:
    """Lists of records from number `first` on, each of a bounded number and size."""
    chunk: list[Met] = []
    size = 0
    for number, met in enumerate(records):
        if number < first:
            continue
        chunk.append(met)
        size += len(met.found.raw)
        if len(chunk) >= CHUNK_RECORDS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _gathered(chunks: Iterable[tuple[Chunk, list[Item]]]) -> Iterator[tuple[list[Chunk], list[Item]]]:
    """The same chunks, those of small files together, so that a task is worth being sent to a worker."""
    together: list[Chunk] = []
    items: list[Item] = []
    for chunk, more in chunks:
        together.append(chunk)
        items += more
        size = sum(len(record.raw) for each in together for record in each.records)
        if len(items) >= CHUNK_RECORDS or size >= CHUNK_BYTES or len(together) >= CHUNK_RECORDS:
            yield together, items
            together, items = [], []
    if together:
        yield together, items


def ingest_paths(
    corpus: Corpus,
    paths: Iterable[Path],
    *,
    format: str | None = None,
    case: str | None = None,
    mapping: Mapping | None = None,
    workers: int | None = None,
    dask: str | None = None,
    duplicates: bool = True,
    step: Step | None = None,
) -> Account:
    """Read, clean and store all files, and say what became of every record of them.

    Tables are read by `mapping`, where it is given; then sources of which nothing was kept before are read again.
    `workers` processes make the documents; by default as many as there are cores, where there is enough to do. Or the
    Dask cluster `dask` makes them: a scheduler's address, or `local` for one of `workers` processes on this machine.
    The corpus is the same in any case. At the end near duplicates are tied, unless `duplicates` is off. Raises
    UsageError before anything is read where a path or the format does not exist, StoreError where the corpus cannot be
    written; what was stored before stays.
    """
    chosen = reader_named(format) if format else None
    found = list(files(paths, corpus=corpus.root))
    with corpus.store() as store, corpus.originals() as originals:
        how = How(candidates=corpus.settings.detect, case=case, seconds=corpus.settings.seconds_per_record)
        inputs = Inputs(store, found, chosen, mapping, how, step)
        tasks = _gathered(inputs.chunks())
        work, rescue = partial(make_all, how=how), partial(made_alone, how=how)
        if dask is None:
            done = in_order(work, tasks, workers or _workers_for(found), rescue)
        else:
            done = cluster.in_order(work, tasks, dask, workers, rescue)
        for chunks, made in done:
            results = iter(made)
            for chunk in chunks:
                _store_chunk(store, originals, chunk, results)
        finish(corpus, store, duplicates=duplicates, workers=workers)
        return take_account(store, inputs.sources, inputs.unreadable, inputs.known)


def _workers_for(found: Sequence[File]) -> int:
    size = 0
    for file in found:
        with suppress(OSError):  # that it cannot be read is told when it is its turn
            size += file.path.stat().st_size
    return cores() if size >= WORTH_WORKERS else 1


def made_alone(items: Sequence[Item], how: How) -> list[Made]:
    """What records become among which is one that workers die over: it takes too long, and nothing interrupts it."""
    longest = how.seconds + GRACE
    return [made or too_slow(how) for made in one_by_one(partial(make, how=how), items, longest)]


def _chunk(source: Source, first: int, met: Sequence[Met]) -> tuple[Chunk, list[Item]]:
    """The records from number `first` on as the store will know them, and those of them that are to be made."""
    records = [_record(source, number, one) for number, one in enumerate(met, start=first)]
    items = [
        Item(one.reader, one.found, record.sha256)
        for record, one in zip(records, met, strict=True)
        if one.reader is not None and one.found.fault is None
    ]
    return Chunk(source, records, [one.found.fault for one in met]), items


def _record(source: Source, number: int, met: Met) -> Record:
    found = met.found
    return Record(
        source=source.id,
        number=number,
        place=found.place,
        raw=found.raw,
        sha256=found.sha256 or sha256(found.raw),
        format=met.reader.name if met.reader else UNKNOWN,
        context=found.context,
        retrieved_at=found.retrieved_at,
        retrieved_by=found.retrieved_by,
    )


def _store_chunk(store: Store, originals: Originals, chunk: Chunk, results: Iterator[Made]) -> None:
    """Store a chunk in one transaction, its originals in one before; of what was taken down no bytes are kept."""
    became = [
        unless_taken_down(store, record.sha256, next(results) if fault is None else Made(fault=fault))
        for record, fault in zip(chunk.records, chunk.faults, strict=True)
    ]
    kept = [(record, made) for record, made in zip(chunk.records, became, strict=True) if not is_taken_down(made)]
    if kept:
        originals.add(stream for record, _ in kept for stream in _streams(record))
    with store.writing():
        store.add_source(chunk.source)
        for record, made in zip(chunk.records, became, strict=True):
            noted = without_place(record) if is_taken_down(made) else record
            store.add_record(noted, keep(store, record.source, record.number, made))
        if chunk.last:
            store.complete(chunk.source.id)


def _streams(record: Record) -> Iterator[tuple[str, bytes]]:
    """The bytes to keep of a record: its own, but where they passed the limit, and what it needs beside it."""
    if record.raw or not record.place.length:
        yield record.sha256, record.raw
    if record.context is not None:
        yield sha256(record.context), record.context
