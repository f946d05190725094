"""Ids and hashes, made once and in one place."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

from corpus.model import Document

DOCUMENT_ID = re.compile(r"d[a-z2-7]{16}\Z")


def sha256(data: bytes | str) -> str:
    """Lower-case hexadecimal sha256; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()


def short(prefix: str, *parts: str) -> str:
    """A prefix and 80 bits in base 32: readable in an address, and no collision below a billion things."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return prefix + base64.b32encode(digest[:10]).decode("ascii").lower()


def source_id(sha: str, path: str) -> str:
    """The same bytes found in two places are two sources."""
    return short("s", sha, path)


def document_id(record_sha256: str, part: str, platform: str | None, native_id: str | None) -> str:
    """Of a platform's own id where there is one, else of the first record in which the document was seen."""
    if native_id is not None:
        return short("d", "native", platform or "", native_id)
    return short("d", "record", record_sha256, part)


def identity(document: Document) -> str:
    """What makes two records one document: the platform's id, or every word and every circumstance alike."""
    if document.native_id is not None:
        return sha256("\x1f".join(("native", document.platform or "", document.native_id)))
    address = document.canonical_url or document.url
    circumstances = (
        document.kind,
        document.platform,
        document.title,
        document.text,
        document.published_at,
        document.outlet,
        document.account,
        address,
    )
    return sha256("\x1f".join(unicodedata.normalize("NFC", part or "") for part in ("content", *circumstances)))


def annotation_id(document: str, layer: str, code: str, start: int, end: int, text_sha256: str) -> str:
    """Of a suggestion: the same passage, layer and code on the same text is the same suggestion."""
    return short("a", document, layer, code, str(start), str(end), text_sha256)


def event_id(annotation: str, act: str, agent: str, *more: str) -> str:
    """Of a model's act: repeating the run repeats the id, so nothing is written twice."""
    return short("e", annotation, act, agent, *more)
