"""The words of Hustings as types. JSON Lines and SQLite are two ways of writing these.

Offsets are Unicode code points into `Document.text`, start included, end excluded.
Times are ISO 8601: UTC with `Z` where the zone is known, without a zone where it is not, cut to their precision
(`2020`, `2020-02`, `2020-02-21`, `2020-02-21T14:05:00Z`). Absent means unknown.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from corpus.terms import WHOLE_DOCUMENT as WHOLE_DOCUMENT
from corpus.terms import Act as Act
from corpus.terms import AnnotationState as AnnotationState
from corpus.terms import BlockKind as BlockKind
from corpus.terms import DocumentKind as DocumentKind
from corpus.terms import Layer as Layer
from corpus.terms import Outcome as Outcome
from corpus.terms import Precision as Precision
from corpus.terms import Reason as Reason
from corpus.terms import RelationKind as RelationKind
from corpus.terms import State as State
from corpus.terms import Verdict as Verdict


class _Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Small, frozen, compared by value."""


class Source(_Struct, frozen=True, kw_only=True):
    """A file as received.

    `id` is made of its sha256 and of where it was found, so the same bytes found in two places are two sources.
    """

    id: str
    name: str  # as a reader may see it: relative, never a path of somebody's machine
    path: str  # where it was found; stays in the corpus, is never published
    sha256: str
    size: int  # bytes
    format: str  # the reader's name, or the kind of archive
    media_type: str | None = None
    retrieved_at: str | None = None
    retrieved_by: str | None = None  # who says so: `file time`, `WARC-Date`, ...
    rights: str | None = None
    case: str | None = None  # that of its documents which name none


class Place(_Struct, frozen=True, kw_only=True):
    """Where a record stands in its source: whichever of these the format has."""

    offset: int | None = None  # bytes from the start of the source
    length: int | None = None  # bytes
    line: int | None = None  # from 1
    pointer: str | None = None  # JSON pointer
    member: str | None = None  # name inside an archive
    warc_record_id: str | None = None

    def __str__(self) -> str:
        """For a person: `line 12`, `bytes 0-2048`, `photos.zip member a/b.json`."""
        parts = []
        if self.member is not None:
            parts.append(f"member {self.member}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.pointer is not None:
            parts.append(self.pointer)
        if self.warc_record_id is not None:
            parts.append(self.warc_record_id)
        if not parts and self.offset is not None and self.length is not None:
            parts.append(f"bytes {self.offset}-{self.offset + self.length}")
        return ", ".join(parts) or "whole file"


class Record(_Struct, frozen=True, kw_only=True):
    """One item of a source, verbatim. `number` counts from 0 in the order of the source."""

    source: str  # Source.id
    number: int
    place: Place
    raw: bytes
    sha256: str  # of raw
    format: str = "unknown"  # the name of the reader that gave it
    context: bytes | None = None  # what it needs beside it to be read: a table's header, what a page of posts includes
    retrieved_at: str | None = None  # where the record itself says so; else the source's holds
    retrieved_by: str | None = None  # who says so: `WARC-Date`, `twarc`, `Zeeschuimer`


class Block(_Struct, frozen=True, kw_only=True):
    """A stretch of a document's text."""

    kind: BlockKind
    start: int
    end: int
    language: str | None = None  # only where it differs from the document's


class Removed(_Struct, frozen=True, kw_only=True):
    """What cleaning took out, why, and before which block it stood (`before` may equal the number of blocks)."""

    reason: Reason
    text: str
    before: int = 0


class Relation(_Struct, frozen=True, kw_only=True):
    """A tie to another document: `target` is its id, `url` or `native_id` what else is known of it.

    The corpus may lack the document that is meant. `made_by` is the program that found the tie (then `score` says how
    alike the two texts are, from 0 to 1, and `evidence` how that was measured); absent where the document states it.
    """

    kind: RelationKind
    target: str | None = None
    url: str | None = None
    native_id: str | None = None
    evidence: str | None = None
    score: float | None = None
    made_by: str | None = None


class Metric(_Struct, frozen=True, kw_only=True):
    """A counter at a time. `value` is absent where `status` says why: hidden is not zero."""

    name: str
    value: int | None = None
    status: Literal["known", "hidden", "not_provided"] = "known"
    at: str | None = None


class Document(_Struct, frozen=True, kw_only=True):
    """One article, post, comment or page, cleaned."""

    id: str
    kind: DocumentKind
    text: str
    platform: str | None = None  # `twitter`, `instagram`, ...: whose native_id and account these are
    native_id: str | None = None
    title: str | None = None
    deck: str | None = None
    language: str | None = None  # detected; `und` where the detectors disagree
    language_declared: str | None = None
    published_at: str | None = None
    published_precision: Precision | None = None
    published_basis: str | None = None  # `json-ld`, `meta`, `url`, `text`, `record`, ...
    published_verbatim: str | None = None
    updated_at: str | None = None
    outlet: str | None = None
    byline: str | None = None
    account: str | None = None  # as the platform shows it: `@name`
    url: str | None = None
    canonical_url: str | None = None
    case: str | None = None
    tags: tuple[str, ...] = ()
    state: State = "live"
    notes: tuple[str, ...] = ()  # `paywalled`, `index page`, ...
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    relations: tuple[Relation, ...] = ()
    metrics: tuple[Metric, ...] = ()
    extra: dict[str, Any] = {}


class Observation(_Struct, frozen=True, kw_only=True):
    """This document was seen in that record."""

    document: str
    source: str
    number: int
    part: str | None = None  # where inside the record, for a post embedded in an article


class Annotation(_Struct, frozen=True, kw_only=True):
    """One annotation as its events leave it: a view, never written by itself.

    A code of the document as a whole has an empty passage: `start` and `end` are 0.
    """

    id: str
    document: str
    layer: Layer
    code: str
    start: int
    end: int
    quotation: str
    agent: str
    state: AnnotationState
    made_at: str
    prefix: str = ""
    suffix: str = ""
    text_sha256: str = ""
    attributes: dict[str, Any] = {}
    score: float | None = None
    verdict: Verdict | None = None  # of whoever adjudicated it
    same_as: str | None = None  # it is right, and this other annotation of the same passage stands for both

    @property
    def is_gold(self) -> bool:
        """Whether it was adjudicated right, and stands for all that say the same."""
        return self.verdict == "right" and self.same_as is None


class Event(_Struct, frozen=True, kw_only=True):
    """One act of annotation. `id` is made by whoever acts, so that sending it twice changes nothing.

    `agent` is a person's name or a model with its version. The fields of the passage are those of the annotation after
    the act; `accept`, `reject`, `delete`, `undo` and `redo` need none. The attributes of an `adjudicate` are its
    `verdict`, right or wrong, its `reason`, the `item` (the ids of all annotations that were decided together), where
    another annotation stands for this one `same_as`, and, where it gives the passage, the annotation's `attributes`;
    its `undo` says so (`what`: adjudicate), for it takes back no other act of that person. A `submit` is of the whole
    document (WHOLE_DOCUMENT); its `undo`, or the `reopen` of whoever coordinates (attribute `annotator`), opens it
    again. An `answer` is to a question. A `reanchor` says where the passage stands in a text that has changed; a
    `recode` which code it has under a codebook that has changed (it may be the one that it had). They are no coding of
    whoever does them and are not undone.
    """

    id: str
    annotation: str
    document: str
    act: Act
    agent: str
    made_at: str
    layer: Layer | None = None
    code: str | None = None
    start: int | None = None
    end: int | None = None
    quotation: str | None = None
    prefix: str = ""
    suffix: str = ""
    text_sha256: str | None = None
    attributes: dict[str, Any] = {}
    score: float | None = None
    codebook: str | None = None  # version
