"""Who may come to the desk: annotators, adjudicators, coordinators, with their passwords."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Literal, get_args

import msgspec
from datasette_auth_passwords.utils import hash_password, verify_password

from corpus.clock import now
from corpus.database import explained, transaction
from corpus.errors import UsageError
from corpus.events import EventLog

Role = Literal["annotator", "adjudicator", "coordinator"]
ROLES: tuple[Role, ...] = get_args(Role)
LEAST = 10  # characters of a password: NIST SP 800-63B asks for length, not for signs
_NAME = re.compile(r"[\w][\w.@ -]{0,63}")


class Annotator(msgspec.Struct, frozen=True):
    """One person. `session` changes when what they may do changes, and ends what was opened before."""

    name: str
    role: Role
    language: str | None
    session: int
    active: bool
    added_at: str


class People:
    """The table of annotators in a corpus's annotations.db."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.db = log.db

    def add(self, name: str, role: Role, password: str, *, language: str | None = None) -> Annotator:
        """Somebody new, or somebody who left and comes back. UsageError where the name or the password will not do."""
        name = name.strip()
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be a name here.", todo="Letters, digits, spaces and . @ - will do, 64 at most."
            )
        there = self.find(name)
        if there is not None and there.active:
            raise UsageError(
                f"{name} is at the desk already.", todo=f"For a new password: hustings annotators password {name!r}."
            )
        if self._is_a_program(name):
            raise UsageError(f"{name} is the name of what makes suggestions.", todo="Choose another name.")
        hashed = _hashed(password)
        with explained(self.log.path), transaction(self.db):
            self.db.execute(
                "INSERT INTO annotators (name, role, password, language, added_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password,"
                " language = excluded.language, active = 1, session = session + 1",
                (name, role, hashed, language, now()),
            )
        return self.known(name)

    def find(self, name: str) -> Annotator | None:
        """The person of that name, also one who left."""
        with explained(self.log.path):
            row = self.db.execute("SELECT * FROM annotators WHERE name = ?", (name,)).fetchone()
        return None if row is None else _annotator(row)

    def known(self, name: str) -> Annotator:
        """The person of that name. UsageError where there is none."""
        found = self.find(name)
        if found is None:
            raise UsageError(f"Nobody at the desk is called {name}.", todo="hustings annotators list shows who is.")
        return found

    def everybody(self) -> Iterator[Annotator]:
        """All who may come in, by name."""
        with explained(self.log.path):
            for row in self.db.execute("SELECT * FROM annotators WHERE active ORDER BY name"):
                yield _annotator(row)

    def set_password(self, name: str, password: str) -> None:
        """A new password; whoever is logged in under the old one is not any more."""
        self._change(name, "password = ?", _hashed(password))

    def set_role(self, name: str, role: Role) -> None:
        """What somebody may do from now on."""
        self._change(name, "role = ?", role)

    def remove(self, name: str) -> None:
        """Somebody comes no more. What they did stays, and stays theirs."""
        self._change(name, "active = ?", 0)

    def _change(self, name: str, what: str, value: object) -> None:
        self.known(name)
        with explained(self.log.path), transaction(self.db):
            self.db.execute(f"UPDATE annotators SET {what}, session = session + 1 WHERE name = ?", (value, name))

    def checked(self, name: str, password: str) -> Annotator | None:
        """The person, where the password is theirs. It takes as long for a name that nobody has."""
        with explained(self.log.path):
            row = self.db.execute("SELECT * FROM annotators WHERE name = ? AND active", (name,)).fetchone()
        if not verify_password(password, row["password"] if row is not None else _nobodys()):
            return None
        return None if row is None else _annotator(row)

    def _is_a_program(self, name: str) -> bool:
        with explained(self.log.path):
            query = "SELECT 1 FROM events WHERE agent = ? AND act = 'suggest' LIMIT 1"
            return self.db.execute(query, (name,)).fetchone() is not None


@cache
def _nobodys() -> str:
    return str(hash_password(""))


def _hashed(password: str) -> str:
    if len(password) < LEAST:
        raise UsageError(f"A password has at least {LEAST} characters.", todo="Four words that do not belong together.")
    return str(hash_password(password))


def _annotator(row: sqlite3.Row) -> Annotator:
    fields = {name: row[name] for name in Annotator.__struct_fields__}
    return Annotator(**{**fields, "active": bool(fields["active"])})
