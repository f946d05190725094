"""What REFI-QDA's codebook and project files share (https://www.qdasoftware.org, version 1.5): GUIDs and codes.

A code has one name there, so that each language has a file of its own. GUIDs are made of the ids of what they name and
are the same in all files and every time. The last line of a code's description says which code of ours it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5

import msgspec
from lxml import etree

from annotate.exchange.labels import label
from annotate.exchange.shapes import Vocabulary
from annotate.exchange.xmltext import writable
from corpus.codebook import in_language
from corpus.model import Layer
from corpus.terms import LAYERS

SPACE = UUID("5b0dfa1e-6c5a-5a0b-9d0e-3b5c1f6a7d21")  # of all GUIDs of Hustings
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "Hustings"
LAYER_COLOR = "#8C8C8C"
LAYER_NAMES: dict[Layer, dict[str, str]] = {
    "actor": {"en": "Actors", "fr": "Acteurs"},
    "tactic": {"en": "Tactics", "fr": "Tactiques"},
    "figure": {"en": "Figures", "fr": "Chiffres"},
    "quotation": {"en": "Quotations", "fr": "Citations"},
    "date": {"en": "Dates", "fr": "Dates"},
}
Code = tuple[Layer, str]


class Heading(msgspec.Struct, frozen=True):
    """A code of the tree, or what codes stand under."""

    guid: str
    name: str
    description: str
    color: str
    code: Code | None = None
    under: tuple[Heading, ...] = ()


def guid(*of: str) -> str:
    """The GUID of a thing: uuid5 of what kind it is and of its id."""
    return str(uuid5(SPACE, "\x1f".join(of)))


def code_guid(layer: Layer, code: str, vocabulary: Vocabulary) -> str:
    """The GUID of a code. That of a tactic is made of its id, which stays where its slug changes."""
    tactic = vocabulary.codebook.tactic.get(code) if layer == "tactic" else None
    return guid("code", layer, tactic.id if tactic is not None else code)


def headings(vocabulary: Vocabulary, used: Iterable[Code], language: str) -> list[Heading]:
    """The codes as a tree: tactics by group, all of them; of the other layers those that are used."""
    found = []
    for layer in LAYERS:
        own = sorted({code for one, code in used if one == layer})
        under = _tactics(vocabulary, own, language) if layer == "tactic" else _codes(vocabulary, layer, own, language)
        if under:
            name = in_language(LAYER_NAMES[layer], language)
            found.append(Heading(guid("layer", layer), name, "", LAYER_COLOR, under=tuple(_told_apart(under))))
    return found


def _tactics(vocabulary: Vocabulary, used: list[str], language: str) -> list[Heading]:
    book = vocabulary.codebook
    found = []
    for group in book.groups:
        under = [
            Heading(
                code_guid("tactic", tactic.slug, vocabulary),
                in_language(tactic.label, language),
                in_language(tactic.definition, language),
                group.color,
                ("tactic", tactic.slug),
            )
            for tactic in book.tactics
            if tactic.group == group.id and (tactic.retired is None or tactic.slug in used)
        ]
        name = in_language(group.label, language)
        found.append(Heading(guid("group", group.id), name, "", group.color, under=tuple(_told_apart(under))))
    unknown = [code for code in used if code not in book.tactic]
    return found + _codes(vocabulary, "tactic", unknown, language)


def _codes(vocabulary: Vocabulary, layer: Layer, used: list[str], language: str) -> list[Heading]:
    found = []
    for code in used:
        actor = vocabulary.authority.actor.get(code) if layer == "actor" else None
        name = actor.name(language) if actor is not None else code
        about = in_language(actor.description, language) if actor is not None else ""
        found.append(Heading(code_guid(layer, code, vocabulary), name, about, LAYER_COLOR, (layer, code)))
    return found


def _told_apart(under: list[Heading]) -> Iterator[Heading]:
    """The same, in which no two have one name: programs take those for one code."""
    number = Counter(one.name.casefold() for one in under)
    for one in under:
        twice = number[one.name.casefold()] > 1 and one.code is not None
        yield msgspec.structs.replace(one, name=f"{one.name} ({one.code[1]})") if twice and one.code else one


def add_codes(parent: etree._Element, under: Iterable[Heading], space: str) -> None:
    """Write codes, with what stands under them, into an element."""
    for one in under:
        element = etree.SubElement(parent, f"{{{space}}}Code")
        element.set("guid", one.guid)
        element.set("name", writable(one.name))
        element.set("isCodable", "true" if one.code is not None else "false")
        element.set("color", one.color)
        said = [one.description, label(*one.code) if one.code is not None else ""]
        if any(said):
            description = etree.SubElement(element, f"{{{space}}}Description")
            description.text = writable("\n".join(part for part in said if part))
        add_codes(element, one.under, space)
