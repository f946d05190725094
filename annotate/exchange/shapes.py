"""What goes between the corpus and a format: annotated documents one way, what a file says the other way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from corpus.authority import Authority
from corpus.codebook import Codebook
from corpus.model import Annotation, AnnotationState, Document, Layer

Unit = Literal["code point", "utf-16", "grapheme"]  # what one step of an offset is


class Annotated(msgspec.Struct, frozen=True):
    """A document with the annotations that leave the corpus with it, by start, end and id."""

    document: Document
    annotations: tuple[Annotation, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """What the codes mean, for the formats that take tag sets along."""

    codebook: Codebook
    authority: Authority


class File(msgspec.Struct, frozen=True):
    """A file of an export; `name` is relative to its folder, with `/` between the parts."""

    name: str
    data: bytes


class Loss(msgspec.Struct, frozen=True):
    """An annotation that a format cannot hold, or of which it drops something, and what (a full sentence)."""

    annotation: Annotation
    what: str
    whole: bool = True  # nothing of it is in the file


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An annotation as a file has it. Offsets are in the file's unit, into the file's text.

    `code` and `layer` are ours: a reader undoes its format's labels (`annotate.exchange.labels`). `id` is that of the
    annotation which was exported, where the format carried it.
    """

    layer: Layer
    code: str
    start: int
    end: int
    quotation: str | None = None  # as the file has it, where it has one
    prefix: str = ""  # what stood before and after it, where the file says so
    suffix: str = ""
    attributes: dict[str, Any] | None = None  # None where the format does not carry any
    id: str | None = None
    agent: str | None = None
    score: float | None = None
    state: AnnotationState | None = None


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a file: which one it is, as far as the file knows, and what is annotated in it.

    `unit` is what the format's offsets are defined in, None where tools differ. `problems` are things in the file that
    cannot be read as annotations, each with the reason; they go to review like what does not fit.
    """

    document: str | None  # our id
    text: str | None  # as the file has it
    found: tuple[Found, ...]
    unit: Unit | None = None
    problems: tuple[tuple[str, dict[str, Any]], ...] = ()


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format of annotations.

    `write` gives files and losses as it goes, one document at a time, and never raises over a single document. `read`
    takes a file or a folder and gives its documents; it raises Unreadable where it is not of this format at all.
    `recognises` looks at a path.
    """

    name: str
    title: str  # what people know it by
    write: Callable[[Iterable[Annotated], Vocabulary], Iterator[File | Loss]] | None
    read: Callable[[Path], Iterator[Incoming]] | None
    recognises: Callable[[Path], bool]
