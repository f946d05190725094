"""The stage that ties near duplicates: from all texts of a corpus to relations, which take the place of those before.

The outcome depends on the documents alone, not on the order in which they came in nor on the number of workers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from corpus.console import Step
from corpus.folder import Corpus
from corpus.model import Relation
from corpus.store import Store
from ingest.duplicates.canonical import Text
from ingest.duplicates.clusters import clusters
from ingest.duplicates.likeness import evidence, what_it_is
from ingest.duplicates.reposts import Stated, by_hand, spoken_for, stated_reposts
from ingest.duplicates.signatures import Sketches, sketch, together
from ingest.duplicates.texts import FIELDS, Shelf, batches, rows
from ingest.recurring.whole import TAKEN, lines_as_cleaned, note_as_cleaned
from ingest.workers import cores, in_order

MADE_BY = "duplicates 1"  # a change of the rules is another number
MANIFEST = "duplicates.json"
WORTH_WORKERS = 20_000_000  # characters from which starting workers takes less time than it spares


class Manifest(msgspec.Struct, frozen=True):
    """What the stage was last done on, and what came of it."""

    made_by: str
    documents: str  # a hash of all that the outcome depends on
    relations: int


def tie_near_duplicates(corpus: Corpus, store: Store, workers: int | None = None, step: Step | None = None) -> bool:
    """Bring the near duplicates up to date; False where nothing that counts had changed since the last time.

    `workers` processes read the texts; by default as many as there are cores, where there is enough to read.
    """
    path = corpus.root / MANIFEST
    documents = _fingerprint(store)
    if _known(path) == Manifest(MADE_BY, documents, _made(store)):
        return False
    note_as_cleaned(store)
    stated = stated_reposts(store)
    texts, sketches = _sketches(store, stated, _workers(store, workers), step)
    found = list(_relations(store, texts, sketches, stated)) if texts else []
    with store.writing():
        store.replace_relations(MADE_BY, found)
    _note(path, Manifest(MADE_BY, documents, len(found)))
    return True


def near_duplicates(store: Store) -> int:
    """How many documents are tied as near duplicates."""
    sql = "SELECT count(*) AS count FROM relations WHERE kind = 'near_duplicate_of' AND made_by = ?"
    return int(next(rows(store, sql, MADE_BY))["count"])


def _sketches(store: Store, stated: dict[str, Stated], workers: int, step: Step | None) -> tuple[list[Text], Sketches]:
    texts: list[Text] = []
    parts = []
    tasks = ((batch.known, batch.texts) for batch in batches(store, stated))
    for known, part in in_order(sketch, tasks, workers, sketch):
        texts += known
        parts.append(part)
        if step is not None:
            step.advance(len(known))
    return texts, together(parts) if parts else sketch([])


def _relations(
    store: Store, texts: list[Text], sketches: Sketches, stated: dict[str, Stated]
) -> Iterator[tuple[str, Relation]]:
    reposts = by_hand(texts, sketches, stated)
    for number, original in reposts.items():
        said = f"begins with RT or MT and {texts[original].account}, and has the words of that post"
        yield texts[number].id, Relation(kind="reposts", target=texts[original].id, score=1.0, evidence=said)
    left_out = spoken_for(texts, stated) | set(reposts)
    ties = clusters(texts, sketches, Shelf(store, texts), left_out)
    for tie in sorted(ties, key=lambda tie: tie.document):
        copy, canonical = texts[tie.document], texts[tie.canonical]
        sizes = int(sketches.sizes[tie.document]), int(sketches.sizes[tie.canonical])
        said = evidence(what_it_is(copy, canonical, tie.likeness, *sizes), tie.likeness)
        yield copy.id, Relation(kind="near_duplicate_of", target=canonical.id, score=tie.likeness.score, evidence=said)


def _workers(store: Store, asked: int | None) -> int:
    size = next(rows(store, "SELECT sum(length(text)) AS size FROM documents"))["size"] or 0
    return asked or cores() if size >= WORTH_WORKERS else 1


def _fingerprint(store: Store) -> str:
    """A hash of all that the outcome depends on. Of the texts it takes the lines as they were cleaned, so that taking
    out those that recur does not look like a change."""
    digest = hashlib.sha256()
    documents = f"SELECT {', '.join(FIELDS)}, text, {TAKEN} AS taken FROM documents ORDER BY id"
    for row in rows(store, documents):
        *known, text, taken = row
        digest.update(_told([*known, *lines_as_cleaned(text, taken)]))
    reposts = (
        "SELECT document, number, target, native_id, url FROM relations"
        " WHERE kind = 'reposts' AND made_by IS NULL ORDER BY document, number"
    )
    for row in rows(store, reposts):
        digest.update(_told(row))
    return digest.hexdigest()


def _told(values: Iterable[object]) -> bytes:
    return repr(tuple(values)).encode("utf-8", "surrogatepass")


def _made(store: Store) -> int:
    return int(next(rows(store, "SELECT count(*) AS count FROM relations WHERE made_by = ?", MADE_BY))["count"])


def _known(path: Path) -> Manifest | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):  # a manifest that cannot be read is none
        return None


def _note(path: Path, manifest: Manifest) -> None:
    new = path.with_suffix(".json.new")
    new.write_bytes(msgspec.json.encode(manifest))
    new.replace(path)
