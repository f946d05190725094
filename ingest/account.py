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
from corpus.takedown import TAKEN_DOWN
from ingest.duplicates.stage import near_duplicates
from ingest.sources import readable


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the records of the sources that were named; read = kept + merged + quarantined."""

    tallies: list[Tally]
    names: dict[str, str]  # of the sources, by id
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
        """By source and format: read, kept, merged, quarantined and why. Many sources are shown by folder."""
        return [row.row() for row in readable(self.tallies, self.names)]

    @property
    def is_shortened(self) -> bool:
        """Whether `rows` has several sources in one row."""
        return any(row.sources > 1 for row in readable(self.tallies, self.names))

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
            "by_format": _by_format(self.tallies),
            "by_source": [{"source": self.names[tally.source], **_without_source(tally)} for tally in self.tallies],
            "unreadable": self.unreadable,
            "quarantine": self.quarantined,
        }


SHOWN = 20
# Reasons that are no faults: formats hold such records, and that they become no documents is as it should be. They are
# counted like all others; of what went wrong they would only flood the list.
EXPECTED = frozenset(("not-a-response", "no-document", "no-record", "not-html", "page-part", WITHHELD, TAKEN_DOWN))
FAULT = ""


def take_account(store: Store, sources: Sequence[str], unreadable: Sequence[Unreadable], known: int) -> Account:
    """Count the records of these sources in the store itself, so that the account is of what is really there."""
    tallies = store.tallies(sources)
    return Account(
        tallies=tallies,
        names={source.id: source.name for source in store.sources()},
        sources=len(sources),
        known=known,
        unreadable=[str(error) for error in unreadable],
        quarantined=_examples(quarantine(store, sources), tallies),
        near_duplicates=near_duplicates(store),
    )


def _by_format(tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    counts: Counter[tuple[str, Outcome, str | None]] = Counter()
    for tally in tallies:
        counts[tally.format, tally.outcome, tally.reason] += tally.records
    return [
        {"format": format, "outcome": outcome, "reason": reason, "records": records}
        for (format, outcome, reason), records in sorted(
            counts.items(), key=lambda item: [part or "" for part in item[0]]
        )
    ]


def _without_source(tally: Tally) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(tally).items() if name != "source"}


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
