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
    looks = _inside(members(path), mapping, 1) if _is_opened(look) else [look]
    for each in looks:
        reader, fault = each.reader, each.fault or _private(each.part.member or path.as_posix())
        with each.part.open(reader.raw if reader else True) as stream:
            for found in reader.records(stream) if reader and fault is None else whole_file(stream):
                yield Met(reader, _placed(found, each.part, fault))


def _is_opened(look: Look) -> bool:
    """Whether a file is an archive whose members are read, and not the archive itself."""
    return look.reader is None and look.is_archive and look.part.fault is None


def _inside(parts: Iterable[Part], mapping: Mapping | None, depth: int) -> Iterator[Look]:
    """The members of an archive, and of the archives among them."""
    for part in parts:
        look = _looked_at(part, mapping)
        if not _is_opened(look):
            yield look
        elif depth < DEEPEST:
            yield from _inside(inner_members(part), mapping, depth + 1)
        else:
            yield msgspec.structs.replace(look, fault=TOO_DEEP)


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
