"""WACZ: a zip of WARC files with an index, a list of pages, and `datapackage.json`, which has a hash of each part.

(https://specs.webrecorder.net/wacz/1.1.1/.) A part whose hash differs is not what was archived, so it is not read.
"""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
import orjson

from corpus.errors import BadRecord
from ingest.readers.stream import CHUNK

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
PARTS = ("archive/", "indexes/")  # version 1.0 may not say that it is one
LISTS = (PACKAGE, DIGEST, "fuzzy.json")
LISTING_LIMIT = 64 * 2**20  # bytes of datapackage.json
NO_DOCUMENTS = ("pages/", "indexes/", "index/", "logs/")
# What zipfile raises of a member that is damaged, locked, or packed in a way that it does not know.
NOT_READABLE = (RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class Package(msgspec.Struct, frozen=True):
    """What `datapackage.json` says of the parts: (algorithm, hexadecimal hash) by name.

    Other archives than WACZ have such a list too; there it says nothing of what holds a document.
    """

    hashes: dict[str, tuple[str, str]]
    is_wacz: bool

    def fault(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BadRecord | None:
        """Why a member is not read: its hash differs, or it is one of the package's own lists."""
        expected = self.hashes.get(info.filename)
        if expected is not None and not _is_sound(archive, info, expected):
            return BadRecord(
                "wrong-hash",
                f"The {expected[0]} of this part is not the one that {PACKAGE} or {DIGEST} states.",
                todo="Get the archive again. To read the part all the same, unpack the archive and ingest that.",
            )
        if self.is_wacz and (info.filename.startswith(NO_DOCUMENTS) or info.filename in LISTS):
            return BadRecord("no-document", "This part lists what is in the archive; it holds no document.")
        return None

    def missing(self, archive: zipfile.ZipFile) -> Iterator[tuple[str, BadRecord]]:
        """The parts that the list names and the archive lacks."""
        there = set(archive.namelist())
        for name in self.hashes:
            if name not in there:
                what = f"{PACKAGE} lists this part, and the archive lacks it."
                yield name, BadRecord("missing-part", what, todo="Get the archive again.")


def package_of(archive: zipfile.ZipFile) -> Package | None:
    """The list of the parts and their hashes; None where the archive has none."""
    listing = _json(archive, PACKAGE)
    resources = listing.get("resources")
    if not isinstance(resources, list):
        return None
    hashes = dict(filter(None, map(_hash_of, resources)))
    digest = _hash_of({"path": PACKAGE, **_json(archive, DIGEST)})
    several = listing.get("profile") == "multi-wacz-package"  # of WACZ files, which are opened in their turn
    is_wacz = several or "wacz_version" in listing or any(part in name for name in archive.namelist() for part in PARTS)
    return Package({**hashes, **dict([digest] if digest else [])}, is_wacz)


def _hash_of(resource: Any) -> tuple[str, tuple[str, str]] | None:
    """A part's name and hash. Version 1.0 has the hash in `stats` and its algorithm in `hashing`."""
    if not isinstance(resource, dict) or not isinstance(resource.get("path"), str):
        return None
    stats = resource.get("stats")
    stated = resource.get("hash") or (stats.get("hash") if isinstance(stats, dict) else None)
    if not isinstance(stated, str):
        return None
    algorithm, colon, digest = stated.lower().rpartition(":")
    algorithm = algorithm if colon else str(resource.get("hashing") or "sha256").lower()
    known = algorithm in hashlib.algorithms_guaranteed and not algorithm.startswith("shake")
    return (resource["path"], (algorithm, digest)) if known else None


def _is_sound(archive: zipfile.ZipFile, info: zipfile.ZipInfo, expected: tuple[str, str]) -> bool:
    algorithm, digest = expected
    found = hashlib.new(algorithm)
    try:
        with archive.open(info) as file:
            while part := file.read(CHUNK):
                found.update(part)
    except NOT_READABLE:
        return False
    return found.hexdigest() == digest


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        with archive.open(name) as file:
            value = orjson.loads(file.read(LISTING_LIMIT))
    except (KeyError, orjson.JSONDecodeError, *NOT_READABLE):
        return {}
    return value if isinstance(value, dict) else {}
