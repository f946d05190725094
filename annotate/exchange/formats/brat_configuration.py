"""The configuration that brat asks for: what may be annotated (annotation.conf) and how it is shown (visual.conf)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Literal

from annotate.exchange.palette import Entry, palette
from annotate.exchange.shapes import File, Vocabulary
from corpus.model import Annotation, Layer

_OTHER = re.compile(r"[^A-Za-z0-9-]")


def name_of(layer: Layer, code: str) -> str:
    """A label as brat allows its types: letters, digits, hyphens, and underscores around the number of a letter."""
    return f"{layer}_{_OTHER.sub(lambda match: f'_{ord(match[0]):x}_', code)}"


def configuration(
    vocabulary: Vocabulary, used: Mapping[str, Annotation], values: Mapping[str, set[str | Literal[True]]]
) -> Iterator[File]:
    """Both files: all tactics and actors, and what else the export has used, with the values of its attributes."""
    entries = palette(vocabulary, used.values())
    types: list[str] = []
    for layer, own in groupby(entries, key=lambda entry: entry.layer):
        types += [f"# {layer}", *map(_type, own)]
    attributes = _attributes(vocabulary, values)
    sections = {"relations": [], "events": [], "entities": types, "attributes": attributes}
    yield File("annotation.conf", _conf(sections))
    labels = [f"{_type(entry)} | {_line(entry.title)}" for entry in entries]
    drawing = [f"{_type(entry)}\tbgColor:{_pale(entry.colour)}" for entry in entries]
    yield File("visual.conf", _conf({"labels": labels, "drawing": drawing}))


def _type(entry: Entry) -> str:
    return name_of(entry.layer, entry.code)


def _line(title: str) -> str:
    """brat's columns of labels stand between bars."""
    return " ".join(title.replace("|", "/").split())


def _pale(colour: str) -> str:
    """The colour mixed half with white: brat writes on it in black."""
    return "#" + "".join(f"{(int(colour[at : at + 2], 16) + 255) // 2:02X}" for at in (1, 3, 5))


def _attributes(vocabulary: Vocabulary, used: Mapping[str, set[str | Literal[True]]]) -> list[str]:
    """Attributes with their values: those of the codebook that are closed, and what the export has used."""
    values = {name: set(map(str, own - {True})) for name, own in used.items()}
    for name, attribute in vocabulary.codebook.attributes.items():
        if attribute.values != "open":
            values.setdefault(name, set()).update(attribute.values)
    return [
        f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(sorted(own))}" if own else "")
        for name, own in sorted(values.items())
    ]


def _conf(sections: Mapping[str, list[str]]) -> bytes:
    return "\n\n".join("\n".join([f"[{name}]", *lines]) for name, lines in sections.items()).encode("utf-8") + b"\n"
