"""Suggestions beside bare spaCy: the same pipelines on the same texts, each in a process of its own.

spaCy alone is the pipeline as its package ships it, as `spacy.load` gives it, with the size of batch that suits it
best. The two take turns, and the best of several rounds counts for each: other work on the machine slows both. No
passage comes twice, so that nothing is gained by remembering what was read.
"""

from __future__ import annotations

import contextlib
import gc
import io
import resource
import tempfile
import time
from importlib.resources import files
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import msgspec
import spacy

from annotate.meaning.encoder import vectors
from annotate.reader import Readers
from annotate.stretches import language_of, stretches
from annotate.suggest import suggest
from benchmarks.table import show
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.model import Document, Observation
from ingest.run import ingest_paths

LANGUAGES = ("fr", "en")
RULES_ALONE = "suggest, meaning = false"
TOOLS = ("spaCy alone", "suggest", RULES_ALONE)
COPIES = 4  # the sample is small: each document is read as often as this
FIRST = 16  # texts that are read before the clock runs
SIZES = (16, 64, 256)  # of spaCy's batches, one a round


def sample_corpus(root: Path) -> None:
    """The sample, ingested, with copies of every document, each passage of which begins with the copy's number."""
    make_corpus(root)
    sample = Path(str(files("publish"))) / "sample"
    for name in ("actors.yaml", "cases.yaml"):
        (root / name).write_bytes((sample / name).read_bytes())
    corpus = find_corpus(root)
    ingest_paths(corpus, [sample / "sources"])
    with corpus.store() as store:
        documents = list(store.documents())
        with store.writing():
            for copy in range(1, COPIES):
                for document in documents:
                    seen, source, record = store.observations(document.id)[0]
                    fresh = numbered(document, copy)
                    where = Observation(document=fresh.id, source=source.id, number=record.number, part=seen.part)
                    store.put(fresh, where, cleaned_by="benchmark")


def numbered(document: Document, copy: int) -> Document:
    """The blocks that are read of a document, each after a number."""
    text, blocks = "", []
    for block in document.blocks:
        start = len(text)
        text += f"({copy}) {document.text[block.start : block.end]}"
        blocks.append(msgspec.structs.replace(block, start=start, end=len(text)))
        text += "\n"
    return Document(
        id=f"{document.id}x{copy}",
        kind=document.kind,
        native_id=f"{document.id}-{copy}",
        language=document.language,
        published_at=document.published_at,
        text=text.rstrip("\n"),
        blocks=tuple(blocks),
    )


def texts(corpus: Corpus, language: str) -> list[str]:
    """The stretches of a language's documents, as the suggesters read them."""
    with corpus.store() as store:
        chosen = [document for document in store.documents() if language_of(document) == language]
    return [stretch.text for document in chosen for stretch in stretches(document)]


def peak_mb() -> float:
    """The most memory this process has held. Linux's own count, where there is one, leaves out what a parent held."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(root: Path, language: str, tool: str, size: int) -> tuple[int, float, float]:
    """Tokens of all documents of a language, CPU seconds for them with the models and the word lists loaded before,
    and peak memory."""
    corpus = find_corpus(root)
    corpus.settings = msgspec.structs.replace(corpus.settings, meaning=tool != RULES_ALONE)
    read = texts(corpus, language)
    first = read[:FIRST]  # slower for everyone, and what our finders read from their files is read with them
    if tool == TOOLS[0]:
        nlp = spacy.load(corpus.settings.models[language])
        list(nlp.pipe(first))
        gc.freeze()  # as ours are
        started = time.process_time()
        for _ in nlp.pipe(read, batch_size=size):
            pass
    else:
        readers = Readers(corpus)
        nlp = readers.pipelines.of(language).nlp
        list(readers.of(language).read(first))
        if readers.meaning is not None:
            vectors(first)
        started = time.process_time()
        suggest(corpus, language=language, readers=readers)
    taken, peak = time.process_time() - started, peak_mb()
    return sum(len(nlp.tokenizer(text)) for text in read), taken, peak


def main() -> None:
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        root = Path(folder) / "corpus"
        sample_corpus(root)
        models = find_corpus(root).settings.models
        for language in LANGUAGES:
            best: dict[str, tuple[int, float, float]] = {}
            for size, tool in product(SIZES, TOOLS):
                with get_context("spawn").Pool(1) as process:
                    tokens, taken, peak = process.apply(run, (root, language, tool, size))
                _, least, most = best.get(tool, (tokens, taken, peak))
                best[tool] = tokens, min(taken, least), max(peak, most)
                for log in root.glob("annotations.db*"):  # the next round finds nothing written either
                    log.unlink()
            bare = best[TOOLS[0]][1]
            for tool, (tokens, taken, peak) in best.items():
                share = f"{bare / taken:.0%}"
                rows.append([language, tool, models[language], tokens, round(tokens / taken), share, round(peak)])
    note = (
        "suggest: the pipeline, all five layers, comparison with the log and the events written; models and word lists "
        "loaded before"
    )
    show("Suggestions", ["language", "tool", "model", "tokens", "tokens/CPU s", "of bare", "peak MB"], rows, note)


if __name__ == "__main__":
    main()
