"""Walking through a source: its parts, each by the reader of its format, and the records of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from corpus.errors import BadRecord
from ingest.archives import Part, is_zip, members, whole
from ingest.mapping import Mapping
from ingest.readers.base import HEAD, Found, Reader
from ingest.readers.registry import recognise
from ingest.readers.whole import whole_file

UNKNOWN = "unknown"
ARCHIVE = "zip"


class Met(msgspec.Struct, frozen=True):
    """A record and who reads it; without a reader it has a fault."""

    reader: Reader | None
    found: Found


def walk(path: Path, chosen: Reader | None, mapping: Mapping | None = None) -> Iterator[Met]:
    """All records of a file in order: each part by `chosen`, or by the reader that recognises it; tables by `mapping`.

    Raises Unreadable where the file cannot be opened.
    """
    if chosen is not None and mapping is not None and chosen.mapped is not None:
        chosen = chosen.mapped(mapping)
    for part in _parts(path, chosen, mapping):
        reader, fault = (chosen, part.fault) if chosen else _recognised(part, mapping)
        with part.open(reader.raw if reader else True) as stream:
            for found in reader.records(stream) if reader and fault is None else whole_file(stream):
                yield Met(reader, _placed(found, part, fault))


def kind_of(path: Path, chosen: Reader | None, mapping: Mapping | None = None) -> tuple[str, str | None]:
    """The format of a file and its media type: its reader's, or an archive's. Raises Unreadable."""
    reader = chosen or _recognised(whole(path), mapping)[0]
    if reader is not None:
        return reader.name, reader.media_type
    return (ARCHIVE, "application/zip") if _is_archive(path) else (UNKNOWN, None)


def _parts(path: Path, chosen: Reader | None, mapping: Mapping | None) -> Iterator[Part]:
    if chosen is None and _recognised(whole(path), mapping)[0] is None and _is_archive(path):
        yield from members(path)
    else:
        yield whole(path)


def _is_archive(path: Path) -> bool:
    return is_zip(_head(whole(path))[0])


def _head(part: Part) -> tuple[bytes, BadRecord | None]:
    with part.open(False) as stream:
        return stream.read(HEAD), stream.fault


def _recognised(part: Part, mapping: Mapping | None) -> tuple[Reader | None, BadRecord | None]:
    if part.fault is not None:
        return None, part.fault
    head, cut = _head(part)
    try:
        return recognise(head, mapping), None
    except BadRecord as fault:
        return None, cut or fault


def _placed(found: Found, part: Part, fault: BadRecord | None) -> Found:
    place = msgspec.structs.replace(found.place, member=part.member or found.place.member)
    return msgspec.structs.replace(found, place=place, fault=found.fault or fault)
