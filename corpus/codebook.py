"""The codebook: tactics, groups, attributes, actor types and roles, in both languages.

A code's `id` never changes; its slug is what annotations and addresses use.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from corpus.errors import SettingsError
from corpus.yamlfile import load_yaml

Words = dict[str, str]  # language -> text


def in_language(words: Mapping[str, str], language: str) -> str:
    """The text in a language, or in any where it has none."""
    return words.get(language) or next(iter(words.values()), "")


class Group(msgspec.Struct, frozen=True):
    """A family of tactics, with the colour it is shown in."""

    id: str
    label: Words
    color: str = "#666666"


class Attribute(msgspec.Struct, frozen=True):
    """Something said of one annotation: its evidence, payment, platform..."""

    label: Words
    values: list[str] | Literal["open"] = "open"
    multiple: bool = False


class DisarmMatch(msgspec.Struct, frozen=True):
    """A technique of the DISARM framework and how well it fits (SKOS-like)."""

    id: str
    match: Literal["exact", "close", "broad", "narrow", "related"]


class Tactic(msgspec.Struct, frozen=True):
    """One code for conduct."""

    id: str
    slug: str
    group: str
    label: Words
    definition: Words
    key: str | None = None
    not_: Words = msgspec.field(name="not", default_factory=dict)
    disarm: list[DisarmMatch] = []
    cues: dict[str, list[str]] = {}


class ActorType(msgspec.Struct, frozen=True):
    """A kind of actor; it belongs to the actor, not to the mention."""

    id: str
    slug: str
    label: Words
    ner: dict[str, list[str]] = {}
    disarm: list[str] = []
    stix: str | None = None


class Role(msgspec.Struct, frozen=True):
    """What an actor does in one mention or case."""

    id: str
    slug: str
    label: Words


class Heading(msgspec.Struct, frozen=True):
    """Which codebook this is."""

    id: str
    version: str
    languages: list[str]
    note: Words = {}


class Codebook(msgspec.Struct, frozen=True, dict=True):
    """codebook.yaml."""

    codebook: Heading
    groups: list[Group]
    tactics: list[Tactic]
    actor_types: list[ActorType]
    actor_roles: list[Role] = []
    attributes: dict[str, Attribute] = {}

    @property
    def version(self) -> str:
        """Which codebook an annotation was made with: `digital-campaigning 0.1.0`."""
        return f"{self.codebook.id} {self.codebook.version}"

    @cached_property
    def tactic(self) -> dict[str, Tactic]:
        """Tactics by slug."""
        return {tactic.slug: tactic for tactic in self.tactics}

    @cached_property
    def actor_type(self) -> dict[str, ActorType]:
        """Actor types by slug."""
        return {kind.slug: kind for kind in self.actor_types}

    @cached_property
    def group(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}


def load_codebook(path: Path) -> Codebook:
    """Read and check the file. SettingsError says what is wrong in it."""
    book = load_yaml(path, Codebook)
    for what, names in (
        ("tactic id", [t.id for t in book.tactics]),
        ("tactic slug", [t.slug for t in book.tactics]),
        ("hotkey", [t.key for t in book.tactics if t.key]),
        ("group id", [g.id for g in book.groups]),
        ("actor type", [a.slug for a in book.actor_types]),
        ("role", [r.slug for r in book.actor_roles]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SettingsError(f"The {what} {', '.join(twice)} stands twice.", where=str(path), todo="Rename one.")
    unknown = sorted({t.group for t in book.tactics} - {g.id for g in book.groups})
    if unknown:
        raise SettingsError(
            f"No group is called {', '.join(unknown)}.", where=str(path), todo="Add the group or correct the tactic."
        )
    return book
