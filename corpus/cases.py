"""The case file, cases.yaml: the case studies and which documents belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.codebook import Words
from corpus.errors import SettingsError
from corpus.yamlfile import load_yaml


class Period(msgspec.Struct, frozen=True):
    """From when to when, as precisely as is known: a year, a month or a day."""

    start: str | None = None
    end: str | None = None


class Case(msgspec.Struct, frozen=True):
    """One case study. `documents` are document ids or source names, where * stands for anything."""

    id: str
    title: Words
    summary: Words = {}
    period: Period = Period()
    documents: list[str] = []


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


def load_cases(path: Path) -> Cases:
    """Read and check the file. SettingsError says what is wrong in it."""
    cases = load_yaml(path, Cases)
    ids = [case.id for case in cases.cases]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise SettingsError(f"The case {', '.join(twice)} stands twice.", where=str(path), todo="Merge the entries.")
    return cases
