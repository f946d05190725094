"""Walking through a source: its parts, each by the reader of its format, and the records of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from corpus.errors import BadRecord
from corpus.ids import sha256
from corpus.originals import WITHHELD
from ingest.archives import Part, is_zip, members, whole
from ingest.mapping import Mapping
from ingest.readers.base import HEAD, Found, Reader
from ingest.readers.foreign import foreign
from ingest.readers.registry import recognise
from ingest.readers.whole import whole_file

UNKNOWN = "unknown"
PRIVATE_MEDIA = re.compile(r"(?:\A|/)direct_messages_(?:group_)?media/")
ARCHIVE = "zip"


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
    looks = (_looked_at(part, mapping) for part in members(path)) if look.reader is None and look.is_archive else [look]
    for each in looks:
        reader, fault = each.reader, each.fault or _private(each.part.member or path.as_posix())
        with each.part.open(reader.raw if reader else True) as stream:
            for found in reader.records(stream) if reader and fault is None else whole_file(stream):
                yield Met(reader, _placed(found, each.part, fault))


def _looked_at(part: Part, mapping: Mapping | None) -> Look:
    if part.fault is not None:
        return Look(part, None, part.fault)
    with part.open(False) as stream:
        head, cut = stream.read(HEAD), stream.fault
    try:
        return Look(part, recognise(head, mapping), is_archive=is_zip(head))
    except BadRecord as fault:
        return Look(part, None, cut or fault, is_archive=is_zip(head) and foreign(head) is None)


def _placed(found: Found, part: Part, fault: BadRecord | None) -> Found:
    place = msgspec.structs.replace(found.place, member=part.member or found.place.member)
    found = msgspec.structs.replace(found, place=place, fault=found.fault or fault)
    if found.fault is None or found.fault.code != WITHHELD or not found.raw:
        return found
    return msgspec.structs.replace(found, raw=b"", sha256=found.sha256 or sha256(found.raw))


def _private(name: str) -> BadRecord | None:
    """Pictures of private messages, which no format tells from others: by the folder that X puts them in."""
    if not PRIVATE_MEDIA.search(name):
        return None
    return BadRecord(WITHHELD, "This belongs to a private message: hash, size and place are kept, its bytes are not.")
