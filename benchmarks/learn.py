"""What learning gives: generated corpora with annotators, more and more documents judged; and the time it takes.

The measured documents are others than those that were judged. `HUSTINGS_LEARN` (documents judged, as in "20 80") picks
fewer sizes. The second table is of the passages of benchmarks/gold that may be worked on, each judged as its heading
says, by cross-validation: many codes, every passage in other words.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from annotate.learn.run import learn
from annotate.learn.stored import Scores
from annotate.reader import BATCH, Readers
from annotate.suggest import suggest
from benchmarks.goldset import FOLDER, passages
from benchmarks.learn_corpus import Made, annotated, created, generated, stored, submitted
from benchmarks.table import show
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.model import Block, Document, Event

SIZES = tuple(int(n) for n in os.environ.get("HUSTINGS_LEARN", "10 20 40 80 160").split())
UNSEEN = 60
PASSAGES_TOGETHER = 3  # of the gold set, in one document


def f1(corpus: Corpus, made: Sequence[Made], *, with_model: bool) -> tuple[float, float, float]:
    """Precision, recall and F1 of what is proposed in documents: passages that overlap, by code."""
    readers = Readers(corpus, with_model=with_model)
    right = wrong = found = there = 0
    for first in range(0, len(made), BATCH):
        batch = made[first : first + BATCH]
        for one, proposals in zip(batch, readers.propose([m.document for m in batch]), strict=True):
            own = [p for p in proposals if p.layer == "tactic"]
            hits = [any(p.code == c and p.start < end and p.end > start for c, start, end in one.codes) for p in own]
            right, wrong = right + sum(hits), wrong + len(own) - sum(hits)
            there += len(one.codes)
            found += sum(any(p.code == c and p.start < e and p.end > s for p in own) for c, s, e in one.codes)
    precision, recall = right / max(1, right + wrong), found / max(1, there)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def simulated(folder: Path, size: int) -> list[object]:
    """One row: so many documents judged, learned from, and others measured."""
    corpus = make_corpus(folder)
    made, unseen = list(generated(size, seed=1)), list(generated(UNSEEN, seed=2))
    stored(corpus, made)
    readers = Readers(corpus, with_model=False)
    suggest(corpus, readers=readers)
    annotated(corpus, made)
    started = time.process_time()
    done = learn(corpus, readers)
    taken = time.process_time() - started
    alone, both = (f1(find_corpus(folder), unseen, with_model=with_model) for with_model in (False, True))
    used = sum(code.used for code in done.codes)
    told = "-" if done.both is None else f"{done.both.f1[0]:.2f} ({done.both.f1[1]:.2f}-{done.both.f1[2]:.2f})"
    return [
        size,
        f"{used} of {len(done.codes)}",
        *(f"{p:.2f} {r:.2f} {f:.2f}" for p, r, f in (alone, both)),
        told,
        taken,
    ]


def gold(folder: Path, sets: Iterable[str] = ("dev", "own3-a")) -> list[list[object]]:
    """Rows of the cross-validation over the passages of these sets."""
    corpus = make_corpus(folder)
    made = [one for name in sets for language in ("en", "fr") for one in _of_gold(name, language)]
    stored(corpus, made)
    with corpus.events() as log:
        log.append(act for one in made for act in _read(one))
    done = learn(corpus)
    rows = [_row("all with enough", done.rules, done.both)] if done.rules and done.both else []
    for code in sorted(done.codes, key=lambda code: -code.passages):
        if code.used and code.rules and code.both:
            rows.append(_row(code.code, code.rules, code.both))
    return rows


def _row(name: str, rules: Scores, both: Scores) -> list[object]:
    measures = [f"{s.precision[0]:.2f} {s.recall[0]:.2f} {s.f1[0]:.2f}" for s in (rules, both)]
    return [name, rules.passages, *measures, f"{both.f1[1]:.2f}-{both.f1[2]:.2f}"]


def _of_gold(name: str, language: str) -> Iterable[Made]:
    of_set = iter(passages(name, language)) if (FOLDER / f"{name}-{language}.txt").is_file() else iter(())
    number = 0
    while together := list(islice(of_set, PASSAGES_TOGETHER)):
        text, codes, blocks = "", [], []
        for one in together:
            start = len(text) + bool(text)
            text = f"{text}\n{one.text}".strip()
            codes += [(code, start, len(text)) for code in sorted(one.tactics)]
            blocks.append(Block(kind="paragraph", start=start, end=len(text)))
        id = f"d{name}{language}{number}"
        yield Made(Document(id=id, kind="article", text=text, language=language, blocks=tuple(blocks)), tuple(codes))
        number += 1


def _read(one: Made) -> Iterable[Event]:
    """What somebody does who marks all codes of a document and suggests nothing else."""
    yield from (created(one.document, *code, "ana") for code in one.codes)
    yield submitted(one.document, "ana")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        root = Path(folder)
        rows = [simulated(root / str(size), size) for size in SIZES]
        of_gold = gold(root / "gold")
    headings = ["judged", "codes used", "rules: P R F1", "with model: P R F1", "F1 by cross-validation", "CPU s"]
    show(f"Learning: {UNSEEN} generated documents that nobody judged", headings, rows)
    headings = ["code", "passages", "rules: P R F1", "with model: P R F1", "F1 from-to"]
    show("Learning: passages of benchmarks/gold (dev, own3-a), by cross-validation", headings, of_gold)


if __name__ == "__main__":
    main()
