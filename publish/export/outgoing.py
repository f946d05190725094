"""What leaves: the published documents that were chosen, one after the other, as citations or whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from corpus.console import say
from corpus.errors import UsageError
from corpus.events import context
from corpus.model import Annotation, Document
from publish.export.citation import CITED, Citation, citation
from publish.export.site import Site, opened, site_of
from publish.site.reading import Reading, read

if TYPE_CHECKING:
    from corpus.console import Step
    from corpus.folder import Corpus


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents leave: those with all of these; None leaves open."""

    case: str | None = None
    language: str | None = None
    kind: str | None = None

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, by the names of columns."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}

    def where(self) -> str:
        """A clause over table `documents`, with the names of `asked` as parameters."""
        return " AND ".join(f'documents."{name}" = :{name}' for name in self.asked) or "1"


class Outgoing:
    """The documents chosen of a built site, in the order of their ids; `step` is told of each as it goes out."""

    def __init__(self, db: sqlite3.Connection, chosen: Chosen, step: Step) -> None:
        self.db = db
        self.chosen = chosen
        self.step = step
        self.site: Site = site_of(db)

    def rows(self, select: str, order: str = "documents.number") -> Iterator[Any]:
        """Rows of a SELECT over `documents`."""
        for row in self.db.execute(f"{select} WHERE {self.chosen.where()} ORDER BY {order}", self.chosen.asked):
            yield row
            self.step.advance()

    def citations(self) -> Iterator[Citation]:
        """How to cite each."""
        return (citation(row, self.site) for row in self.rows(CITED))

    def readings(self) -> Iterator[tuple[Reading, Citation]]:
        """Each with all that hangs on it, and how to cite it."""
        for row in self.rows(CITED):
            reading = read(self.db, row["id"])
            if reading is not None:
                yield reading, citation(row, self.site)


@contextmanager
def outgoing(corpus: Corpus, chosen: Chosen, step: Step) -> Iterator[Outgoing]:
    """What leaves of a corpus's built site. Raises NoSite; UsageError where no document is chosen by its case."""
    with opened(corpus) as db:
        if chosen.case is not None:
            known = [row["id"] for row in db.execute("SELECT id FROM cases ORDER BY position")]
            if chosen.case not in known:
                raise UsageError(
                    f"The site has no case {chosen.case}.",
                    todo=f"The cases are: {', '.join(known)}." if known else "It has no cases at all.",
                )
        out = Outgoing(db, chosen, step)
        if out.site.tier != "public":
            say(f"This site was built for the {out.site.tier}: what you write now holds documents that are not public.")
        yield out


def annotations_of(reading: Reading) -> list[Annotation]:
    """The published annotations of a document as the exchange formats take them."""
    found = []
    for row in reading.annotations:
        prefix, suffix = context(reading.text, row["start"], row["end"])
        names = ("id", "layer", "code", "start", "end", "quotation", "attributes", "agent", "score", "state", "made_at")
        fields = {name: row[name] for name in names}
        found.append(Annotation(document=reading.document["id"], prefix=prefix, suffix=suffix, **fields))
    return found


def document_of(reading: Reading) -> Document:
    """As much of a published document as the exchange formats say of one."""
    names = ("id", "kind", "title", "language", "published_at", "url")
    return Document(text=reading.text, **{name: reading.document[name] for name in names})
