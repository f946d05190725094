"""What became of the records of each source, and of many sources together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from corpus.model import Outcome, Source
from corpus.store import Store, Tally

MOST_ROWS = 20  # of a table that a person still reads
COLUMNS = ("source", "format", "read", "kept", "merged", "quarantined", "why")
OUTCOMES: tuple[Outcome, ...] = ("kept", "merged", "quarantined")


class Became(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the records of a source, or of several under one name, that had one format."""

    source: str  # a source's name, or a folder's
    format: str
    kept: int
    merged: int
    quarantined: int
    why: dict[str, int]  # how many were quarantined for each reason
    sources: int = 1

    @property
    def read(self) -> int:
        """How many there were: every record has one of the three outcomes."""
        return self.kept + self.merged + self.quarantined

    def row(self) -> list[object]:
        """As it is shown."""
        name = self.source if self.sources == 1 else f"{self.source} ({self.sources:,} sources)"
        return [name, self.format, self.read, self.kept, self.merged, self.quarantined, reasons(self.why)]


def reasons(why: dict[str, int]) -> str:
    """`no-text 3, cut 1`: the commonest first."""
    return ", ".join(
        f"{reason} {count:,}" for reason, count in sorted(why.items(), key=lambda item: (-item[1], item[0]))
    )


def became(tallies: Iterable[Tally], group: Callable[[str], str]) -> list[Became]:
    """The tallies under the names that `group` gives their sources, by name and format."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    why: dict[tuple[str, str], Counter[str]] = {}
    members: dict[tuple[str, str], set[str]] = {}
    for tally in tallies:
        key = (group(tally.source), tally.format)
        counts.setdefault(key, Counter())[tally.outcome] += tally.records
        members.setdefault(key, set()).add(tally.source)
        if tally.outcome == "quarantined":
            why.setdefault(key, Counter())[tally.reason or "unknown"] += tally.records
    return [
        Became(
            source=key[0],
            format=key[1],
            kept=counts[key]["kept"],
            merged=counts[key]["merged"],
            quarantined=counts[key]["quarantined"],
            why=dict(why.get(key, {})),
            sources=len(members[key]),
        )
        for key in sorted(counts)
    ]


def readable(tallies: Sequence[Tally], names: dict[str, str]) -> list[Became]:
    """By source and format; where these are more than a person reads, by folder, and then by format alone."""
    found: list[Became] = []
    for group in (names.__getitem__, lambda id: _folder(names[id]), lambda id: _top(names[id]), lambda id: "all"):
        found = became(tallies, group)
        if len(found) <= MOST_ROWS:
            break
    return found


def _folder(name: str) -> str:
    return name.rpartition("/")[0] + "/"


def _top(name: str) -> str:
    return name.partition("/")[0] + "/" if "/" in name else "/"


def listed(store: Store) -> Iterator[dict[str, Any]]:
    """Every source, by name: what it is, when it was retrieved and who says so, and what became of its records."""
    by_source: dict[str, list[Tally]] = {}
    for tally in store.tallies():
        by_source.setdefault(tally.source, []).append(tally)
    said, incomplete = store.retrieved(), store.incomplete()
    for source in sorted(store.sources(), key=lambda source: (source.name, source.id)):
        at, by = said.get(source.id, (source.retrieved_at, source.retrieved_by))
        yield {
            **_about(source),
            "retrieved_at": at,
            "retrieved_by": by,
            **_counts(by_source.get(source.id, [])),
            "complete": source.id not in incomplete,
        }


def _about(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in ("id", "name", "format", "size", "sha256", "case")}


def _counts(tallies: Sequence[Tally]) -> dict[str, Any]:
    counts: dict[str, int] = dict.fromkeys(OUTCOMES, 0)
    why: Counter[str] = Counter()
    for tally in tallies:
        counts[tally.outcome] += tally.records
        if tally.outcome == "quarantined":
            why[tally.reason or "unknown"] += tally.records
    return {"read": sum(counts.values()), **counts, "why": dict(why)}
