"""W3C Web Annotation in JSON-LD (https://www.w3.org/TR/annotation-model/): one collection with one page of annotations.

A passage has two selectors, its place in code points and its words with a little of what stands around them; a code of
the whole document has none. The code is the body, `tactic:sponsored-memes`; a person is the annotation's creator, a
model its generator. Attributes, state and score are terms of ours, which other programs keep or pass over.

Collections, pages, lists, single annotations and one annotation a line are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import quote, unquote

import msgspec
import orjson

from annotate.exchange.files import read_all, recognised
from annotate.exchange.labels import label, unlabel
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from corpus.errors import Unreadable
from corpus.model import Annotation, Document

NAME = "annotations.jsonld"
ENDINGS = (".jsonld", ".json", ".jsonl")
ANNO = "http://www.w3.org/ns/anno.jsonld"
TERMS = {"hustings": "urn:hustings:term:", "hustings:attributes": {"@type": "@json"}}
MOST_NESTED = 5
ANNOTATION, DOCUMENT = "urn:hustings:annotation:", "urn:hustings:document:"


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """One file; nothing is lost."""
    items = [item(one.document, annotation) for one in documents for annotation in one.annotations]
    collection = {
        "@context": [ANNO, TERMS],
        "id": "urn:hustings:annotations",
        "type": "AnnotationCollection",
        "label": "Annotations of a Hustings corpus",
        "total": len(items),
        "first": {"id": "urn:hustings:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    yield File(NAME, orjson.dumps(collection, option=orjson.OPT_INDENT_2) + b"\n")


def item(document: Document, a: Annotation) -> dict[str, Any]:
    """One annotation of a collection. Its document and itself have URNs as their ids."""
    whole = a.start == a.end
    body = {"type": "TextualBody", "purpose": "classifying" if whole else "tagging", "format": "text/plain"}
    maker = {"type": "Person" if a.state == "made" else "Software", "name": a.agent}
    item: dict[str, Any] = {
        "id": ANNOTATION + quote(a.id, safe=""),
        "type": "Annotation",
        "motivation": body["purpose"],
        "created": a.made_at,
        "creator" if a.state == "made" else "generator": maker,
        "body": [{**body, "value": label(a.layer, a.code)}],
        "target": {"type": "SpecificResource", "source": _source(document)},
        "hustings:state": a.state,
    }
    if a.score is not None:
        item["hustings:score"] = a.score
    if a.attributes:
        item["hustings:attributes"] = a.attributes
    if not whole:
        item["target"]["selector"] = [
            {"type": "TextPositionSelector", "start": a.start, "end": a.end},
            {"type": "TextQuoteSelector", "exact": a.quotation, "prefix": a.prefix, "suffix": a.suffix},
        ]
    return item


def _source(document: Document) -> dict[str, Any]:
    source = {"id": DOCUMENT + quote(document.id, safe=""), "type": "Text", "format": "text/plain"}
    if document.language not in (None, "und"):
        source["language"] = document.language
    if document.url and document.url.startswith(("http://", "https://")):
        source["via"] = document.url
    return source


def read(path: Path) -> Iterator[Incoming]:
    """The documents of a file, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    """The documents of a file, by their ids. What is no annotation of a passage or a document is a problem."""
    try:
        items = [*_items(_parsed(path.read_bytes()))]
    except (OSError, ValueError) as error:
        raise Unreadable(f"The file cannot be read as JSON ({error}).", where=str(path)) from error
    items.sort(key=_document)
    for document, own in groupby(items, key=_document):
        found: list[Found] = []
        problems: list[tuple[str, dict[str, Any]]] = []
        for item in own:
            try:
                found.append(_found(item))
            except (msgspec.ValidationError, ValueError, TypeError, AttributeError, KeyError) as error:
                problems.append((f"It is no annotation of a passage ({error}).", {"annotation": item}))
        yield Incoming(
            document=document or None, text=None, found=tuple(found), unit="code point", problems=tuple(problems)
        )


def _parsed(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return [orjson.loads(line) for line in data.splitlines() if line.strip()]


def _items(value: Any, depth: int = 0) -> Iterator[Any]:
    """The annotations in whatever holds them: a list of lines, a collection, its page, the page's list."""
    if isinstance(value, list) and depth < MOST_NESTED:
        for one in value:
            yield from _items(one, depth + 1)
    elif isinstance(value, dict) and ("items" in value or "first" in value) and depth < MOST_NESTED:
        yield from _items(value.get("items", value.get("first")), depth + 1)
    else:
        yield value


def _document(item: Any) -> str:
    """Our id of the document that an annotation is on; empty where it names none of ours."""
    target = item.get("target") if isinstance(item, dict) else None
    first = _first(target)
    source = first.get("source", first.get("id")) if isinstance(first, dict) else first
    address = source.get("id") if isinstance(source, dict) else source
    return unquote(address.removeprefix(DOCUMENT)) if _starts(address, DOCUMENT) else ""


def _starts(value: Any, prefix: str) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith(prefix)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _found(item: Any) -> Found:
    """An annotation as the file has it. An error says where it has not what it needs."""
    target = _first(item.get("target"))
    position, words = _selectors(target)
    if position is None and words is None and isinstance(target, dict) and target.get("selector"):
        raise ValueError("it has neither a TextPositionSelector nor a TextQuoteSelector")
    layer, code = _code(item)
    named, state = item.get("id"), item.get("hustings:state")
    maker = _first(item.get("creator" if state in (None, "made") else "generator"))
    quoted = {"quotation": words["exact"]} if words else {}
    quoted |= {name: words[name] for name in ("prefix", "suffix") if words and words.get(name)}
    return msgspec.convert(
        {
            "layer": layer,
            "code": code,
            "start": position["start"] if position else 0,
            "end": position["end"] if position else 0,
            **quoted,
            # A program that passes over our terms leaves none of them, and the attributes as they are here.
            "attributes": item.get("hustings:attributes", None if state is None else {}),
            "id": unquote(named.removeprefix(ANNOTATION)) if _starts(named, ANNOTATION) else None,
            "agent": maker.get("name", maker.get("id")) if isinstance(maker, dict) else maker,
            "score": item.get("hustings:score"),
            "state": state,
        },
        Found,
    )


def _selectors(target: Any) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """The selectors of the place and of the words."""
    selectors = target.get("selector") if isinstance(target, dict) else None
    by_type = {
        one.get("type"): one
        for one in (selectors if isinstance(selectors, list) else [selectors])
        if isinstance(one, dict)
    }
    return by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")


def _code(item: Mapping[str, Any]) -> Any:
    """Layer and code: the first body that is a label of ours."""
    bodies = item.get("body", item.get("bodyValue"))
    for body in bodies if isinstance(bodies, list) else [bodies]:
        value = body.get("value") if isinstance(body, dict) else body
        known = unlabel(value, {}) if isinstance(value, str) else None
        if known is not None:
            return known
    raise ValueError("no body names a code, as in tactic:sponsored-memes")


def recognises(path: Path) -> bool:
    """JSON that names the context of Web Annotation."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4096)
    return start.lstrip()[:1] in (b"{", b"[") and ANNO.encode() in start


FORMAT = Format(name="w3c", title="W3C Web Annotation", write=write, read=read, recognises=recognises)
