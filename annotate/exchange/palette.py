"""Labels with what they are called in both languages and a colour, for the tools that ask for a list of labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from annotate.exchange.labels import label
from annotate.exchange.shapes import Vocabulary
from corpus.model import Annotation, Layer

COLOURS: dict[Layer, str] = {
    "tactic": "#666666",
    "actor": "#1B6CA8",
    "figure": "#B07A00",
    "quotation": "#3B7D4F",
    "date": "#8A4F9E",
}


class Entry(msgspec.Struct, frozen=True):
    """A code, what people call it, and its colour (`#RRGGBB`)."""

    layer: Layer
    code: str
    title: str
    colour: str

    @property
    def label(self) -> str:
        """What it is called in files."""
        return label(self.layer, self.code)


def palette(vocabulary: Vocabulary, used: Iterable[Annotation]) -> list[Entry]:
    """All tactics that are offered, all actors, and what else was used, each code once; layers stand together."""
    used = list(used)
    entries: dict[tuple[Layer, str], Entry] = {}
    there = {annotation.code for annotation in used if annotation.layer == "tactic"}
    for tactic in vocabulary.codebook.tactics:
        if tactic.retired is not None and tactic.slug not in there:
            continue
        colour = vocabulary.codebook.group[tactic.group].color
        entries["tactic", tactic.slug] = Entry("tactic", tactic.slug, _both(tactic.label), colour)
    for actor in vocabulary.authority.actors:
        entries["actor", actor.id] = Entry("actor", actor.id, _both(actor.names), COLOURS["actor"])
    for layer, code in ((annotation.layer, annotation.code) for annotation in used):
        entries.setdefault((layer, code), Entry(layer, code, code, COLOURS[layer]))
    order = tuple(COLOURS)
    return sorted(entries.values(), key=lambda entry: order.index(entry.layer))


def _both(words: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(words.values()))
