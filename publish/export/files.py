"""One format into one file: whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreError
from publish.export.outgoing import Chosen, outgoing

if TYPE_CHECKING:
    from corpus.console import Step
    from corpus.folder import Corpus
    from publish.export.formats import Write


def write_file(corpus: Corpus, chosen: Chosen, target: Path, write: Write, step: Step) -> None:
    """Write one format to a file, whole or not at all. Raises NoSite, StoreError."""
    draft = target.with_name(target.name + ".part")
    with outgoing(corpus, chosen, step) as out:
        try:
            try:
                with draft.open("wb") as file:
                    write(out, file)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"{error.strerror or error}.", where=str(target), todo="Check that you may write there."
            ) from error
