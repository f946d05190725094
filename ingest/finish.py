"""What can only be found out once all documents of a run are in: ties between them."""

from __future__ import annotations

from corpus.folder import Corpus
from corpus.store import Store


def finish(corpus: Corpus, store: Store) -> None:
    """Bring what is known of documents together up to date. Done again it changes nothing."""
    with store.writing():
        store.tie_relations()
