"""CoNLL columns in IOB2, one file a layer: word, start, end, tag, as standoff2conll and bconv write and read them.

A sentence ends with an empty line, and no sentence ends inside of a passage. Start and end are code points, so that
nothing is lost of where a passage stands; tools that want two columns take the first and the last. One word has one
tag: of passages that overlap in a layer the longest stays. Nothing but passage and code is in the file.

Files with other columns are read too: word first, tag last, by tabs or spaces, IOB1, IOB2 or IOBES.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import msgspec

from annotate.exchange.files import read_all, recognised
from annotate.exchange.labels import label, unlabel
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.tokens import OFF, divided, from_a_column, in_a_column, sentences, words
from corpus.errors import Unreadable
from corpus.model import Annotation, Layer

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENDINGS = (".conll", ".iob", ".iob2", ".bio")
WHOLE = "CoNLL's columns mark words: a code of the whole document has no place in them."
OVERLAP = "A longer one of its layer has some of its words, and a word has one tag."
BARE = "CoNLL's columns have passages and codes alone: no id, attributes, state, score or maker."
NO_CODE = "Its tag is no code, as B-tactic:sponsored-memes is."
_DOCUMENT = re.compile(r"# ?(?:doc_id|newdoc id) = (?P<id>.*)")
_TAG = re.compile(r"(?P<place>[BIES])-(?P<label>.+)\Z")

Stretch = tuple[int, int, Annotation]  # first word, the one after the last


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A file for each layer that has passages, with all documents. Of everything but passage and code a loss tells."""
    parts: dict[Layer, list[bytes]] = defaultdict(list)
    before: list[bytes] = []  # the documents so far, untagged, for a layer that first comes up later
    for one in documents:
        doc = divided(one.document)
        by_layer: dict[Layer, list[Stretch]] = defaultdict(list)
        for annotation in one.annotations:
            place = words(doc, annotation.start, annotation.end)
            if place is None:
                yield Loss(annotation, WHOLE if annotation.start == annotation.end else OFF)
            else:
                by_layer[annotation.layer].append((*place, annotation))
        head = f"# doc_id = {quote(one.document.id, safe='')}\n".encode()
        untagged = head + _rows(doc, ())
        for layer in {*parts, *by_layer}:
            kept, losses = _apart(by_layer.get(layer, []))
            yield from losses
            if layer not in parts:
                parts[layer] = list(before)
            parts[layer].append(head + _rows(doc, kept) if kept else untagged)
        before.append(untagged)
    for layer, texts in sorted(parts.items()):
        yield File(f"{layer}.conll", b"".join(texts))


def _apart(stretches: Sequence[Stretch]) -> tuple[list[Stretch], list[Loss]]:
    """Those that share no word, the longest first, and what becomes of all of them."""
    kept: list[Stretch] = []
    losses = []
    taken: set[int] = set()
    for start, end, annotation in sorted(stretches, key=lambda one: (one[0] - one[1], one[0], one[2].id)):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end, annotation))
            losses.append(Loss(annotation, BARE, whole=False))
        else:
            losses.append(Loss(annotation, OVERLAP))
    return kept, losses


def _rows(doc: Doc, stretches: Sequence[Stretch]) -> bytes:
    tags: dict[int, str] = {}
    for start, end, annotation in stretches:
        name = in_a_column(label(annotation.layer, annotation.code))
        tags |= {number: f"{'I' if number > start else 'B'}-{name}" for number in range(start, end)}
    lines = []
    for sentence in sentences(doc, [(start, end) for start, end, _ in stretches]):
        for token in sentence:
            lines.append(f"{token.text}\t{token.idx}\t{token.idx + len(token.text)}\t{tags.get(token.i, 'O')}\n")
        lines.append("\n")
    return "".join(lines).encode("utf-8")


class _Run(msgspec.Struct):
    """Words of one tag, with their place in the text as it is put together from the rows."""

    label: str
    start: int
    end: int


class _Text:
    """A document as its rows put it together: its words where they say that they stand, else a space apart."""

    def __init__(self, id: str | None) -> None:
        self.id = id
        self.parts: list[str] = []
        self.length = 0  # code points of the parts
        self.runs: list[_Run] = []
        self._gap = ""  # what stands before the next word, as far as the rows do not say
        self._open = False

    def end_sentence(self) -> None:
        """What follows is another sentence; a passage that has not been taken up goes on."""
        self._gap = "\n" if self.parts else ""

    def row(self, columns: Sequence[str]) -> None:
        """One more word."""
        word, tag = columns[0], columns[-1]
        match columns[1:-1]:
            case [first, last] if _are_places(first, last, len(word)) and int(first) >= self.length:
                self._gap = " " * (int(first) - self.length)
        start = self.length + len(self._gap)
        self.parts += (self._gap, word)
        self.length, self._gap = start + len(word), " "
        found = _TAG.match(tag)
        if found is None:
            self._open = False
            return
        last_run = self.runs[-1] if self._open else None
        if last_run is not None and found["place"] in "IE" and last_run.label == found["label"]:
            last_run.end = self.length
        else:
            self.runs.append(_Run(found["label"], start, self.length))
        self._open = True

    def incoming(self) -> Incoming:
        """What it says; tags that are no codes are problems."""
        text = "".join(self.parts)
        taken: list[Found] = []
        problems = []
        for run in self.runs:
            known = unlabel(from_a_column(run.label), {})
            quotation = text[run.start : run.end]
            if known is None:
                problems.append((NO_CODE, {"tag": run.label, "words": quotation, "document": self.id}))
            else:
                layer, code = known
                taken.append(Found(layer=layer, code=code, start=run.start, end=run.end, quotation=quotation))
        return Incoming(document=self.id, text=text, found=tuple(taken), unit="code point", problems=tuple(problems))


def _are_places(first: str, last: str, length: int) -> bool:
    return first.isdecimal() and last.isdecimal() and int(last) - int(first) == length


def read(path: Path) -> Iterator[Incoming]:
    """The documents of a file, or of those of a folder: one for each layer."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"The file cannot be read ({error}).", where=str(path)) from error
    text = _Text(None)
    for line in map(_without_end, lines):
        head = _DOCUMENT.match(line)
        columns = line.split("\t") if "\t" in line else line.split()
        if head is not None or columns[:1] == ["-DOCSTART-"]:
            if text.parts:
                yield text.incoming()
            text = _Text(unquote(head["id"]) if head is not None else None)
        elif len(columns) > 1 and not line.startswith("# "):
            text.row(columns)
        elif not columns:
            text.end_sentence()
    if text.parts:
        yield text.incoming()


def _without_end(line: str) -> str:
    return line.removesuffix("\r")


def recognises(path: Path) -> bool:
    """Columns of which the last is a tag, by the file's name and its first rows."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    if path.suffix not in ENDINGS:
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        # A comment has no columns; the sign alone may be a word.
        lines = [line for line, _ in zip(file, range(50), strict=False) if "\t" in line or not line.startswith("# ")]
    rows = map(str.split, lines)
    tags = [row[-1] for row in rows if len(row) > 1 and row[0] != "-DOCSTART-"]
    return bool(tags) and all(tag == "O" or _TAG.match(tag) for tag in tags)


FORMAT = Format(name="conll", title="CoNLL columns (IOB2)", write=write, read=read, recognises=recognises)
