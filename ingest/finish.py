"""What can only be found out once all documents of a run are in: ties between them."""

from __future__ import annotations

from functools import partial

from corpus.folder import Corpus
from corpus.store import Store
from ingest.again import how_to, made_again
from ingest.duplicates.stage import tie_near_duplicates
from ingest.recurring import take_out_recurring


def finish(corpus: Corpus, store: Store, *, duplicates: bool = True, workers: int | None = None) -> None:
    """Bring what is known of documents together up to date, one step after another. Done again it changes nothing.

    Without `duplicates` the near duplicates stay as they were found last. `workers` as in `ingest_paths`.
    """
    with store.writing():
        store.tie_relations()
    if duplicates:
        tie_near_duplicates(corpus, store, workers)
    with corpus.originals() as originals:
        take_out_recurring(store, partial(made_again, store, originals, how_to(corpus)))
