"""What stands under every page of the desk: the corpus as it is now, threads that read, and the one that writes."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from annotate.desk.people import People
from annotate.desk.writer import Writer
from corpus.errors import SettingsError
from corpus.events import EventLog
from corpus.folder import SETTINGS, Corpus
from corpus.store import Store

T = TypeVar("T")
READERS = 4  # threads
EDITED = (SETTINGS, "codebook.yaml", "actors.yaml", "cases.yaml")


@dataclass(frozen=True)
class Room:
    """What one reading sees: the corpus, its log and its documents, all as they are at one moment."""

    corpus: Corpus
    log: EventLog
    store: Store

    @property
    def people(self) -> People:
        """Who may come in."""
        return People(self.log)


class Desk:
    """One corpus at the desk. `problem` is what is wrong in a file that somebody is editing meanwhile."""

    def __init__(self, corpus: Corpus) -> None:
        self.root = corpus.root
        self.problem: SettingsError | None = None
        self._corpus = corpus
        self._stamp = _stamp(corpus.root)
        self._log_path = corpus.root / "annotations.db"
        with corpus.events() as log:
            self.secret = _secret(log)
        self._writer = Writer(self._log_path)
        self._threads = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="hustings-reader")
        self._own = threading.local()  # each reading thread's connections

    @property
    def corpus(self) -> Corpus:
        """The corpus with the codebook, actors and cases as their files are now.

        A file that cannot be read leaves things as they were, and says so in `problem`.
        """
        stamp = _stamp(self.root)
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._corpus, self.problem = Corpus(self.root), None
            except SettingsError as error:
                self.problem = error
        return self._corpus

    async def read(self, look: Callable[[Room], T]) -> T:
        """What `look` finds, in a thread that reads, all of it as of one moment."""
        corpus = self.corpus
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._look, corpus, look)

    def _look(self, corpus: Corpus, look: Callable[[Room], T]) -> T:
        if not hasattr(self._own, "log"):
            self._own.log = EventLog(self._log_path)
            self._own.store = Store(self.root / "corpus.db")
        room = Room(corpus, self._own.log, self._own.store)
        room.log.db.execute("BEGIN")
        try:
            return look(room)
        finally:
            room.log.db.execute("ROLLBACK")

    async def write(self, job: Callable[[EventLog], T]) -> T:
        """What `job` returns, once what it wrote is on disk; see Writer."""
        return await self._writer.run(job)

    def close(self) -> None:
        """End the threads, after what they have begun."""
        self._writer.close()
        self._threads.shutdown(wait=True)


def _stamp(root: Path) -> tuple[tuple[int, int], ...]:
    found = []
    for name in EDITED:
        try:
            stat = (root / name).stat()
        except FileNotFoundError:  # an editor that writes anew and renames
            found.append((0, 0))
        else:
            found.append((stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _secret(log: EventLog) -> str:
    """What signs sessions, made once: who is logged in stays so when the desk is started again."""
    with log.db:
        log.db.execute("INSERT OR IGNORE INTO secrets (name, value) VALUES ('desk', ?)", (secrets.token_hex(32),))
    return str(log.db.execute("SELECT value FROM secrets WHERE name = 'desk'").fetchone()[0])
