"""Every act of everybody, and who came in: the log as it was written, the newest first.

Somebody who has a document to annotate themselves must not learn here what others tagged in it: until they submit it,
codes and words of others are left out, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import msgspec

from corpus.database import explained
from corpus.events import EventLog
from corpus.model import WHOLE_DOCUMENT

_TELLING = ("annotation", "layer", "code", "start", "end", "quotation", "prefix", "suffix", "attributes", "score")
_SHOWN = ("suggest", "answer")  # what everybody sees


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts: of this person or program, on one of these documents, of this kind, of this day."""

    agent: str | None = None
    documents: list[str] | None = None
    act: str | None = None
    day: str | None = None


def acts(
    log: EventLog, sought: Sought, *, number: int, before: int | None = None, after: int | None = None,
    veiled: Collection[str] = (), coder: str = "",
) -> list[dict[str, Any]]:  # fmt: skip
    """At most `number` acts: those before a place in the log, newest first; or those after one, oldest first."""
    where, values = _where(sought)
    rows = _rows(log, "events", where, values, number=number, before=before, after=after)
    return [_told(row, veiled, coder) for row in rows]


def entries(
    log: EventLog, *, number: int, name: str | None = None, day: str | None = None, before: int | None = None,
    after: int | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Who came in, went out or tried in vain, in the same way."""
    where, values = [], {}
    if name is not None:
        where, values = ["name = :name"], {"name": name}
    if day is not None:
        where.append("at >= :day AND at < :next")
        values |= {"day": day, "next": _next(day)}
    return _rows(log, "entries", where, values, number=number, before=before, after=after)


def last(log: EventLog) -> int:
    """The place of the last act of the log."""
    with explained(log.path):
        return int(log.db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])


def agents(log: EventLog) -> list[str]:
    """Every person and program that did anything, by name."""
    query = (
        "WITH RECURSIVE found (name) AS (SELECT min(agent) FROM events UNION ALL"
        " SELECT (SELECT min(agent) FROM events WHERE agent > found.name) FROM found WHERE found.name IS NOT NULL)"
        " SELECT name FROM found WHERE name IS NOT NULL"
    )
    with explained(log.path):
        return [row[0] for row in log.db.execute(query)]


def _where(sought: Sought) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = []
    values: dict[str, Any] = {}
    if sought.agent is not None:
        where.append("+agent = :agent")
        values["agent"] = sought.agent
    if sought.documents is not None:
        where.append("document IN (SELECT value FROM json_each(:documents))")
        values["documents"] = msgspec.json.encode(sought.documents).decode()
    if sought.act is not None:
        where.append("act = :act")
        values["act"] = sought.act
    if sought.day is not None:
        where.append("made_at >= :day AND made_at < :next")
        values |= {"day": sought.day, "next": _next(sought.day)}
    return where, values


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _rows(
    log: EventLog, table: str, where: list[str], values: dict[str, Any], *, number: int, before: int | None,
    after: int | None,
) -> list[dict[str, Any]]:  # fmt: skip
    limits = [*where]
    if before is not None:
        limits.append("seq < :before")
    if after is not None:
        limits.append("seq > :after")
    clause = f"WHERE {' AND '.join(limits)}" if limits else ""
    direction = "ASC" if after is not None else "DESC"
    with explained(log.path):
        rows = log.db.execute(
            f"SELECT * FROM {table} {clause} ORDER BY seq {direction} LIMIT :number",
            {**values, "before": before, "after": after, "number": number},
        )
        return [dict(row) for row in rows]


def _told(row: dict[str, Any], veiled: Collection[str], coder: str) -> dict[str, Any]:
    """An act as it is shown: without what it says of the text where that must stay unknown for now."""
    row["attributes"] = msgspec.json.decode(row["attributes"])
    row["veiled"] = (
        row["document"] in veiled
        and row["agent"] != coder
        and row["annotation"] != WHOLE_DOCUMENT
        and row["act"] not in _SHOWN
        and row["layer"] != "question"
    )
    return {key: value for key, value in row.items() if key not in _TELLING} if row["veiled"] else row
