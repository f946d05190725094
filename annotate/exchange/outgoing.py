"""`hustings annotate export`: annotations written for another tool, with a report of what its format cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import orjson

from annotate.agreement.codings import standing
from annotate.exchange.files import LOSSES
from annotate.exchange.shapes import Annotated, File, Format, Loss, Vocabulary
from corpus.console import Step
from corpus.errors import StoreError, UsageError
from corpus.events import is_in_place
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Annotation, AnnotationState, Event, Layer
from corpus.replay import replay
from corpus.rows import annotation_row
from corpus.terms import REMARKS
from corpus.tiers import sealed_documents


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which annotations: in these states, of these layers; one coder's own view; or what was adjudicated right."""

    states: Sequence[AnnotationState] = ("made", "accepted")
    layers: Sequence[Layer] = ()
    documents: Sequence[str] = ()
    coder: str | None = None
    gold: bool = False


class Exported(msgspec.Struct):
    """What an export wrote, and what it could not."""

    folder: str
    files: int = 0
    documents: int = 0
    annotations: int = 0
    lost: int = 0  # annotations of which nothing is in the files
    shortened: int = 0  # annotations of which something is missing
    reasons: dict[str, int] = {}


def export(corpus: Corpus, format: Format, folder: Path, choice: Choice, step: Step | None = None) -> Exported:
    """Write the annotated documents to files in a folder, with `losses.jsonl` beside them where something is lost.

    UsageError where the folder has files already, StoreError where it cannot be written.
    """
    if format.write is None:
        raise UsageError(f"{format.title} is only read.", todo="Choose another format.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and not empty.", todo="Name a new folder with --to.")
    done = Exported(str(folder))
    losses: list[Loss] = []
    vocabulary = Vocabulary(corpus.codebook, corpus.authority)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for item in format.write(_counted(annotated(corpus, choice), done, step), vocabulary):
            if isinstance(item, Loss):
                losses.append(item)
            else:
                _write(folder, item)
                done.files += 1
        if losses:
            _write(folder, File(LOSSES, b"".join(_line(loss) for loss in losses)))
    except OSError as error:
        raise StoreError(f"{error.strerror}.", where=str(folder), todo="Check that you may write there.") from error
    for loss in losses:
        done.reasons[loss.what] = done.reasons.get(loss.what, 0) + 1
    gone = {loss.annotation.id for loss in losses if loss.whole}
    done.lost, done.shortened = len(gone), len({loss.annotation.id for loss in losses} - gone)
    return done


def annotated(corpus: Corpus, choice: Choice) -> Iterator[Annotated]:
    """The documents that have annotations of this choice, by id, but those that are sealed. An annotation of another
    text is left to review."""
    wanted = set(choice.documents)
    with corpus.store() as store, corpus.events() as log:
        stay = sealed_documents(corpus, store)
        for id in store.document_ids():
            if id in stay or (wanted and id not in wanted):
                continue
            chosen = [a for a in _chosen(list(log.events(id)), choice) if not choice.layers or a.layer in choice.layers]
            document = store.document(id) if chosen else None
            if document is None:
                continue
            text_sha256 = sha256(document.text)
            there = [corpus.of_today(a) for a in chosen if is_in_place(a, document.text, text_sha256)]
            yield Annotated(document, tuple(sorted(there, key=lambda a: (a.start, a.end, a.id))))


def _chosen(events: Sequence[Event], choice: Choice) -> Iterator[Annotation]:
    if choice.coder is not None:
        yield from standing(events, choice.coder)
        return
    by_annotation: dict[str, list[Event]] = {}
    for event in events:
        by_annotation.setdefault(event.annotation, []).append(event)
    for acts in by_annotation.values():
        annotation = replay(acts)
        if annotation is None or annotation.layer in REMARKS:
            continue
        if annotation.is_gold if choice.gold else annotation.state in choice.states:
            yield annotation


def _counted(documents: Iterator[Annotated], done: Exported, step: Step | None) -> Iterator[Annotated]:
    for document in documents:
        done.documents += 1
        done.annotations += len(document.annotations)
        if step is not None:
            step.advance()
        yield document


def _write(folder: Path, file: File) -> None:
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.data)


def _line(loss: Loss) -> bytes:
    row = {**annotation_row(loss.annotation), "loss": loss.what, "nothing_left": loss.whole}
    return orjson.dumps(row) + b"\n"
