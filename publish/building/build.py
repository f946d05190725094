"""Building the site: from the corpus to site/site.db, which is swapped in whole.

The same corpus gives the same bytes: nothing in it depends on the time or the machine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import msgspec
import orjson

from corpus.database import explained
from corpus.errors import StoreError
from corpus.terms import Tier
from corpus.web.wording import LANGUAGES
from publish.building.cases import tie_events
from publish.building.compared import write_compared
from publish.building.contents import (
    declared_cases,
    write_annotations,
    write_documents,
    write_sources,
    write_tombstones,
)
from publish.building.glance import write_glance
from publish.building.index import hash_of, write_index
from publish.building.swap import alone, replacing
from publish.building.vocabulary import write_vocabulary
from publish.building.writer import Writer
from publish.database import SCHEMA, SITE, TOKENS, site_path
from publish.rights.check import refuse
from publish.rights.publishing import Rights
from publish.tokens.meaning import write_meaning

if TYPE_CHECKING:
    from corpus.console import Step
    from corpus.folder import Corpus

CACHE_KB = 64 * 1024  # SQLite's page cache while building
PAGE = 2048  # bytes; half of SQLite's usual page saves a tenth of the size of the text, and searches are as fast

Progress = Callable[[str, int], AbstractContextManager["Step"]]  # what is being done, how many documents


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What a build holds."""

    path: Path
    tokens: Path  # the folder of its token index
    hash: str
    documents: int
    words: int
    annotations: int
    left_out: int  # annotations that are not known to be of the words at their places
    withheld: int  # annotations of words that may not be published
    sources: int
    records: int


def build(corpus: Corpus, progress: Progress, *, tier: Tier = "public", day: str | None = None) -> Built:
    """Build the site for a tier (`team` or `public`) as of a day (today), and put it in the place of the old one.

    Raises StoreError where the corpus cannot be read or the site cannot be written, UsageError where another build is
    under way, NotPublishable where a private person would stand beside a political code. In any case the old site
    stays.
    """
    target = site_path(corpus)
    draft = target.with_name(SITE + ".draft")
    index = target.with_name(TOKENS + ".draft")
    with alone(target):
        with replacing(target) as new:
            draft.unlink(missing_ok=True)
            rmtree(index, ignore_errors=True)
            try:
                with explained(draft), closing(_new_database(draft)) as db:
                    built = _fill(db, corpus, target, index, progress, tier, day)
                    # A copy without gaps, in order; unlike VACUUM it needs no room in the folder for temporary files.
                    db.execute(f"PRAGMA page_size = {PAGE}")
                    db.execute("VACUUM INTO ?", (str(new),))
                if not built.tokens.exists():  # one of that name has the same contents
                    index.rename(built.tokens)
            finally:
                draft.unlink(missing_ok=True)
                rmtree(index, ignore_errors=True)
        for old in target.parent.glob(f"{TOKENS}-*"):
            if old != built.tokens:  # a server that still shows it has it mapped into memory
                rmtree(old, ignore_errors=True)
    return built


def _new_database(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    # Nothing to roll back to and nobody else to read it: whatever goes wrong, the file is thrown away.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", f"cache_size = -{CACHE_KB}"):
        db.execute(f"PRAGMA {pragma}")
    db.execute(f"PRAGMA user_version = {SCHEMA}")
    db.executescript((files("publish") / "schema.sql").read_text(encoding="utf-8"))
    return db


def _fill(
    db: sqlite3.Connection, corpus: Corpus, target: Path, index: Path, progress: Progress, tier: Tier, day: str | None
) -> Built:
    out = Writer(db)
    db.execute("BEGIN")
    with corpus.events() as log, corpus.store() as store:
        store.db.execute("BEGIN")  # one state of the corpus, whatever an ingest adds meanwhile
        total = store.count("documents")
        rights = Rights(corpus, store, tier=tier, day=day)
        refuse(rights, log)
        corpus = rights.corpus
        write_vocabulary(corpus, declared_cases(rights, store), out)
        write_sources(rights, store, out)
        with progress("Copying", total) as step:
            write_documents(rights, store, out, step)
        left_out = write_annotations(rights, log, out)
        write_tombstones(store, out)
        tie_events(corpus, store, out)
    write_glance(db)
    write_compared(db)
    with progress("Indexing", total) as step:
        write_index(db, index, step)
    if corpus.settings.semantic:
        with progress("Encoding", total) as step:
            write_meaning(db, index, step)
    tokens = f"{TOKENS}-{hash_of(index)[:16]}"
    _count(db)
    _write_build(corpus, tokens, tier, out)
    db.execute("COMMIT")
    _check(db, target)
    db.execute("ANALYZE")
    names = ("hash", "documents", "words", "annotations", "sources", "records")
    row = db.execute(f"SELECT {', '.join(names)} FROM build").fetchone()
    counted = dict(zip(names, row, strict=True))
    counted |= {"left_out": left_out.moved, "withheld": left_out.unpublished}
    return Built(path=target, tokens=target.with_name(tokens), **counted)


COUNTS = """
UPDATE documents SET annotations = n
  FROM (SELECT document, count(*) AS n FROM annotations GROUP BY 1) AS a WHERE a.document = documents.number;
UPDATE tactics SET annotations = n, documents = d
  FROM (SELECT tactic, count(*) AS n, count(DISTINCT document) AS d FROM annotations GROUP BY 1) AS a
  WHERE a.tactic = slug;
UPDATE actors SET annotations = n, documents = d
  FROM (SELECT actor, count(*) AS n, count(DISTINCT document) AS d FROM annotations GROUP BY 1) AS a
  WHERE a.actor = id;
UPDATE cases SET documents = d, annotations = n
  FROM (SELECT "case", count(*) AS d, sum(annotations) AS n FROM documents GROUP BY 1) AS a WHERE a."case" = id;
UPDATE sources SET records = n
  FROM (SELECT source, count(*) AS n FROM records GROUP BY 1) AS a WHERE a.source = sources.number;
UPDATE sources SET documents = d
  FROM (SELECT source, count(DISTINCT document) AS d FROM observations JOIN records ON records.number = record
        GROUP BY 1) AS a WHERE a.source = sources.number;
"""


def _count(db: sqlite3.Connection) -> None:
    for statement in COUNTS.split(";"):
        db.execute(statement)


def _write_build(corpus: Corpus, tokens: str, tier: Tier, out: Writer) -> None:
    def one(sql: str) -> object:
        return out.db.execute(sql).fetchone()[0]

    languages = out.db.execute(
        "SELECT language FROM facets WHERE language IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, language"
    )
    titles = {f"title_{language}": corpus.settings.title_in(language) for language in LANGUAGES}
    made_with = {"tokens": tokens, "hustings": version("hustings"), "codebook": corpus.codebook.version}
    counted = {
        "address": corpus.settings.address,
        "contact": corpus.settings.contact,
        "tier": tier,
        "languages": orjson.dumps([row[0] for row in languages]).decode(),
        "documents": one("SELECT count(*) FROM documents"),
        "words": one("SELECT coalesce(sum(words), 0) FROM documents"),
        "annotations": one("SELECT count(*) FROM annotations"),
        "sources": one("SELECT count(*) FROM sources"),
        "records": one("SELECT count(*) FROM records"),
        "first_date": one("SELECT min(published_at) FROM documents"),
        "last_date": one("SELECT max(published_at) FROM documents"),
    }
    out.seal("build", {**made_with, **titles, **counted})


def _check(db: sqlite3.Connection, target: Path) -> None:
    dangling = db.execute("PRAGMA foreign_key_check").fetchone()
    if dangling is not None:
        table, row, parent, _ = dangling
        raise StoreError(
            f"Row {row} of {table} refers to something that is not in {parent}.",
            where=str(target),
            todo="Run `hustings verify`; the old site stays.",
        )
