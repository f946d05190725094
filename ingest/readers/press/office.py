"""Files of Word and Excel: zip archives of XML, opened without trusting them.

They are held in memory as they come (compressed, up to `KEEP_LIMIT`); what they claim to unpack to is bounded, and one
that declares a document type, which no office program writes, is refused, so that no XML entity does anything.
"""

from __future__ import annotations

import io
import re
import zipfile

from corpus.errors import BadRecord
from ingest.readers.base import KEEP_LIMIT, Found
from ingest.readers.stream import FREE, RATIO
from ingest.wacz import NOT_READABLE

LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..).{2}", re.DOTALL)
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
XML_HEAD = 4096  # bytes in which a document type would stand
MOST_UNPACKED = 2**30


def has_member(head: bytes, folder: bytes) -> bool:
    """Whether a zip file that begins like this has a member in this folder (`b"xl/"`, `b"word/"`)."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    headers = ((found.end(), int.from_bytes(found.group(1), "little")) for found in LOCAL_HEADER.finditer(head))
    return any(head[at : at + length].startswith(folder) for at, length in headers)


def opened(file: Found) -> zipfile.ZipFile:
    """The archive of a whole file. Raises BadRecord (`too-large`, `truncated`, `bomb`, `doctype`, `encrypted`)."""
    if file.place.length is not None and file.place.length > KEEP_LIMIT:
        raise BadRecord(
            "too-large",
            f"The file has {file.place.length:,} bytes; the limit is {KEEP_LIMIT:,}.",
            todo="Save it as several files, or a table as CSV, which may be of any size.",
        )
    if file.fault is not None and file.fault.code != "too-large":
        raise file.fault
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.raw))
        members = archive.infolist()
        unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
        if unpacked > min(max(FREE, packed * RATIO), MOST_UNPACKED):
            raise BadRecord("bomb", f"The file unpacks to {unpacked:,} bytes.")
        for member in members:
            if member.flag_bits & 1:
                raise BadRecord("encrypted", "The file is locked with a password.", todo="Save it without one.")
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    _check(part.read(XML_HEAD), member.filename)
    except (KeyError, *NOT_READABLE) as error:
        raise BadRecord(
            "truncated", f"The file is cut or damaged inside: {error}.", todo="Copy it again from where it came."
        ) from error
    return archive


def _check(head: bytes, name: str) -> None:
    if DOCTYPE.search(head.replace(b"\x00", b"")):
        raise BadRecord("doctype", f"{name} declares a document type, which no office program writes.")


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member's bytes, none where there is no such member. Raises BadRecord `truncated`."""
    try:
        with archive.open(name) as part:
            return part.read()
    except KeyError:
        return b""
    except NOT_READABLE as error:
        raise BadRecord(
            "truncated", f"{name} is cut or damaged: {error}.", todo="Copy the file again from where it came."
        ) from error
