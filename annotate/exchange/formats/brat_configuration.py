"""The configuration that brat asks for: what may be annotated (annotation.conf) and how it is shown (visual.conf)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from annotate.exchange.shapes import File, Vocabulary
from corpus.model import Annotation, Layer

LAYERS: dict[Layer, str] = {
    "tactic": "Tactics / Tactiques",
    "actor": "Actors / Acteurs",
    "figure": "Figures / Chiffres",
    "quotation": "Quotations / Citations",
    "date": "Dates / Dates",
}
NEUTRAL = "#E0E0E0"
_OTHER = re.compile(r"[^A-Za-z0-9-]")


class Seen(msgspec.Struct):
    """What an export has used: types, each with one annotation of it, and the values of attributes."""

    types: dict[str, Annotation] = {}
    values: dict[str, set[str | Literal[True]]] = {}


def name_of(layer: Layer, code: str) -> str:
    """A label as brat allows its types: letters, digits, hyphens, and underscores around the number of a letter."""
    return f"{layer}_{_OTHER.sub(lambda match: f'_{ord(match[0]):x}_', code)}"


def configuration(vocabulary: Vocabulary, seen: Seen) -> Iterator[File]:
    """annotation.conf and visual.conf: all tactics and actors, and what else the export has used."""
    titles, colours = _titles(vocabulary, seen)
    entities: list[str] = []
    for layer, title in LAYERS.items():
        own = [name for name in titles if name.startswith(f"{layer}_")]
        entities += [f"# {title}", *own] if own else []
    sections = {"relations": [], "events": [], "entities": entities, "attributes": _attributes(vocabulary, seen)}
    yield File("annotation.conf", _conf(sections))
    labels = [f"{name} | {title}" for name, title in titles.items()]
    drawing = [f"{name}\tbgColor:{colour}" for name, colour in colours.items()]
    yield File("visual.conf", _conf({"labels": labels, "drawing": drawing}))


def _titles(vocabulary: Vocabulary, seen: Seen) -> tuple[dict[str, str], dict[str, str]]:
    """What each type is called in both languages, and its colour."""
    titles: dict[str, str] = {}
    colours: dict[str, str] = {}
    for tactic in vocabulary.codebook.tactics:
        name = name_of("tactic", tactic.slug)
        titles[name] = _line(" / ".join(dict.fromkeys(tactic.label.values())))
        colours[name] = vocabulary.codebook.group[tactic.group].color
    for actor in vocabulary.authority.actors:
        titles[name_of("actor", actor.id)] = _line(" / ".join(dict.fromkeys(actor.names.values())))
    for name, annotation in seen.types.items():
        titles.setdefault(name, _line(annotation.code))
    return titles, {name: colours.get(name, NEUTRAL) for name in titles}


def _line(title: str) -> str:
    """brat's columns of labels stand between bars."""
    return " ".join(title.replace("|", "/").split())


def _attributes(vocabulary: Vocabulary, seen: Seen) -> list[str]:
    """Attributes with their values: those of the codebook that are closed, and what the export has used."""
    values: dict[str, set[str]] = {name: set(map(str, used - {True})) for name, used in seen.values.items()}
    for name, attribute in vocabulary.codebook.attributes.items():
        if attribute.values != "open":
            values.setdefault(name, set()).update(attribute.values)
    return [
        f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(sorted(own))}" if own else "")
        for name, own in sorted(values.items())
    ]


def _conf(sections: dict[str, list[str]]) -> bytes:
    return "\n\n".join("\n".join([f"[{name}]", *lines]) for name, lines in sections.items()).encode("utf-8") + b"\n"
