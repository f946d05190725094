"""Changes to a zip archive that leave it one: members, their names, flags, sizes, and what stands in them."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from random import Random

from benchmarks.fuzz import odd

NAMES = (
    "../../a.html", "/etc/passwd", "C:\\a.csv", "a/../../b.txt", "", ".", "a" * 3000, "__MACOSX/a", ".hidden",
    "datapackage.json", "account.js", "data/tweets.js", "archive/a.warc.gz", "xl/workbook.xml", "word/document.xml",
    "[Content_Types].xml", "\x01", "é\u0301.txt", "a/",
)  # fmt: skip
MOST = 4 * 10**6  # bytes unpacked
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def change_zip(data: bytes, chance: Random, change: Callable[[bytes, Random], bytes]) -> bytes | None:
    """The archive with one change, `change` being one of a member's bytes; None where it is no archive."""
    members = _members(data)
    if not members:
        return None
    at = chance.randrange(len(members))
    name, content = members[at]
    pick = chance.random()
    if pick < 0.65:
        members[at] = (name, change(content, chance) if content else odd.utf8(chance))
    elif pick < 0.72:
        members[at] = (chance.choice(NAMES), content)
    elif pick < 0.78:
        members.insert(chance.randrange(len(members) + 1), members[at])
    elif pick < 0.82:
        del members[at]
    elif pick < 0.86:
        members[at] = (name, b"0" * chance.choice((10**5, 2 * 10**6)))
    elif pick < 0.88:
        members[at] = (name, data)
    packed = bytearray(_packed(members, chance))
    if pick > 0.88:
        _damage(packed, chance)
    return bytes(packed)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST:
                return []
            for info in archive.infolist()[:50]:
                found.append((info.filename, archive.read(info)))
    except Exception:  # noqa: BLE001 - whatever a damaged archive raises: it is changed as bytes then
        return []
    return found


def _packed(members: list[tuple[str, bytes]], chance: Random) -> bytes:
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if chance.random() < 0.9 else chance.choice(METHODS)
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # a name may come twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name[:60_000]), content, compress_type=method)
    return file.getvalue()


def _damage(packed: bytearray, chance: Random) -> None:
    """A byte of a header of a member: its flags, method, sizes, place."""
    mark = chance.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
    starts = [at for at in range(len(packed) - 4) if packed[at : at + 4] == mark]
    if starts:
        at = chance.choice(starts) + chance.randrange(4, 46)
        if at < len(packed):
            packed[at] = chance.choice((0, 1, 0xFF, 0x7F, chance.randrange(256)))
