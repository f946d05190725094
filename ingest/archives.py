"""Archives: files that hold files. Each member is read like a file of its own, in the order of the archive.

No member is unpacked under a name, so that none can lead out of a folder. Sizes are bounded: of each member by
`Stream`, of all together by `RATIO`. An archive inside an archive is copied to a temporary file without a name.
"""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import msgspec

from corpus.errors import BadRecord, Unreadable
from ingest.pageparts import Page, page_of
from ingest.readers.base import HEAD
from ingest.readers.stream import CHUNK, FREE, RATIO, Stream, open_stream
from ingest.wacz import NOT_READABLE, package_of

ZIP = b"PK\x03\x04"
MOST_MEMBERS = 1_000_000
LARGEST_INNER = 4 * 2**30  # bytes of an archive inside an archive
LINK = 0o120000  # the kind of a member that names another file, as Unix writes it


class Part(msgspec.Struct, frozen=True):
    """A file, or a member of one. `open(raw)` gives its bytes, unpacked unless `raw`."""

    member: str | None
    open: Callable[[bool], AbstractContextManager[Stream]]
    fault: BadRecord | None = None
    page: Page | None = None  # the page in whose folder of parts it lies


def is_zip(head: bytes) -> bool:
    """Whether a file that begins like this is a zip archive."""
    return head.startswith(ZIP)


def whole(path: Path) -> Part:
    """The file itself, as its only part."""
    page = page_of(path.as_posix(), lambda name: Path(name).is_file(), lambda name: _head_of(Path(name)))
    return Part(None, lambda raw: open_stream(path, raw=raw), page=page)


def members(path: Path) -> Iterator[Part]:
    """The files inside a zip archive but folders and hidden ones. A broken archive is one part with a fault."""
    yield from _members(path, whole(path))


def inner_members(part: Part) -> Iterator[Part]:
    """The files inside a zip archive that is itself a member of one; their names follow its own after `!/`."""
    with TemporaryFile() as file:
        with part.open(True) as stream:
            size = 0
            while (chunk := stream.read(CHUNK)) and (size := size + len(chunk)) <= LARGEST_INNER:
                file.write(chunk)
        fault = stream.fault
        if size > LARGEST_INNER:
            what = f"The archive inside the archive has more than {LARGEST_INNER:,} bytes."
            fault = BadRecord("too-large", what, todo="Unpack the outer archive and ingest that.")
        if fault is not None:
            yield msgspec.structs.replace(part, fault=fault)
            return
        for inner in _members(file, part):
            itself = inner.open is part.open  # it could not be opened
            yield inner if itself else msgspec.structs.replace(inner, member=f"{part.member}!/{inner.member or ''}")


def _members(file: Path | IO[bytes], outer: Part) -> Iterator[Part]:
    archive = _archive(file)
    fault = archive if isinstance(archive, BadRecord) else _why_not(archive, file)
    if isinstance(archive, BadRecord) or fault is not None:
        yield msgspec.structs.replace(outer, fault=fault)
        return
    with archive:
        package = package_of(archive)
        names = set(archive.namelist())
        for info in archive.infolist()[:MOST_MEMBERS]:
            if info.filename.endswith("/") or _is_hidden(info.filename):
                continue
            part = _member(archive, info, names)
            fault = part.fault or (package.fault(archive, info) if package else None)
            yield msgspec.structs.replace(part, fault=fault)
        for name, lacking in package.missing(archive) if package else ():
            yield Part(name, _nothing, lacking)
        if (more := len(archive.infolist()) - MOST_MEMBERS) > 0:
            what = f"The archive has {more:,} members more than the {MOST_MEMBERS:,} that are read."
            yield Part(None, _nothing, BadRecord("too-many", what, todo="Split the archive."))


def _is_hidden(name: str) -> bool:
    folders = [part for part in name.split("/") if part not in (".", "..")]
    return folders[:1] == ["__MACOSX"] or any(part.startswith(".") for part in folders)


def _why_not(archive: zipfile.ZipFile, file: Path | IO[bytes]) -> BadRecord | None:
    """Whether the members together claim to unpack to more than any archive of texts does."""
    size = file.stat().st_size if isinstance(file, Path) else file.seek(0, SEEK_END)
    claimed = sum(info.file_size for info in archive.infolist())
    if claimed <= max(FREE, size * RATIO):
        return None
    archive.close()
    return BadRecord("bomb", f"The archive of {size:,} bytes claims to unpack to {claimed:,}.")


def _archive(file: Path | IO[bytes]) -> zipfile.ZipFile | BadRecord:
    """The open archive, or how it is damaged. Raises Unreadable where the file cannot be read at all."""
    try:
        return zipfile.ZipFile(file)
    except OSError as error:
        if error.errno != errno.EINVAL:  # looking before the start, as a damaged list of members makes it
            raise Unreadable(f"The file cannot be read: {error.strerror}.", where=str(file)) from error
        why = str(error)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        why = str(error)
    return BadRecord("truncated", f"The zip file is cut or damaged: {why}.", todo="Copy it again.")


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, names: Container[str]) -> Part:
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
    if info.external_attr >> 16 & 0o170000 == LINK:
        link = BadRecord("link", "The member only names another file, which is not followed.", todo="Ingest that file.")
        return Part(info.filename, opened, link)
    page = page_of(info.filename, names.__contains__, lambda name: _read(archive, name, HEAD) or b"")
    return Part(info.filename, opened, page=page)


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
    folder, slash, _ = info.filename.rpartition("/")
    found = _read(archive, folder + slash + name, FREE + 1)
    return found if found is not None and len(found) <= FREE else None


def _read(archive: zipfile.ZipFile, name: str, size: int) -> bytes | None:
    try:
        with archive.open(name) as file:
            return file.read(size)
    except (KeyError, *NOT_READABLE):
        return None
