"""The codebook: tactics, groups, attributes, actor types and roles, in both languages.

A code's `id` never changes; its slug is what annotations and addresses use. A code keeps the slugs that it had, and
those of codes that were merged into it (`formerly`), so that annotations of before count under it. A code that is
`retired` is offered, suggested and matched no more; its annotations stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from corpus.errors import SettingsError
from corpus.model import Annotation
from corpus.yamlfile import parse_yaml, read_text

Words = dict[str, str]  # language -> text
PROPOSED = "proposed:"  # what the codes begin with that annotators ask for and the codebook lacks
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


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
    formerly: list[str] = []  # slugs that annotations may still have: its own of before, of codes merged into it
    retired: str | None = None  # the day since which nobody is offered it
    split_into: list[str] = []  # of a retired code: the slugs of those that took its place

    def means(self) -> dict[str, tuple[str, str]]:
        """What says when the code is to be used, by language: definition and what it is not, white space apart."""
        languages = dict.fromkeys([*self.definition, *self.not_])
        return {
            language: (_plain(self.definition.get(language, "")), _plain(self.not_.get(language, "")))
            for language in languages
        }


def _plain(text: str) -> str:
    return " ".join(text.split())


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
    def offered(self) -> list[Tactic]:
        """The tactics that are not retired, in the order of the file."""
        return [tactic for tactic in self.tactics if tactic.retired is None]

    @cached_property
    def _current(self) -> dict[str, str]:
        return {old: tactic.slug for tactic in self.tactics for old in tactic.formerly}

    def current(self, code: str) -> str:
        """The slug that a code stands for now: its own, or of the code that it was renamed to or merged into."""
        return code if code in self.tactic else self._current.get(code, code)

    def find(self, code: str) -> Tactic | None:
        """The tactic that a code stands for now; None where the codebook has none, as of a proposed one."""
        return self.tactic.get(self.current(code))

    def of_today(self, annotation: Annotation) -> Annotation:
        """An annotation under the slug that its tactic has now."""
        if annotation.layer != "tactic" or self.current(annotation.code) == annotation.code:
            return annotation
        return msgspec.structs.replace(annotation, code=self.current(annotation.code))

    def successors(self, tactic: Tactic) -> list[Tactic]:
        """The codes that took a split one's place and are offered today."""
        there = (self.find(slug) for slug in tactic.split_into)
        return [one for one in there if one is not None and one.retired is None and one.slug != tactic.slug]

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
    return parse_codebook(read_text(path), str(path))


def parse_codebook(text: str, where: str) -> Codebook:
    """The codebook that a text is; `where` names it in what is said of its faults (SettingsError)."""
    book = parse_yaml(text, Codebook, where)
    for what, names in (
        ("tactic id", [t.id for t in book.tactics]),
        ("tactic slug", [t.slug for t in book.tactics]),
        ("hotkey", [t.key for t in book.offered if t.key]),
        ("group id", [g.id for g in book.groups]),
        ("actor type", [a.slug for a in book.actor_types]),
        ("role", [r.slug for r in book.actor_roles]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SettingsError(f"The {what} {', '.join(twice)} stands twice.", where=where, todo="Rename one.")
    unknown = sorted({t.group for t in book.tactics} - {g.id for g in book.groups})
    if unknown:
        raise SettingsError(
            f"No group is called {', '.join(unknown)}.", where=where, todo="Add the group or correct the tactic."
        )
    for what, todo in _wrong_past(book):
        raise SettingsError(what, where=where, todo=todo)
    return book


def _wrong_past(book: Codebook) -> Iterator[tuple[str, str]]:
    """What is wrong in that which codes say of before: what, and what to do."""
    former = [old for tactic in book.tactics for old in tactic.formerly]
    for old in former:
        if old in book.tactic or former.count(old) > 1:
            yield f"{old}, which a code formerly was, is another one too.", "Take it out of one."
    for tactic in book.tactics:
        if tactic.retired is not None and not _DAY.fullmatch(tactic.retired):
            yield f"{tactic.slug} is retired since {tactic.retired!r}.", "Write a day, as in: retired: 2026-11-23"
        if tactic.split_into and tactic.retired is None:
            yield f"{tactic.slug} was split and is not retired.", "Give it `retired` with the day."
        lost = [slug for slug in tactic.split_into if book.find(slug) in (None, tactic)]
        if lost:
            yield f"{tactic.slug} was split into {', '.join(lost)}, which is no other code.", "Correct `split_into`."
