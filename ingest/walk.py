"""Walking through a source: its parts, each by the reader of its format, and the records of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from corpus.errors import BadRecord
from corpus.ids import sha256
from corpus.originals import WITHHELD
from ingest.archives import Part, inner_members, is_zip, members, whole
from ingest.mapping import Mapping
from ingest.pageparts import why_not
from ingest.readers.base import HEAD, Found, Reader
from ingest.readers.foreign import foreign
from ingest.readers.registry import recognise
from ingest.readers.whole import whole_file

UNKNOWN = "unknown"
PRIVATE_MEDIA = re.compile(r"(?:\A|/)direct_messages_(?:group_)?media/")
ARCHIVE = "zip"
DEEPEST = 3  # archives in one another that are opened
TOO_DEEP = BadRecord(
    "too-deep", f"More than {DEEPEST} archives stand in one another.", todo="Unpack the outer one and ingest that."
)
NO_RECORD = BadRecord(
    "no-record",
    "The file is of a format that we read, but holds no record: a header without rows, or an empty list.",
    todo="Export it again if there should be some.",
)
NO_MEMBER = BadRecord("no-record", "The archive holds no file.", todo="Pack it again if there should be some.")


class Met(msgspec.Struct, frozen=True):
    """A record and who reads it; without a reader it has a fault."""

    reader: Reader | None
    found: Found


class Look(msgspec.Struct, frozen=True):
    """What a file turned out to be when its head was looked at, once for all that is asked of it."""

    part: Part
    reader: Reader | None
    fault: BadRecord | None = None
    is_archive: bool = False

    @property
    def kind(self) -> tuple[str, str | None]:
        """The file's format and its media type: its reader's, or an archive's."""
        if self.reader is not None:
            return self.reader.name, self.reader.media_type
        return (ARCHIVE, "application/zip") if self.is_archive else (UNKNOWN, None)


def look_at(path: Path, chosen: Reader | None, mapping: Mapping | None = None) -> Look:
    """Find out who reads a file: `chosen`, or the reader that recognises it. Raises Unreadable."""
    if chosen is not None:
        mapped = chosen.mapped(mapping) if mapping is not None and chosen.mapped is not None else chosen
        return Look(whole(path), mapped)
    return _looked_at(whole(path), mapping)


def walk(path: Path, look: Look, mapping: Mapping | None = None) -> Iterator[Met]:
    """All records of a file that was looked at, in order; of an archive each part by its own reader.

    Raises Unreadable where the file cannot be opened.
    """
    for each in _inside(look, members(path), mapping, 1) if _is_opened(look) else [look]:
        yield from _records(each, each.fault or _private(each.part.member or path.as_posix()))


def _records(look: Look, fault: BadRecord | None) -> Iterator[Met]:
    """The records of a part. Where it has none it is one itself, with a fault, so that it is told of."""
    reader, is_raw = look.reader, look.reader.raw if look.reader else True
    is_empty = True
    with look.part.open(is_raw) as stream:
        for found in reader.records(stream) if reader and fault is None else whole_file(stream):
            is_empty = False
            yield Met(reader, _placed(found, look.part, fault))
    if is_empty:
        with look.part.open(is_raw) as stream:
            for found in whole_file(stream):
                yield Met(reader, _placed(found, look.part, NO_RECORD))


def _is_opened(look: Look) -> bool:
    """Whether a file is an archive whose members are read, and not the archive itself."""
    return look.reader is None and look.is_archive and look.part.fault is None


def _inside(archive: Look, parts: Iterable[Part], mapping: Mapping | None, depth: int) -> Iterator[Look]:
    """The members of an archive, and of the archives among them; one without members is there itself, with a fault."""
    is_empty = True
    for part in parts:
        is_empty = False
        look = _looked_at(part, mapping)
        if not _is_opened(look):
            yield look
        elif depth < DEEPEST:
            yield from _inside(look, inner_members(part), mapping, depth + 1)
        else:
            yield msgspec.structs.replace(look, fault=TOO_DEEP)
    if is_empty:
        yield msgspec.structs.replace(archive, fault=NO_MEMBER)


def _looked_at(part: Part, mapping: Mapping | None) -> Look:
    if part.fault is not None:
        return Look(part, None, part.fault)
    with part.open(False) as stream:
        head, cut = stream.read(HEAD), stream.fault
    try:
        reader = recognise(head, mapping)
    except BadRecord as fault:
        own = cut or why_not(None, part.page) or fault
        return Look(part, None, own, is_archive=is_zip(head) and foreign(head) is None)
    beside = why_not(reader.name, part.page)
    return Look(part, None if beside else reader, beside, is_archive=is_zip(head))


def _placed(found: Found, part: Part, fault: BadRecord | None) -> Found:
    place = msgspec.structs.replace(found.place, member=found.place.member if part.member is None else part.member)
    found = msgspec.structs.replace(found, place=place, fault=found.fault or fault)
    if found.fault is None or found.fault.code != WITHHELD or not found.raw:
        return found
    return msgspec.structs.replace(found, raw=b"", sha256=found.sha256 or sha256(found.raw))


def _private(name: str) -> BadRecord | None:
    """Pictures of private messages, which no format tells from others: by the folder that X puts them in."""
    if not PRIVATE_MEDIA.search(name):
        return None
    return BadRecord(WITHHELD, "This belongs to a private message: hash, size and place are kept, its bytes are not.")
