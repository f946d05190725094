"""The file that never leaves the corpus, sealed.db: the key of the aliases, and what was withheld.

Whoever has this file can tell who stands behind an alias; whoever loses it gives everybody a new one.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec

from corpus.database import explained, open_database, transaction
from corpus.model import Event

ALIAS_KEY = "alias-key"
KEY_BYTES = 32
ACT = ("id", "annotation", "document", "act", "agent", "made_at", "layer", "code")


class Sealed:
    """The file `sealed.db` of a corpus. Nobody but its owner may read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with explained(path):
            path.touch(mode=0o600)
        self.db: sqlite3.Connection = open_database(path, "sealed", synchronous="FULL")

    def close(self) -> None:
        self.db.close()

    def alias_key(self) -> bytes:
        """The key of the aliases, made when it is first asked for."""
        with explained(self.path), transaction(self.db):
            self.db.execute(
                "INSERT OR IGNORE INTO secrets VALUES (?, ?)", (ALIAS_KEY, secrets.token_bytes(KEY_BYTES).hex())
            )
            row = self.db.execute("SELECT value FROM secrets WHERE name = ?", (ALIAS_KEY,)).fetchone()
        return bytes.fromhex(row["value"])

    def keep_acts(self, acts: Iterable[Event]) -> None:
        """Keep who did what on a document that was taken down; of its words nothing, nor a code that is a name."""
        rows = [_wordless(act) for act in acts]
        with explained(self.path), transaction(self.db):
            self.db.executemany(f"INSERT OR IGNORE INTO acts VALUES ({', '.join('?' * len(ACT))})", rows)


def _wordless(act: Event) -> tuple[object, ...]:
    row = msgspec.structs.asdict(act)
    if act.code is not None and (act.layer in ("quotation", "figure", "date") or ":" in act.code):
        row["code"] = None
    return tuple(row[name] for name in ACT)
