"""From a record to documents: cleaned by its reader's draft, with ids and languages. No database, no clock, no chance:
the same record makes the same documents on any machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from corpus.errors import BadRecord
from corpus.ids import document_id
from corpus.model import Block, Document
from ingest.deadline import TooSlow, within
from ingest.draft import Draft
from ingest.language import UNDETERMINED, detect, detect_differing
from ingest.readers.base import Found, Reader
from ingest.translated import flagged


class How(msgspec.Struct, frozen=True, kw_only=True):
    """What a corpus wants: the languages to choose among, the case of documents that name none, and how many seconds a
    record may take."""

    candidates: tuple[str, ...]
    case: str | None = None
    seconds: float


class Item(msgspec.Struct, frozen=True):
    """A record to make documents of, and who reads it."""

    reader: Reader
    found: Found
    sha256: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What a record became: its document and the posts inside it, or the reason why it is none."""

    document: Document | None = None
    posts: tuple[tuple[str, Document], ...] = ()  # (where in the record, post)
    along: tuple[tuple[str, Document], ...] = ()
    fault: BadRecord | None = None


def make_all(items: Sequence[Item], how: How) -> list[Made]:
    """What each of some records becomes."""
    return [make(item, how) for item in items]


def make(item: Item, how: How) -> Made:
    """Clean one record and give its documents their ids and languages."""
    try:
        return within(how.seconds, lambda: _made(item, how))
    except TooSlow:
        return too_slow(how)


def too_slow(how: How) -> Made:
    """What becomes of a record that takes too long."""
    return Made(
        fault=BadRecord(
            "too-slow",
            f"Hustings did not get through with this record in {how.seconds:g} seconds.",
            todo="Raise seconds_per_record in hustings.toml and try again with `hustings quarantine --retry`.",
        )
    )


def _made(item: Item, how: How) -> Made:
    reader, found = item.reader, item.found
    try:
        draft = reader.draft(found.raw) if found.context is None else reader.draft(found.raw, found.context)
        return _finished(draft, item.sha256, how)
    except BadRecord as fault:
        return Made(fault=fault)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one record must not stop the thousands after it
        return Made(
            fault=BadRecord(
                "failed",
                f"Hustings itself failed on this record ({type(error).__name__}: {error}).",
                todo="Please report it; the record is kept.",
            )
        )


def _finished(draft: Draft, sha256: str, how: How) -> Made:
    document = draft.document
    id = draft.given_id or document_id(sha256, "", document.platform, document.native_id)
    document = flagged(_with_languages(document, how.candidates), draft.traces)
    case = document.case or how.case

    def inside(parts: Sequence[tuple[str, Document]]) -> tuple[tuple[str, Document], ...]:
        return tuple((part, _inside(part, item, sha256, how.candidates, case)) for part, item in parts)

    whole = msgspec.structs.replace(document, id=id, case=case)
    return Made(document=whole, posts=inside(draft.posts), along=inside(draft.along))


def _inside(part: str, item: Document, sha256: str, candidates: Sequence[str], case: str | None) -> Document:
    id = document_id(sha256, part, item.platform, item.native_id)
    return msgspec.structs.replace(_with_languages(item, candidates), id=id, case=item.case or case)


def _with_languages(document: Document, candidates: Sequence[str]) -> Document:
    """The document with its language, and with that of each block that surely has another."""
    found = detect(document.text, candidates)
    declared = (document.language_declared or "").lower().replace("_", "-").split("-")[0]
    # Where the detectors cannot tell, what the source says of itself is better than nothing.
    language = declared or found if found in (None, UNDETERMINED) else found
    blocks = tuple(_block_languages(document.text, document.blocks, language, candidates))
    return msgspec.structs.replace(document, language=language, blocks=blocks)


def _block_languages(
    text: str, blocks: Sequence[Block], language: str | None, candidates: Sequence[str]
) -> Iterator[Block]:
    for block in blocks:
        if block.language is None and len(blocks) > 1:
            other = detect_differing(text[block.start : block.end], language, candidates)
            yield msgspec.structs.replace(block, language=other) if other else block
        else:
            yield block
