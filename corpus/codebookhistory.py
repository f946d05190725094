"""Every codebook that was in use, kept in annotations.db, and what differs between two of them.

Whoever writes acts asks `in_use` which version they are made with; a file that has changed is recorded then, with a
version of its own: a hand edit that left `codebook.version` as it was becomes `0.1.0+1`, so that no two codebooks of
different words have one version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

import msgspec

from corpus.clock import now
from corpus.codebook import Codebook, Tactic
from corpus.database import explained, transaction
from corpus.events import EventLog
from corpus.ids import sha256
from corpus.yamlfile import parse_yaml

Level = Literal["patch", "minor", "major"]
LEVELS: tuple[Level, ...] = ("patch", "minor", "major")
_NUMBERS = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?\Z", re.DOTALL)
_BY_HAND = re.compile(r"(.*)\+(\d+)\Z", re.DOTALL)
_COLUMNS = "number, version, sha256, since, by, note"


class Version(msgspec.Struct, frozen=True):
    """A codebook that came into use.

    `by` is absent and `note` empty where the file was edited by hand; else the note says what was done to which codes,
    as `["merge", "one", "other"]`.
    """

    number: int
    version: str
    sha256: str
    since: str
    by: str | None
    note: list[str]


class Difference(msgspec.Struct, frozen=True):
    """What became of one code, or of another part of the file, from one codebook to the next.

    `field` says which of its fields, with the language where it has one (`definition.en`); it is empty where the code
    as a whole came or went.
    """

    part: Literal["tactic", "other"]
    code: str  # its slug, the later one
    what: Literal["added", "gone", "changed"]
    field: str = ""
    before: str = ""
    after: str = ""


def in_use(log: EventLog, book: Codebook, text: str, *, by: str | None = None, note: Sequence[str] = ()) -> str:
    """The version that acts of now are made with; recorded first where the file's `text` is not the last recorded."""
    digest = sha256(text)
    last = _last(log)
    if last is not None and last.sha256 == digest:
        return last.version
    with explained(log.path), transaction(log.db):
        last = _last(log)  # another may have been first
        if last is not None and last.sha256 == digest:
            return last.version
        there = log.db.execute("SELECT version FROM codebooks WHERE sha256 = ?", (digest,)).fetchone()
        version = str(there[0]) if there is not None else _unused(log, book.version)
        log.db.execute(
            "INSERT INTO codebooks (version, sha256, yaml, since, by, note) VALUES (?, ?, ?, ?, ?, ?)",
            (version, digest, text, now(), by, msgspec.json.encode(note).decode("utf-8") if note else None),
        )
    return version


def _last(log: EventLog) -> Version | None:
    with explained(log.path):
        row = log.db.execute(f"SELECT {_COLUMNS} FROM codebooks ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else _version(row)


def _unused(log: EventLog, version: str) -> str:
    taken = {str(row[0]) for row in log.db.execute("SELECT version FROM codebooks")}
    if version not in taken:
        return version
    return next(one for n in range(1, len(taken) + 2) if (one := f"{version}+{n}") not in taken)


def versions(log: EventLog) -> list[Version]:
    """All that were in use, the first one first."""
    with explained(log.path):
        return [_version(row) for row in log.db.execute(f"SELECT {_COLUMNS} FROM codebooks ORDER BY number")]


def _version(row: Sequence[Any]) -> Version:
    number, version, digest, since, by, note = row
    return Version(number, version, digest, since, by, msgspec.json.decode(note, type=list[str]) if note else [])


def text_of(log: EventLog, number: int) -> str | None:
    """The file as it was; None where there is no such number."""
    with explained(log.path):
        row = log.db.execute("SELECT yaml FROM codebooks WHERE number = ?", (number,)).fetchone()
    return None if row is None else str(row[0])


def book_of(log: EventLog, version: Version) -> Codebook:
    """The codebook as it was."""
    text = text_of(log, version.number)
    assert text is not None  # noqa: S101 - versions are never deleted
    return _parsed(text)


@lru_cache(maxsize=128)
def _parsed(text: str) -> Codebook:
    return parse_yaml(text, Codebook, "annotations.db, a codebook of before")


def ids_ever(log: EventLog, book: Codebook) -> list[str]:
    """The ids of all codes that there were, so that none is given twice."""
    found = dict.fromkeys(tactic.id for tactic in book.tactics)
    for version in versions(log):
        found |= dict.fromkeys(tactic.id for tactic in book_of(log, version).tactics)
    return list(found)


def raised(version: str, level: Level, taken: set[str]) -> str:
    """The version after this one: patch for wording, minor for what is new or means something else, major for codes
    that go. One that is no number of three gets a number behind it. It is none of those `taken`."""
    match = _NUMBERS.match(version)
    if match is None:
        name, _, number = version.rpartition(".")
        first = int(number) + 1 if name and number.isdigit() else 1
        name = name if name and number.isdigit() else version
        return next(one for n in range(first, first + len(taken) + 1) if (one := f"{name}.{n}") not in taken)
    place = LEVELS[::-1].index(level)
    numbers = [int(part or 0) for part in match.groups()]
    while True:
        numbers = [*numbers[:place], numbers[place] + 1, *([0] * (2 - place))]
        found = ".".join(map(str, numbers))
        if found not in taken:
            return found


def is_wording(before: str, after: str) -> bool:
    """Whether a version only raises the patch of the one before it: words were mended and mean what they meant.

    A hand edit that did not raise it (`0.1.0+1`) may mean anything.
    """
    if _BY_HAND.match(after):
        return False
    old, new = (_NUMBERS.search(one.rpartition(" ")[2]) for one in (before, after))
    if old is None or new is None or old.groups()[:2] != new.groups()[:2]:
        return False
    return int(new[3] or 0) > int(old[3] or 0)


def differences(before: Codebook, after: Codebook) -> Iterator[Difference]:
    """What differs, code by code as their ids tell them, in the order of the later one; then the codes that went."""
    old = {tactic.id: tactic for tactic in before.tactics}
    for tactic in after.tactics:
        if tactic.id not in old:
            yield Difference("tactic", tactic.slug, "added")
        elif tactic != old[tactic.id]:
            yield from _fields(old[tactic.id], tactic)
    kept = {tactic.id for tactic in after.tactics}
    for tactic in before.tactics:
        if tactic.id not in kept:
            now_it_is = after.find(tactic.slug)
            yield Difference("tactic", tactic.slug, "gone", after=now_it_is.slug if now_it_is is not None else "")
    for part in ("codebook", "groups", "attributes", "actor_types", "actor_roles"):
        one, other = (msgspec.to_builtins(getattr(book, part)) for book in (before, after))
        if part == "codebook":
            one, other = ({**heading, "version": ""} for heading in (one, other))
        if one != other:
            yield Difference("other", part, "changed")


def _fields(before: Tactic, after: Tactic) -> Iterator[Difference]:
    one, other = _flat(before), _flat(after)
    for field in dict.fromkeys([*one, *other]):
        if one.get(field, "") != other.get(field, ""):
            yield Difference("tactic", after.slug, "changed", field, one.get(field, ""), other.get(field, ""))


def _flat(tactic: Tactic) -> dict[str, str]:
    """A code's fields, those of several languages apart, each as one text."""
    found: dict[str, str] = {}
    for name, value in msgspec.to_builtins(tactic).items():
        if isinstance(value, dict):
            found |= {
                f"{name}.{key}": part if isinstance(part, str) else ", ".join(part) for key, part in value.items()
            }
        elif isinstance(value, list):
            found[name] = ", ".join(one if isinstance(one, str) else f"{one['id']} {one['match']}" for one in value)
        else:
            found[name] = value or ""
    return {name: text for name, text in found.items() if text}


class Lost(msgspec.Struct, frozen=True):
    """A code that was in use and that the codebook knows no more; `now` is the slug that its id has, where it is there.

    It is what remains where a slug was changed, or an entry taken out, by hand.
    """

    code: str
    version: str
    now: str | None


def lost(log: EventLog, book: Codebook) -> list[Lost]:
    """The codes of before that stand for nothing now, each with the last version that had it."""
    slug_of = {tactic.id: tactic.slug for tactic in book.tactics}
    found: dict[str, Lost] = {}
    for version in versions(log):
        for tactic in book_of(log, version).tactics:
            for code in (tactic.slug, *tactic.formerly):
                if book.find(code) is None:
                    found[code] = Lost(code, version.version, slug_of.get(tactic.id))
    return list(found.values())
