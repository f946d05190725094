"""What imports brought that does not fit, until a person has looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from corpus.errors import UsageError
from corpus.events import Review
from corpus.folder import Corpus


def in_review(corpus: Corpus) -> list[Review]:
    """What waits, in the order in which it came."""
    with corpus.events() as log:
        return list(log.in_review())


def settle(corpus: Corpus, ids: Sequence[str]) -> None:
    """Note that somebody has looked at these. UsageError where one does not wait; those before it are settled."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with corpus.events() as log:
        for id in ids:
            if not log.settle_review(id, at):
                raise UsageError(f"Nothing that waits is called {id}.", todo="`hustings annotate review` lists it.")


def in_words(one: Review) -> str:
    """What a file says, short enough for a table: the code, the place and the words, or the fields that it has."""
    data = one.data
    if "code" in data and "start" in data:
        words = data.get("quotation") or ""
        return f"{one.origin}: {data.get('layer')} {data['code']} {data['start']}-{data.get('end')} {words}".rstrip()
    return f"{one.origin}: " + ", ".join(f"{name} {value}" for name, value in data.items())
