"""What learning gives: more and more documents judged, the same others measured; and the time it takes.

Generated documents first, which a simulated person judges, erring now and then; those measured are others, that nobody
judged. `HUSTINGS_LEARN` (documents judged, as in "20 80") picks fewer sizes. Then passages of benchmarks/gold in
people's own words, of sets on which no rule was written, three of a language in one document; one that is measured has
no counterpart in the other language among those that are judged. Meaning is off there, as it was trained on them.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from annotate.learn.apply import learned
from annotate.learn.decide import FOUND, PASSAGES, RIGHT, WRONG, Numbers, measures
from annotate.learn.run import Learning, learn
from annotate.reader import BATCH, Readers
from annotate.suggest import suggest
from benchmarks.goldset import Passage
from benchmarks.learn_corpus import Made, annotated, created, generated, stored, submitted
from benchmarks.table import show
from benchmarks.train_meaning import SEEN_BY_RULES, everything
from corpus.folder import SETTINGS, Corpus, find_corpus, make_corpus
from corpus.model import Block, Document, Event

SIZES = tuple(int(n) for n in os.environ.get("HUSTINGS_LEARN", "10 20 40 80 160").split())
UNSEEN = 60
PASSAGES_TOGETHER = 3  # of the gold set, in one document
OF_GOLD = (80, 160, 320)  # documents judged
BANDS = (5, 10, 20)  # passages a code


def f1(readers: Readers, made: Sequence[Made]) -> tuple[float, float, float]:
    """Precision, recall and F1 of what is proposed in documents: passages that overlap, by code."""
    return _three(sum(counted(readers, made).values(), np.zeros(4)))


def counted(readers: Readers, made: Sequence[Made]) -> dict[str, Numbers]:
    """Of each code: passages proposed rightly and wrongly, passages found, passages there."""
    counts: dict[str, Numbers] = defaultdict(lambda: np.zeros(4))
    for first in range(0, len(made), BATCH):
        batch = made[first : first + BATCH]
        for one, proposals in zip(batch, readers.propose([m.document for m in batch]), strict=True):
            own = [p for p in proposals if p.layer == "tactic"]
            for p in own:
                right = any(p.code == code and p.start < end and p.end > start for code, start, end in one.codes)
                counts[p.code][RIGHT if right else WRONG] += 1
            for code, start, end in one.codes:
                counts[code][PASSAGES] += 1
                counts[code][FOUND] += any(p.code == code and p.start < end and p.end > start for p in own)
    return dict(counts)


def _three(counts: Numbers) -> tuple[float, float, float]:
    precision, recall, both = measures(counts).tolist()
    return precision, recall, both


def _written(three: Iterable[float]) -> str:
    return " ".join(f"{value:.2f}" for value in three)


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
    alone = f1(readers, unseen)
    readers.model = learned(find_corpus(folder))
    return [size, _used(done), _written(alone), _written(f1(readers, unseen)), _told(done), taken]


def _used(done: Learning) -> str:
    return f"{sum(code.used for code in done.codes)} of {len(done.codes)}"


def _told(done: Learning) -> str:
    return "-" if done.both is None else f"{done.both.f1[0]:.2f} ({done.both.f1[1]:.2f}-{done.both.f1[2]:.2f})"


def gold(folder: Path, sizes: Sequence[int] = OF_GOLD) -> tuple[list[list[object]], list[list[object]]]:
    """Rows by documents judged, and rows by how many passages a code had there, all sizes together."""
    pool, unseen = _halves()
    rows, bands = [], {least: [0, 0, np.zeros(4), np.zeros(4)] for least in BANDS}
    first = Readers(_without_meaning(folder / "rules"), with_model=False)
    _remember(first)
    alone = counted(first, unseen)
    for size in sizes:
        corpus = _without_meaning(folder / str(size))
        judged = pool[:size]
        stored(corpus, judged)
        with corpus.events() as log:
            log.append(act for one in judged for act in _read(one))
        started = time.process_time()
        done = learn(corpus, first)
        taken = time.process_time() - started
        first.model = learned(corpus)
        both = counted(first, unseen)
        first.model = None
        of_all = [_written(_three(sum(counts.values(), np.zeros(4)))) for counts in (alone, both)]
        rows.append([len(judged), _used(done), *of_all, _told(done), taken])
        for code in done.codes:
            least = max((band for band in BANDS if band <= code.passages), default=None)
            if least is None:
                continue
            band = bands[least]
            band[0] += 1
            if code.used:
                band[1] += 1
                band[2] = band[2] + alone.get(code.code, np.zeros(4))
                band[3] = band[3] + both.get(code.code, np.zeros(4))
    of_bands: list[list[object]] = []
    for least, after in zip(BANDS, [*BANDS[1:], None], strict=True):
        codes, used, before, with_model = bands[least]
        name = f"{least} to {after - 1}" if after else f"{least} and more"
        three = [_written(_three(counts)) if used else "" for counts in (before, with_model)]
        of_bands.append([name, f"{used} of {codes}", int(before[PASSAGES]), *three])
    return rows, of_bands


def _without_meaning(folder: Path) -> Corpus:
    root = make_corpus(folder).root
    settings = (root / SETTINGS).read_text("utf-8").replace("meaning = true", "meaning = false")
    (root / SETTINGS).write_text(settings, "utf-8")
    return find_corpus(root)


def _remember(readers: Readers) -> None:
    """Let the pipelines read every text once, however often it is asked for."""
    for language in ("en", "fr"):
        reader = readers.of(language)
        known: dict[str, object] = {}

        def read(texts: Iterable[str], own: object = reader.read, known: dict[str, object] = known) -> Iterator[object]:
            wanted = list(texts)
            new = [text for text in dict.fromkeys(wanted) if text not in known]
            known.update(zip(new, own(new), strict=True))  # type: ignore[operator]
            return (known[text] for text in wanted)

        reader.read = read  # type: ignore[method-assign,assignment]


def _halves() -> tuple[list[Made], list[Made]]:
    """Documents to be judged, each passage in one language only, and documents to be measured, in both."""
    found, names, places = everything()
    fresh = [(p, place) for p, name, place in zip(found, names, places, strict=True) if name not in SEEN_BY_RULES]
    draw = random.Random(1)
    order = draw.sample(sorted({place for _, place in fresh}), len({place for _, place in fresh}))
    measured = set(order[: len(order) // 3])
    language = {place: draw.choice(("en", "fr")) for place in order}
    draw.shuffle(fresh)
    judged = [p for p, place in fresh if place not in measured and p.language == language[place]]
    return list(_documents("j", judged, draw)), list(_documents("u", [p for p, at in fresh if at in measured], draw))


def _documents(name: str, of: Sequence[Passage], draw: random.Random) -> Iterator[Made]:
    made = []
    for language in ("en", "fr"):
        own = [passage for passage in of if passage.language == language]
        for first in range(0, len(own), PASSAGES_TOGETHER):
            text, codes, blocks = "", [], []
            for one in own[first : first + PASSAGES_TOGETHER]:
                start = len(text) + bool(text)
                text = f"{text}\n{one.text}".strip()
                codes += [(code, start, len(text)) for code in sorted(one.tactics)]
                blocks.append(Block(kind="paragraph", start=start, end=len(text)))
            id = f"d{name}{language}{first}"
            document = Document(id=id, kind="article", text=text, language=language, blocks=tuple(blocks))
            made.append(Made(document, tuple(codes)))
    draw.shuffle(made)
    yield from made


def _read(one: Made) -> Iterable[Event]:
    """What somebody does who marks all codes of a document and suggests nothing else."""
    yield from (created(one.document, *code, "ana") for code in one.codes)
    yield submitted(one.document, "ana")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        root = Path(folder)
        rows = [simulated(root / str(size), size) for size in SIZES]
        of_gold, of_bands = gold(root / "gold")
    ends = ["codes used", "rules: P R F1", "with model: P R F1", "F1 by cross-validation", "CPU s"]
    show(f"Learning: {UNSEEN} generated documents that nobody judged", ["judged", *ends], rows)
    show("Learning: passages of benchmarks/gold that nobody judged", ["judged", *ends], of_gold)
    headings = ["passages judged", "codes used", "passages measured", "rules: P R F1", "with model: P R F1"]
    show("Learning: the same, the codes that were used", headings, of_bands)


if __name__ == "__main__":
    main()
