"""The case file, cases.yaml: the case studies, what is known of each, and which documents belong to them.

What is told of a case beyond its summary has the names of the case-level variables of the Media Manipulation Casebook
(mediamanipulation.org): strategy, terrain, vulnerabilities, attribution, targets, outcomes, mitigation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.authority import Authority
from corpus.codebook import Codebook, Words
from corpus.errors import SettingsError
from corpus.yamlfile import load_yaml

# The variables, in the order in which a page tells them.
VARIABLES = ("strategy", "terrain", "vulnerabilities", "attribution", "targets", "outcomes", "mitigation")
Told = Words | list[str | Words]  # prose by language, or a list: ids of tactics, actor types or actors, and prose
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class Period(msgspec.Struct, frozen=True):
    """From when to when, as precisely as is known: a year, a month or a day."""

    start: str | None = None
    end: str | None = None


class CaseEvent(msgspec.Struct, frozen=True):
    """Something that happened in a case, on a day or in a month or year, and the documents that tell of it."""

    date: str
    label: Words
    documents: list[str] = []


class Case(msgspec.Struct, frozen=True):
    """One case study. `documents` are document ids or source names, where * stands for anything."""

    id: str
    title: Words
    summary: Words = {}
    period: Period = Period()
    documents: list[str] = []
    strategy: Told = {}
    terrain: Told = {}
    vulnerabilities: Told = {}
    attribution: Told = {}
    targets: Told = {}
    outcomes: Told = {}
    mitigation: Told = {}
    events: list[CaseEvent] = []

    def told(self, variable: str) -> list[str | Words]:
        """What is told under one of VARIABLES: ids of tactics, actor types or actors, and words by language."""
        said: Told = getattr(self, variable)
        if isinstance(said, list):
            return said
        return [said] if any(said.values()) else []


class Cases(msgspec.Struct, frozen=True, dict=True):
    """All cases of a corpus, in the order in which they are shown."""

    cases: list[Case] = []

    @cached_property
    def case(self) -> dict[str, Case]:
        """Cases by id."""
        return {case.id: case for case in self.cases}

    def case_of(self, document: str, declared: str | None, source_names: Iterable[str]) -> str | None:
        """The case of a document: what it declares itself, else the first case that claims it."""
        if declared is not None:
            return declared
        names = (document, *source_names)
        for case in self.cases:
            if any(fnmatchcase(name, pattern) for pattern in case.documents for name in names):
                return case.id
        return None


def load_cases(path: Path, codebook: Codebook, authority: Authority) -> Cases:
    """Read the file and check it against codebook and authority file. SettingsError says what is wrong in it."""
    cases = load_yaml(path, Cases)
    ids = [case.id for case in cases.cases]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise SettingsError(f"The case {', '.join(twice)} stands twice.", where=str(path), todo="Merge the entries.")
    for case in cases.cases:
        for what, todo in _wrong(case, codebook, authority):
            raise SettingsError(f"The case {case.id}: {what}", where=str(path), todo=todo)
    return cases


def _wrong(case: Case, codebook: Codebook, authority: Authority) -> Iterator[tuple[str, str]]:
    for variable in VARIABLES:
        for said in case.told(variable):
            if isinstance(said, dict):
                if not any(said.values()):
                    yield f"an entry of {variable} says nothing.", "Write it by language, as in: {en: ..., fr: ...}"
            elif not is_known(said, codebook, authority):
                todo = "Name a tactic or actor type of the codebook or an actor of actors.yaml, or write prose."
                yield f"{variable} names {said}, which is nothing that this corpus knows.", todo
    for event in case.events:
        if not _is_date(event.date):
            yield f"an event is dated {event.date!r}.", "Write a day, a month or a year: 2020-02-21, 2020-02, 2020."
        if not any(event.label.values()):
            yield f"the event of {event.date} has no label.", "Say what happened, as in: label: {en: ..., fr: ...}"


def is_known(name: str, codebook: Codebook, authority: Authority) -> bool:
    """Whether this is a tactic, now or formerly, an actor type, or an actor, now or formerly."""
    known_actor = authority.current(name) in authority.actor
    return codebook.find(name) is not None or name in codebook.actor_type or known_actor


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True
