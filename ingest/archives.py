"""Archives: files that hold files. Each member is read like a file of its own, in the order of the archive.

Nothing is unpacked to the disk, so that no member's name can lead out of a folder. Sizes are bounded by `Stream`.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import msgspec

from corpus.errors import BadRecord, Unreadable
from ingest.readers.stream import FREE, Stream, open_stream
from ingest.wacz import package_of

ZIP = b"PK\x03\x04"
MOST_MEMBERS = 1_000_000
HIDDEN = ("__MACOSX/", ".")


class Part(msgspec.Struct, frozen=True):
    """A file, or a member of one. `open(raw)` gives its bytes, gunzipped unless `raw`."""

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
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        broken = BadRecord("truncated", f"The zip file is cut or damaged: {error}.", todo="Copy it again.")
        yield Part(None, lambda raw: open_stream(path, raw=raw), broken)
        return
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror}.", where=str(path)) from error
    with archive:
        package = package_of(archive)
        for info in archive.infolist()[:MOST_MEMBERS]:
            name = Path(info.filename).name
            if info.is_dir() or name.startswith(HIDDEN) or info.filename.startswith(HIDDEN):
                continue
            part = _member(archive, info)
            fault = part.fault or (package.fault(archive, info) if package else None)
            yield msgspec.structs.replace(part, fault=fault)
        for name, lacking in package.missing(archive) if package else ():
            yield Part(name, _nothing, lacking)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
    @contextmanager
    def opened(raw: bool) -> Iterator[Stream]:
        with archive.open(info) as file:
            yield Stream.over(file, info.compress_size, raw=raw, beside=partial(_sibling, archive, info))

    if info.flag_bits & 1:
        locked = BadRecord(
            "encrypted", "The member is locked with a password.", todo="Unpack the archive and ingest that."
        )
        return Part(info.filename, _nothing, locked)
    return Part(info.filename, opened)


@contextmanager
def _nothing(raw: bool) -> Iterator[Stream]:
    yield Stream(lambda size: b"", 0)


def _sibling(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes | None:
    """A neighbour of a member; None where there is none, or it is too large or damaged."""
    try:
        with archive.open(info.filename.rpartition("/")[0] + "/" + name if "/" in info.filename else name) as file:
            found = file.read(FREE + 1)
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return None
    return found if len(found) <= FREE else None
