"""Archives: files that hold files. Each member is read like a file of its own, in the order of the archive.

Nothing is unpacked to the disk, so that no member's name can lead out of a folder. Sizes are bounded by `Stream`.
"""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import msgspec

from corpus.errors import BadRecord, Unreadable
from ingest.readers.stream import FREE, Stream, open_stream
from ingest.wacz import NOT_READABLE, package_of

ZIP = b"PK\x03\x04"
MOST_MEMBERS = 1_000_000
HIDDEN = ("__MACOSX/", ".")


class Part(msgspec.Struct, frozen=True):
    """A file, or a member of one. `open(raw)` gives its bytes, unpacked unless `raw`."""

    member: str | None
    open: Callable[[bool], AbstractContextManager[Stream]]
    fault: BadRecord | None = None


def is_zip(head: bytes) -> bool:
    """Whether a file that begins like this is a zip archive."""
    return head.startswith(ZIP)


def whole(path: Path) -> Part:
    """The file itself, as its only part."""
    return Part(None, lambda raw: open_stream(path, raw=raw))


def members(path: Path) -> Iterator[Part]:
    """The files inside a zip archive but folders and hidden ones. A broken archive is one part with a fault."""
    archive = _archive(path)
    if isinstance(archive, BadRecord):
        yield Part(None, lambda raw: open_stream(path, raw=raw), archive)
        return
    with archive:
        package = package_of(archive)
        for info in archive.infolist()[:MOST_MEMBERS]:
            name = Path(info.filename).name
            if info.filename.endswith("/") or name.startswith(HIDDEN) or info.filename.startswith(HIDDEN):
                continue
            part = _member(archive, info)
            fault = part.fault or (package.fault(archive, info) if package else None)
            yield msgspec.structs.replace(part, fault=fault)
        for name, lacking in package.missing(archive) if package else ():
            yield Part(name, _nothing, lacking)
        if (more := len(archive.infolist()) - MOST_MEMBERS) > 0:
            what = f"The archive has {more:,} members more than the {MOST_MEMBERS:,} that are read."
            yield Part(None, _nothing, BadRecord("too-many", what, todo="Split the archive."))


def _archive(path: Path) -> zipfile.ZipFile | BadRecord:
    """The open archive, or how it is damaged. Raises Unreadable where the file cannot be read at all."""
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        if error.errno != errno.EINVAL:  # looking before the start, as a damaged list of members makes it
            raise Unreadable(f"The file cannot be read: {error.strerror}.", where=str(path)) from error
        why = str(error)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        why = str(error)
    return BadRecord("truncated", f"The zip file is cut or damaged: {why}.", todo="Copy it again.")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
    @contextmanager
    def opened(raw: bool) -> Iterator[Stream]:
        file = _open(archive, info)
        if isinstance(file, Exception):
            yield Stream(partial(_fail, file), 0)
            return
        with file:
            yield Stream.over(file, info.compress_size, raw=raw, beside=partial(_sibling, archive, info))

    if info.flag_bits & 1:
        locked = BadRecord(
            "encrypted", "The member is locked with a password.", todo="Unpack the archive and ingest that."
        )
        return Part(info.filename, _nothing, locked)
    return Part(info.filename, opened)


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes] | Exception:
    """The open member, or why it cannot be opened: the fault of one member is not that of the archive."""
    try:
        return archive.open(info)
    except NOT_READABLE as error:
        return error


def _fail(error: Exception, size: int) -> bytes:
    raise error


@contextmanager
def _nothing(raw: bool) -> Iterator[Stream]:
    yield Stream(lambda size: b"", 0)


def _sibling(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes | None:
    """A neighbour of a member; None where there is none, or it is too large or damaged."""
    try:
        with archive.open(info.filename.rpartition("/")[0] + "/" + name if "/" in info.filename else name) as file:
            found = file.read(FREE + 1)
    except (KeyError, *NOT_READABLE):
        return None
    return found if len(found) <= FREE else None
