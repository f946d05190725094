"""The account of an ingest: what became of every record, in numbers that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from corpus.errors import Unreadable
from corpus.model import Outcome
from corpus.originals import WITHHELD
from corpus.store import Store, Tally
from ingest.duplicates.stage import near_duplicates


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the records of the sources that were named; read = kept + merged + quarantined."""

    tallies: list[Tally]
    sources: int
    known: int  # sources that were complete before
    unreadable: list[str]  # files that could not be opened, with the reason
    quarantined: list[dict[str, Any]]  # examples: the first faults, then one for each other reason
    near_duplicates: int  # documents of the whole corpus that are tied to one that they are much like

    def number(self, *outcomes: Outcome) -> int:
        """How many records had one of these outcomes; of none given, how many were read."""
        return sum(tally.records for tally in self.tallies if not outcomes or tally.outcome in outcomes)

    @property
    def all_well(self) -> bool:
        """Whether every file was read and every record became a document."""
        return not self.unreadable and not self.number("quarantined")

    def rows(self) -> list[list[object]]:
        """By format: read, kept, merged, quarantined and why."""
        rows: list[list[object]] = []
        for format in sorted({tally.format for tally in self.tallies}):
            own = [tally for tally in self.tallies if tally.format == format]
            count = {o: sum(t.records for t in own if t.outcome == o) for o in ("kept", "merged", "quarantined")}
            why = ", ".join(f"{t.reason} {t.records:,}" for t in own if t.outcome == "quarantined")
            rows.append([format, sum(count.values()), *count.values(), why])
        return rows

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "sources": self.sources,
            "sources_complete_before": self.known,
            "read": self.number(),
            "kept": self.number("kept"),
            "merged": self.number("merged"),
            "quarantined": self.number("quarantined"),
            "near_duplicates": self.near_duplicates,
            "by_format": [msgspec.structs.asdict(tally) for tally in self.tallies],
            "unreadable": self.unreadable,
            "quarantine": self.quarantined,
        }


SHOWN = 20
# Reasons that are no faults: formats hold such records, and that they become no documents is as it should be. They are
# counted like all others; of what went wrong they would only flood the list.
EXPECTED = frozenset(("not-a-response", "no-document", "not-html", "page-part", WITHHELD))
FAULT = ""


def take_account(store: Store, sources: Sequence[str], unreadable: Sequence[Unreadable], known: int) -> Account:
    """Count the records of these sources in the store itself, so that the account is of what is really there."""
    tallies = store.tallies(sources)
    return Account(
        tallies=tallies,
        sources=len(sources),
        known=known,
        unreadable=[str(error) for error in unreadable],
        quarantined=_examples(quarantine(store, sources), tallies),
        near_duplicates=near_duplicates(store),
    )


def _examples(entries: Iterator[dict[str, Any]], tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """The first faults, then one record for each reason that is no fault; no more of the list is read than needed."""
    left: Counter[str] = Counter()
    for tally in tallies:
        if tally.outcome == "quarantined":
            key = _kind(tally.reason)
            left[key] = min(left[key] + tally.records, SHOWN) if key == FAULT else 1
    found: list[dict[str, Any]] = []
    while left.total() and (entry := next(entries, None)) is not None:
        if left[_kind(entry["reason"])] > 0:
            left[_kind(entry["reason"])] -= 1
            found.append(entry)
    return sorted(found, key=lambda entry: _kind(entry["reason"]) != FAULT)


def _kind(reason: str | None) -> str:
    return reason if reason is not None and (reason in EXPECTED or reason.startswith("status-")) else FAULT


def quarantine(store: Store, sources: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The quarantined records of these sources, or all: id, source, place, reason and message."""
    wanted = None if sources is None else set(sources)
    names = {source.id: source.name for source in store.sources()}
    return (
        {
            "record": f"{record.source}:{record.number}",
            "source": names[record.source],
            "place": str(record.place),
            "reason": record.reason,
            "message": record.message,
            "bytes": record.place.length,
            "sha256": record.sha256,
        }
        for record in store.records(outcome="quarantined")
        if wanted is None or record.source in wanted
    )
