"""Make ingest/clean/dump/linemodel.json, and say how well such a model does on pages it has not seen.

    python benchmarks/train_linemodel.py [--folds 10] [--write] [--shared ../shared]

The pages are bench/text-dumps under the shared folder with the whole text of their articles. A line is labelled by its
share of 4-word shingles found in the article (half or more: it belongs), a short one by standing there as a line or
between two lines that belong. The regression is fitted by Newton's method with an L2 penalty; each page weighs the
same and a line weighs the square root of its words. Pages stand in three forms: as they are, without blank lines, and
cut down to a few lines around the article, because dumps come in all three. The penalty and the floor were chosen by
the score printed here, and some rules around the model after looking at these pages: it is a little optimistic.

Folds are made by site, so that no page is judged by a model that has seen its neighbour. Printed: F1, precision and
recall over 4-word shingles of what `dump_text` gives, page by page (the metric of
../shared/tools/score_text_dumps.py). Only numbers are written.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ingest.clean.dump import dump_text  # noqa: E402  (the project need not be installed)
from ingest.clean.dump.linefeatures import word_counts  # noqa: E402
from ingest.clean.dump.linemodel import LineModel, Matrix, columns, design  # noqa: E402
from ingest.clean.phrases import reason_of  # noqa: E402

PENALTY = 4.0
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """One form of one dump, with a label for each of its lines."""

    site: str
    form: str  # `whole`, `flat`, `cut`
    gold: str
    dump: str
    rows: Matrix
    labels: np.ndarray
    weights: np.ndarray


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def label(lines: list[str], gold: str) -> list[float]:
    """1 for a line that belongs to the article, else 0."""
    known = shingles(WORD.findall(gold))
    whole = {" ".join(WORD.findall(line)) for line in gold.split("\n")}
    text = " " + " ".join(WORD.findall(gold)) + " "
    first: list[float | None] = []
    for line in lines:
        words = WORD.findall(line)
        if len(words) >= 4:
            grams = shingles(words)
            first.append(float(sum(n for gram, n in grams.items() if gram in known) >= sum(grams.values()) / 2))
        elif words and " ".join(words) in whole:
            first.append(1.0)
        else:
            first.append(None if not words or f" {' '.join(words)} " in text else 0.0)
    return [_between(first, i) if mark is None else mark for i, mark in enumerate(first)]


def _between(marks: list[float | None], at: int) -> float:
    above = [m for m in reversed(marks[max(0, at - 2) : at]) if m is not None]
    below = [m for m in marks[at + 1 : at + 3] if m is not None]
    return float(bool(above and below and above[0] == below[0] == 1.0))


def site_of(url: str) -> str:
    parts = (urlsplit(url).hostname or url).split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3 else parts[-2:])


def form(site: str, name: str, gold: str, lines: list[str], gaps: list[int], labels: list[float]) -> Page:
    sizes = np.sqrt(np.minimum(word_counts(lines), 100) + 1.0)
    rows = design(lines, gaps, [reason_of(line) for line in lines])
    dump = "".join("\n" * (gap + 1) + line for line, gap in zip(lines, gaps, strict=True))
    return Page(site, name, gold, dump, rows, np.array(labels), sizes / sizes.sum() * 100)


def forms(site: str, gold: str, dump: str, dice: random.Random) -> list[Page]:
    lines = [line for line in dump.split("\n") if line.strip()]
    gaps = _gaps(dump)
    labels = label(lines, gold)
    pages = [
        form(site, "whole", gold, lines, gaps, labels),
        form(site, "flat", gold, lines, [0] * len(lines), labels),
    ]
    inside = [i for i, mark in enumerate(labels) if mark]
    if inside:
        start, end = max(0, inside[0] - dice.randrange(6)), inside[-1] + 1 + dice.randrange(9)
        spacing = dice.choice((gaps[start:end], [0] * len(lines[start:end]), [1] * len(lines[start:end])))
        pages.append(form(site, "cut", gold, lines[start:end], spacing, labels[start:end]))
    return pages


def _gaps(dump: str) -> list[int]:
    gaps, gap = [], 0
    for line in dump.split("\n"):
        if line.strip():
            gaps.append(gap)
            gap = 0
        else:
            gap += 1
    return gaps


def fit(pages: list[Page]) -> LineModel:
    rows = np.vstack([page.rows for page in pages])
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    labels = np.concatenate([page.labels for page in pages])
    sizes = np.concatenate([page.weights for page in pages])
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[-1] = 1e-6
    beta = np.zeros(rows.shape[1])
    for _ in range(15):
        chance = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        slope = rows.T @ (sizes * (chance - labels)) + penalty * beta
        curve = (rows * (sizes * chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta -= step
        if abs(step).max() < 1e-5:
            break
    return LineModel(beta[:-1], float(beta[-1]))


def f_score(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    precision, recall = [], []
    for gold, found in pairs:
        want, got = shingles(WORD.findall(gold)), shingles(WORD.findall(found))
        shared = (want & got).total()
        if got:
            precision.append(shared / got.total())
        if want:
            recall.append(shared / want.total())
    p, r = float(np.mean(precision)), float(np.mean(recall))
    return 2 * p * r / (p + r), p, r


def load(shared: Path) -> list[Page]:
    gold = json.loads((shared / "bench/article-extraction/ground-truth.json").read_text(encoding="utf-8"))
    dice = random.Random(2012)
    pages: list[Page] = []
    with gzip.open(shared / "bench/text-dumps/pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            dump = json.loads(line)
            truth = gold[dump["id"]]
            pages += forms(site_of(truth["url"]), truth.get("articleBody", ""), dump["text"], dice)
    return pages


def cross_validate(pages: list[Page], folds: int) -> dict[str, list[tuple[str, str]]]:
    sites = sorted({page.site for page in pages})
    random.Random(7).shuffle(sites)
    fold_of = {site: i % folds for i, site in enumerate(sites)}
    found: dict[str, list[tuple[str, str]]] = {}
    for fold in range(folds):
        model = fit([page for page in pages if fold_of[page.site] != fold])
        for page in pages:
            if fold_of[page.site] == fold:
                found.setdefault(page.form, []).append((page.gold, dump_text(page.dump, model)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--write", action="store_true", help="write ingest/clean/dump/linemodel.json")
    parser.add_argument("--shared", type=Path, default=ROOT / "../shared")
    args = parser.parse_args()
    pages = load(args.shared)
    print(f"{'pages':<28} {'F1':>6} {'P':>6} {'R':>6}")
    for name, pairs in cross_validate(pages, args.folds).items():
        print(f"{'unseen sites, ' + name:<28} " + " ".join(f"{x:6.4f}" for x in f_score(pairs)))
    model = fit(pages)
    for name in ("whole", "flat", "cut"):
        pairs = [(page.gold, dump_text(page.dump, model)) for page in pages if page.form == name]
        print(f"{'as shipped, ' + name:<28} " + " ".join(f"{x:6.4f}" for x in f_score(pairs)))
    if args.write:
        weights = {name: round(float(w), 4) for name, w in zip(columns(), model.weights, strict=True)}
        stored = {"bias": round(model.bias, 4), "weights": weights}
        path = ROOT / "ingest/clean/dump/linemodel.json"
        path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
