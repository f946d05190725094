"""CoNLL-U (https://universaldependencies.org/format.html), by the package conllu: words and sentences, nothing parsed.

`Hustings=tactic:sponsored-memes[1];actor:x[2]` in the last column names the annotations that a word is part of, so
that they may overlap and nest. The number leads to a comment before the first sentence of the document, `hustings.1`,
with all that there is to know; codes of the whole document are such comments too. Where words stand is in the same
column, as UDPipe writes it: `SpaceAfter`, `SpacesAfter`, `SpacesBefore`, and `TokenRange` in code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import conllu
import orjson

from annotate.exchange.details import details, found, in_a_line
from annotate.exchange.files import read_all, recognised
from annotate.exchange.formats.conllu_text import Runs, spaces_in_a_column
from annotate.exchange.labels import label, unlabel
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.tokens import OFF, divided, from_a_column, in_a_column, sentences, words
from corpus.errors import Unreadable
from corpus.model import Annotation, Document

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAME = "annotations.conllu"
ENDINGS = (".conllu",)
NO_WORDS = "Its document has no words, and CoNLL-U nothing else."
NO_CODE = "It is no code, as tactic:sponsored-memes is."
OURS = "hustings."


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """One file. Passages that do not begin and end with a word are lost."""
    parts: list[str] = []
    for one in documents:
        doc = divided(one.document)
        if all(token.is_space for token in doc):
            yield from (Loss(annotation, NO_WORDS) for annotation in one.annotations)
            continue
        kept: list[tuple[Annotation, tuple[int, int]]] = []
        for annotation in one.annotations:
            place = words(doc, annotation.start, annotation.end)
            if place is None and annotation.start < annotation.end:
                yield Loss(annotation, OFF)
            else:
                kept.append((annotation, place or (0, 0)))
        parts.append(_document(one.document, doc, kept))
    yield File(NAME, "".join(parts).encode("utf-8"))


def _document(document: Document, doc: Doc, kept: Iterable[tuple[Annotation, tuple[int, int]]]) -> str:
    """Its sentences, the first with the comments of the document."""
    text, name = document.text, quote(document.id, safe="")
    lines = [f"# newdoc id = {name}"]
    marked: dict[int, list[str]] = {}
    for number, (annotation, (start, end)) in enumerate(kept, start=1):
        full = label(annotation.layer, annotation.code)
        lines.append(f"# {OURS}{number} = {in_a_line({'label': full, 'whole': start == end, **details(annotation)})}")
        for word in range(start, end):
            marked.setdefault(word, []).append(f"{in_a_column(full)}[{number}]")
    before = ""
    for index, sentence in enumerate(sentences(doc), start=1):
        written = "".join(token.text + (" " if _space_after(text, token) else "") for token in sentence).rstrip(" ")
        lines += [f"# sent_id = {name}-{index}", f"# text = {written}"]
        for position, token in enumerate(sentence, start=1):
            if index == position == 1:
                before = text[: token.idx]
            misc = _misc(text, token, before, marked.get(token.i, ()))
            lines.append("\t".join([str(position), token.text, *"________"[:7], misc]))
            before = ""
        lines.append("")
    return "\n".join(lines) + "\n"


def _end(token: Token) -> int:
    return int(token.idx) + len(token.text)


def _space_after(text: str, token: Token) -> str:
    """All the white space up to the next word."""
    start = _end(token)
    end = next((at for at in range(start, len(text)) if not text[at].isspace()), len(text))
    return text[start:end]


def _misc(text: str, token: Token, before: str, marks: Iterable[str]) -> str:
    """The last column of a word. Its place comes last, so that no white space ends the line."""
    after = _space_after(text, token)
    fields = [f"SpacesBefore={spaces_in_a_column(before)}"] if before else []
    if not after:
        fields.append("SpaceAfter=No")
    elif after != " ":
        fields.append(f"SpacesAfter={spaces_in_a_column(after)}")
    joined = ";".join(marks)
    fields += [f"Hustings={joined}"] if joined else []
    return "|".join([*fields, f"TokenRange={token.idx}:{_end(token)}"])


def read(path: Path) -> Iterator[Incoming]:
    """The documents of a file, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    document, runs = None, Runs()
    comments: dict[str, Mapping[str, Any]] = {}
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for sentence in conllu.parse_incr(file):
                said = {name: value for name, value in sentence.metadata.items() if isinstance(value, str | None)}
                if "newdoc id" in said or "newdoc" in said:
                    if runs.length:
                        yield _incoming(document, runs, comments)
                    document, runs, comments = unquote(said.get("newdoc id") or "") or None, Runs(), {}
                comments |= {name: _object(value) for name, value in said.items() if name.startswith(OURS)}
                runs.sentence(sentence)
    except (OSError, UnicodeDecodeError, conllu.exceptions.ParseException) as error:
        raise Unreadable(f"The file is no CoNLL-U ({error}).", where=str(path)) from error
    if runs.length:
        yield _incoming(document, runs, comments)


def _object(value: str | None) -> Mapping[str, Any]:
    """A comment of ours; empty where somebody has broken it."""
    try:
        said = orjson.loads(value or "")
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _incoming(document: str | None, runs: Runs, comments: Mapping[str, Mapping[str, Any]]) -> Incoming:
    text = "".join(runs.parts)
    taken: list[Found] = []
    problems: list[tuple[str, dict[str, Any]]] = []
    told: set[str] = set()
    for mark, start, end in runs.found():
        name, bracket, number = mark.removesuffix("]").rpartition("[")
        known = unlabel(from_a_column(name if bracket else mark), {})
        if known is None:
            problems.append((NO_CODE, {"mark": mark, "start": start, "words": text[start:end], "document": document}))
            continue
        comment = OURS + number
        said = comments.get(comment) if bracket and comment not in told else None  # a copy of it is another one
        told.add(comment)
        taken.append(found(*known, start, end, text[start:end], said or None))
    for said in comments.values():
        known = unlabel(str(said.get("label")), {})
        if said.get("whole") is True and known is not None:
            taken.append(found(*known, 0, 0, None, said))
    return Incoming(document=document, text=text, found=tuple(taken), unit="code point", problems=tuple(problems))


def recognises(path: Path) -> bool:
    """By its name."""
    return recognised(path, ENDINGS, lambda file: file.suffix in ENDINGS)


FORMAT = Format(name="conllu", title="CoNLL-U", write=write, read=read, recognises=recognises)
