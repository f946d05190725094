"""HTTP responses as web archives keep them: status, headers, and the body with its encodings undone.

A body is often not encoded as its headers say: crawlers decode it and keep the headers. So an encoding is undone only
where the bytes look like it, and damage costs no more than what follows it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

import msgspec

from corpus.errors import BadRecord
from ingest.readers.base import RECORD_LIMIT
from ingest.readers.whole import too_large

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b[^\n]*\n", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_STEP = 256  # bytes, of a damaged body
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A response. Names of headers are in lower case; `notes` say what was wrong with the body."""

    status: int | None = None  # None: no HTTP at all, as in a resource record
    headers: Mapping[str, str] = {}
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """`text/html`; empty where it is not said."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server declares."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None


def parse_headers(block: bytes) -> dict[str, str]:
    """`Name: value` lines to lower-case names; of a name that comes twice the first counts. Reads what it can."""
    headers: dict[str, str] = {}
    last = None
    for line in block.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and last:
            headers[last] += " " + line.strip()  # folded
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon else None
        if last and headers.setdefault(last, value.strip()) != value.strip():
            last = None
    return headers


def parse_response(block: bytes) -> Message:
    """A response with its body as it is; without a status where the block is no HTTP."""
    first = _STATUS.match(block)
    if first is None:
        return Message(body=block)
    end = _END.search(block, first.end() - 2)
    headers = block[first.end() : end.start() if end else len(block)]
    body = block[end.end() :] if end else b""
    return Message(status=int(first[1]), headers=parse_headers(headers), body=body)


def decoded_body(message: Message) -> tuple[bytes, tuple[str, ...]]:
    """The body as the page's author wrote it, and notes (`damaged chunks`, `cut page`).

    Raises BadRecord: `too-large` where it unpacks to more than RECORD_LIMIT, `content-encoding` where it is unknown.
    """
    body, notes = message.body, []
    if "chunked" in message.headers.get("transfer-encoding", "").lower():
        body, sound = dechunk(body)
        if not sound:
            notes.append("damaged chunks")
    for name in reversed(message.headers.get("content-encoding", "").lower().split(",")):
        body, sound = _unpack(body, name.strip())
        if not sound:
            notes.append("cut page")
    if _stated(message) > len(message.body) and "cut page" not in notes:
        notes.append("cut page")
    return body, tuple(notes)


def is_whole(message: Message) -> bool:
    """Whether the response says how long it is, and is that long."""
    return message.status is not None and 0 < _stated(message) <= len(message.body)


def _stated(message: Message) -> int:
    stated = message.headers.get("content-length", "")
    return int(stated) if stated.isdecimal() and len(stated) < 16 else 0


def dechunk(body: bytes) -> tuple[bytes, bool]:
    """The body without the lengths of its chunks, and whether they were right.

    A body that does not begin with a length is no longer chunked and stays as it is; behind a wrong length all is kept.
    """
    parts, at = [], 0
    while True:
        line = _CHUNK.match(body, at)
        if line is None:
            parts.append(body[at:])
            return b"".join(parts), at == 0 or not body[at:].strip()
        size = int(line[1], 16)
        if size == 0:
            return b"".join(parts), True
        parts.append(body[line.end() : line.end() + size])
        at = line.end() + size
        if at > len(body):
            return b"".join(parts), False
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0


def _unpack(body: bytes, encoding: str) -> tuple[bytes, bool]:
    """The body without one encoding, and whether it was whole."""
    if encoding in ("gzip", "x-gzip"):
        return _inflate(body, zlib.MAX_WBITS | 16) if body.startswith(b"\x1f\x8b") else (body, True)
    if encoding == "deflate":
        zlibbed = body[:1] in (b"\x78", b"\x58", b"\x68") and int.from_bytes(body[:2], "big") % 31 == 0
        return _inflate(body, zlib.MAX_WBITS if zlibbed else -zlib.MAX_WBITS)
    if encoding == "br":
        return _unbrotli(body)
    if encoding == "zstd":
        return _unzstd(body)
    if encoding in ("", "identity", "none", "utf-8", "utf8"):  # the last two are a common mistake
        return body, True
    raise BadRecord("content-encoding", f"The page is packed as {encoding[:40]}, which Hustings cannot undo.")


def _inflate(body: bytes, kind: int) -> tuple[bytes, bool]:
    unzip = zlib.decompressobj(kind)
    try:
        data = unzip.decompress(body, RECORD_LIMIT + 1)
    except zlib.error:
        return _as_far_as_it_goes(body, kind)
    return _bounded(data), unzip.eof


def _as_far_as_it_goes(body: bytes, kind: int) -> tuple[bytes, bool]:
    """Damage inside: what comes before it. Where nothing does, the body was not packed."""
    unzip, parts, size = zlib.decompressobj(kind), [], 0
    try:
        for at in range(0, len(body), _STEP):
            parts.append(unzip.decompress(body[at : at + _STEP], RECORD_LIMIT))
            size += len(parts[-1])
            if size > RECORD_LIMIT:
                break
    except zlib.error:
        pass
    return (_bounded(b"".join(parts)), False) if size else (body, True)


def _unbrotli(body: bytes) -> tuple[bytes, bool]:
    import brotli  # type: ignore[import-untyped]  # it has no types; imported only where a page needs it

    unpack = brotli.Decompressor()
    try:
        data = unpack.process(body, output_buffer_limit=RECORD_LIMIT + 1)
        return _bounded(data), unpack.is_finished()
    except brotli.error:
        return body, True  # not packed, or no longer


def _unzstd(body: bytes) -> tuple[bytes, bool]:
    import zstandard

    unpack = zstandard.ZstdDecompressor(max_window_size=2**27)
    try:
        with unpack.stream_reader(body, read_across_frames=True) as reader:
            return _bounded(reader.read(RECORD_LIMIT + 1)), True
    except zstandard.ZstdError:
        return body, True


def _bounded(data: bytes) -> bytes:
    if len(data) > RECORD_LIMIT:
        raise too_large(len(data))
    return data
