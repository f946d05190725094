"""Something else than any coder has: the form's fields read as an annotation, checked like an act of the desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from annotate.desk.codewords import CANDIDATE
from annotate.desk.coding.acts import Sent, wrong_code
from corpus.codebook import PROPOSED
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Annotation, Document

EDITED: dict[str, tuple[str, ...]] = {"actor": ("role",), "quotation": ("speaker",)}
OWN_CODE = "own"  # the choice that takes the words beside it


def editable(corpus: Corpus, layer: str) -> tuple[str, ...]:
    """The attributes that the form has for a layer."""
    return tuple(corpus.codebook.attributes) if layer == "tactic" else EDITED.get(layer, ())


def something_else(
    corpus: Corpus, document: Document, base: Annotation, fields: Mapping[str, list[str]]
) -> Annotation | str:
    """The annotation that a form describes, made from the version that it began with; or what is wrong with it."""
    place = _place(document, base, fields)
    if isinstance(place, str):
        return place
    code = _code(base, fields)
    attributes = _attributes(corpus, base, fields)
    sent = Sent(act="change", layer=base.layer, code=code, attributes=attributes)
    if not code or wrong_code(corpus, sent) is not None:
        return "code"
    start, end = place
    return msgspec.structs.replace(
        base, code=code, start=start, end=end, quotation=document.text[start:end], attributes=attributes,
        text_sha256=sha256(document.text),
    )  # fmt: skip


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return unicodedata.normalize("NFC", fields.get(name, [""])[0].strip())


def _code(base: Annotation, fields: Mapping[str, list[str]]) -> str:
    chosen, own = _first(fields, "code"), _first(fields, "own_code")
    if chosen != OWN_CODE:
        return chosen
    if not own:
        return ""
    return {"tactic": PROPOSED, "actor": CANDIDATE}.get(base.layer, "") + own


def _place(document: Document, base: Annotation, fields: Mapping[str, list[str]]) -> tuple[int, int] | str:
    """The passage: by its numbers where they were changed, else by its words where those were."""
    text = document.text
    if _first(fields, "whole"):
        return 0, 0
    start, end = _number(fields, "start"), _number(fields, "end")
    if start is None or end is None:
        return "numbers"
    if (start, end) != (base.start, base.end):
        return (start, end) if 0 <= start < end <= len(text) else "numbers"
    words = _first(fields, "words")
    if " ".join(words.split()) != " ".join(base.quotation.split()) or not base.end:
        return _nearest(text, words, base.start)
    return start, end


def _number(fields: Mapping[str, list[str]], name: str) -> int | None:
    value = _first(fields, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _nearest(text: str, words: str, near: int) -> tuple[int, int] | str:
    """The occurrence of some words that begins nearest to a place."""
    if not words:
        return "words"
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = [match.span() for match in re.finditer(pattern, text)]
    return min(found, key=lambda span: abs(span[0] - near)) if found else "words"


def _attributes(corpus: Corpus, base: Annotation, fields: Mapping[str, list[str]]) -> dict[str, Any]:
    attributes = dict(base.attributes)
    for name in editable(corpus, base.layer):
        known = corpus.codebook.attributes.get(name)
        values = [unicodedata.normalize("NFC", value.strip()) for value in fields.get(f"attribute.{name}", [])]
        if known is not None and known.multiple:
            said: Any = [part.strip() for value in values for part in value.split(",") if part.strip()]
        else:
            said = next((value for value in values if value), "")
        if said:
            attributes[name] = said
        else:
            attributes.pop(name, None)
    return attributes
