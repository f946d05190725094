"""What can be harvested: documents by their identifiers and sets, and those that were taken down."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

import msgspec

from publish.export.citation import CITED
from publish.site.oai.asked import Refused
from publish.site.queries import Row, rows

SETS = {"case": '"case"', "language": "language", "kind": "kind"}  # the first part of a set's name, and its column
_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z][A-Za-z0-9-]*)+\Z")  # as oai-identifier.xsd has it
NOWHERE = "hustings.invalid"  # where the site has no name of a host: RFC 2606 keeps this for nobody


class Item(msgspec.Struct, frozen=True):
    """A document, or what is left of one; `row` is None where it was taken down."""

    id: str
    row: Row | None


def namespace(base: str) -> str:
    """The part of an identifier that says whose it is: the site's host."""
    host = urlsplit(base).hostname or ""
    return host if _DOMAIN.match(host) else NOWHERE


def identifier(base: str, id: str) -> str:
    """A document's identifier, `oai:corpus.example.org:d...`."""
    return f"oai:{namespace(base)}:{id}"


def of_identifier(db: sqlite3.Connection, base: str, asked: str) -> Item:
    """The item of an identifier. Raises Refused where there is none."""
    start = identifier(base, "")
    id = asked.removeprefix(start)
    if asked.startswith(start):
        found = rows(db, f"{CITED} WHERE documents.id = ?", id)
        if found:
            return Item(id, found[0])
        if id in gone(db):
            return Item(id, None)
    raise Refused("idDoesNotExist", "There is no document with this identifier.")


def page(db: sqlite3.Connection, set: str | None, after: str, limit: int) -> list[Item]:
    """The next documents of a set, or of all, by their ids; one more than `limit` where the list goes on.

    A document that was taken down is in no set: what it was of is gone with it.
    """
    where, value = _clause(set)
    found = rows(
        db,
        f"{CITED} WHERE documents.id > :after AND {where} ORDER BY documents.id LIMIT :limit",
        after=after,
        limit=limit + 1,
        value=value,
    )
    items = [Item(row["id"], row) for row in found]
    if set is None:
        items += [Item(id, None) for id in gone(db) if id > after]
        items.sort(key=lambda item: item.id)
    return items[: limit + 1]


def total(db: sqlite3.Connection, set: str | None) -> int:
    """How many there are in a set, or in all."""
    where, value = _clause(set)
    found = int(db.execute(f"SELECT count(*) FROM documents WHERE {where}", {"value": value}).fetchone()[0])
    return found + (len(gone(db)) if set is None else 0)


def gone(db: sqlite3.Connection) -> list[str]:
    """The ids of the documents that were taken down, in order."""
    return [row["id"] for row in rows(db, "SELECT id FROM tombstones ORDER BY id")]


def set_name(kind: str, value: str) -> str:
    """A set's name: `case:port-clair-2018`. What may not stand in one is written ~2F, as an address writes %2F."""
    return f"{kind}:{quote(value, safe='').replace('~', '%7E').replace('%', '~')}"


def sets(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """All sets: their names and what to call them."""
    yield "case", "Cases"
    for row in rows(db, "SELECT id, title_en FROM cases ORDER BY position"):
        yield set_name("case", row["id"]), row["title_en"]
    for kind, title in (("kind", "Kinds of document"), ("language", "Languages")):
        yield kind, title
        for row in rows(db, f"SELECT DISTINCT {kind} AS value FROM facets WHERE {kind} IS NOT NULL ORDER BY 1"):
            yield set_name(kind, row["value"]), row["value"]


def sets_of(row: Row) -> list[str]:
    """The sets that a document is in."""
    return [set_name(kind, row[kind]) for kind in SETS if row[kind]]


def _clause(set: str | None) -> tuple[str, str]:
    """A clause over table `documents` with :value. A set that does not exist has nothing in it."""
    if set is None:
        return ":value = ''", ""
    kind, _, value = set.partition(":")
    if kind not in SETS:
        return "0 AND :value = ''", ""
    if not value:
        return f"documents.{SETS[kind]} IS NOT NULL AND :value = ''", ""
    return f"documents.{SETS[kind]} = :value", unquote(value.replace("~", "%"))
