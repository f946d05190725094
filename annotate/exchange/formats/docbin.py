"""spaCy's DocBin (https://spacy.io/api/docbin): one .spacy file a language, with a span group for each layer.

A span's label is the code and its id that of the annotation; codes of whole documents are `cats`. What else there is to
know, and which document it is, stands in `user_data["hustings"]`. A passage that ends inside of a word is no span of
spaCy's: it is lost, not stretched.

Span groups and entities of others are read where their labels are codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from annotate.exchange.details import details, found
from annotate.exchange.files import read_all, recognised
from annotate.exchange.labels import label, unlabel
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.tokens import MANY, OFF, divided, language, words
from corpus.errors import Unreadable
from corpus.model import Annotation
from corpus.terms import LAYERS

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin, Span

ENDINGS = (".spacy",)
OURS = "hustings"
NO_CODE = "Its label is no code, as tactic:sponsored-memes is."


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A file for each language. Passages that do not begin and end with a word are lost."""
    from spacy.tokens import DocBin  # takes a second, and most exports are of other formats

    bins: dict[str, DocBin] = {}
    for one in documents:
        doc = divided(one.document)
        losses, kept = [], []
        for annotation in one.annotations:
            if annotation.start < annotation.end and words(doc, annotation.start, annotation.end) is None:
                losses.append(Loss(annotation, OFF))
            else:
                kept.append(annotation)
        yield from losses
        _fill(doc, one.document.id, kept)
        bins.setdefault(language(one.document), DocBin(attrs=("ORTH",), store_user_data=True)).add(doc)
    for name, docs in sorted(bins.items()):
        yield File(f"{name}.spacy", docs.to_bytes())


def _fill(doc: Doc, document: str, annotations: Iterable[Annotation]) -> None:
    """Put annotations into a document of spaCy's."""
    from spacy.tokens import Span

    said: dict[str, dict[str, Any]] = {}
    codes: list[dict[str, Any]] = []
    groups: dict[str, list[Span]] = {}
    for a in annotations:
        place = words(doc, a.start, a.end)
        if place is None:
            name = label(a.layer, a.code)
            doc.cats[name] = 1.0
            codes.append({"label": name, **details(a)})
        else:
            groups.setdefault(a.layer, []).append(Span(doc, *place, label=a.code, span_id=a.id))
            said[a.id] = details(a)
    for layer, spans in groups.items():
        doc.spans[layer] = spans
    doc.user_data[OURS] = {"document": document, "annotations": said, "codes": codes}


def read(path: Path) -> Iterator[Incoming]:
    """The documents of a file, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    import spacy

    for doc in _bin(path).get_docs(spacy.blank(MANY).vocab):
        yield _incoming(doc)


def _bin(path: Path) -> DocBin:
    from spacy.tokens import DocBin

    try:
        return DocBin().from_disk(path)
    except Exception as error:  # zlib, msgpack and numpy each have their own for a file that is something else
        raise Unreadable(f"The file is no DocBin of spaCy ({error!r:.200}).", where=str(path)) from error


def _incoming(doc: Doc) -> Incoming:
    ours = doc.user_data.get(OURS)
    ours = orjson.loads(orjson.dumps(ours)) if isinstance(ours, dict) else {}  # tuples to lists, as they went in
    said, codes = ours.get("annotations"), ours.get("codes")
    taken: list[Found] = []
    problems: list[tuple[str, dict[str, Any]]] = []
    for group, span in _spans(doc):
        known = unlabel(span.label_, {})
        if known is None and group in LAYERS:
            known = group, span.label_
        if known is None:
            problems.append(
                (NO_CODE, {"group": group, "label": span.label_, "start": span.start_char, "words": span.text})
            )
            continue
        own = said.get(span.id_) if isinstance(said, dict) else None
        taken.append(found(*known, span.start_char, span.end_char, span.text, own if isinstance(own, dict) else None))
    for name, value in doc.cats.items():
        known = unlabel(name, {})
        if known is not None and value > 0.5:
            taken += [found(*known, 0, 0, None, own) for own in _codes(codes, name) or [None]]
        elif known is None:
            problems.append((NO_CODE, {"category": name, "value": value}))
    document = ours.get("document")
    return Incoming(
        document=document if isinstance(document, str) else None,
        text=doc.text,
        found=tuple(taken),
        unit="code point",
        problems=tuple(problems),
    )


def _spans(doc: Doc) -> Iterator[tuple[Any, Span]]:
    """All that is marked: span groups, then entities."""
    for group, spans in doc.spans.items():
        for span in spans:
            yield group, span
    for span in doc.ents:
        yield None, span


def _codes(codes: Any, name: str) -> list[Mapping[str, Any] | None]:
    """What we said of the codes of a name, of which a category is one only."""
    return (
        [one for one in codes if isinstance(one, dict) and one.get("label") == name] if isinstance(codes, list) else []
    )


def recognises(path: Path) -> bool:
    """By its name: a DocBin is compressed and says nothing of itself."""
    return recognised(path, ENDINGS, lambda file: file.suffix in ENDINGS)


FORMAT = Format(name="docbin", title="spaCy DocBin", write=write, read=read, recognises=recognises)
