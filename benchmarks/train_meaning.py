"""Make annotate/meaning/tactics.npz and tactics.json, and say how well such a regression does on unseen passages.

    python -m benchmarks.train_meaning [--folds 8] [--write] [--shared ../shared]

Learned from every passage of benchmarks/gold that is marked for tactics, but for `test-*.txt`, which nothing is learned
from or chosen by; and, as what shows no tactic, from every other page of bench/article-extraction under the shared
folder (news, sport, shopping in many languages), of which nothing but the weights remains. One logistic regression a
code over the vectors of `annotate.meaning.encoder`, with an L2 penalty. Judged by cross-validation: a passage and its
counterpart in the other language, which stand at the same place of their files, are in the same fold. On the values so
found one line of Platt's makes probabilities for all codes together, and the table says what each threshold gives alone
and beside the rules, and in how many of the other pages anything is proposed by meaning. The rules were written on dev,
own, own2 and own3-a, so the lines beside rules are of the other sets.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from annotate.meaning.encoder import MODEL, vectors
from annotate.meaning.model import FOLDER, About, Model, write
from annotate.meaning.windows import windows
from annotate.reader import Readers
from benchmarks.goldset import Passage, passages
from benchmarks.table import show
from corpus.folder import SETTINGS, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Block, Document

SETS = ("dev", "own", "own2", "own3-a", "own3-b", "own4-a", "own4-b", "own5", "own5-none")
SEEN_BY_RULES = ("dev", "own", "own2", "own3-a")
STRENGTH = 10.0  # inverse of the L2 penalty; with 30 more pages of the others speak, and classes weighing the same too
ADD = 0.8  # probability above which a code is proposed: one of twenty other pages then speaks

Numbers = npt.NDArray[np.float64]


Matrix = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int_]
Found = npt.NDArray[np.bool_]  # by passages and codes, or by passages


def regression(x: Matrix, y: Labels) -> tuple[Matrix, Matrix]:
    """Weights by numbers and codes, and intercepts."""
    weights, intercepts = [], []
    for column in range(y.shape[1]):
        fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit(x, y[:, column])
        weights.append(fitted.coef_[0])
        intercepts.append(fitted.intercept_[0])
    return np.array(weights, dtype=np.float32).T, np.array(intercepts, dtype=np.float32)


def cross_validated(x: Matrix, y: Labels, places: Sequence[int], folds: int, nothing: Matrix) -> Numbers:
    """What regressions that have not seen a passage say of it (log odds); `nothing` shows no tactic and is in all."""
    order = np.random.default_rng(1).permutation(max(places) + 1)
    fold = order[np.array(places)] % folds
    raw = np.zeros(y.shape)
    for number in range(folds):
        weights, intercepts = regression(*_with(nothing, x[fold != number], y[fold != number]))
        raw[fold == number] = x[fold == number] @ weights + intercepts
    return raw


def _with(nothing: Matrix, x: Matrix, y: Labels) -> tuple[Matrix, Labels]:
    return np.vstack([x, nothing]), np.vstack([y, np.zeros((len(nothing), y.shape[1]), dtype=int)])


def other_pages(shared: Path) -> tuple[list[str], list[list[str]]]:
    """The windows of every other page, to learn from, and those of the pages between, by page."""
    stored = json.loads((shared / "bench" / "article-extraction" / "ground-truth.json").read_text("utf-8"))
    texts = [stored[name]["articleBody"] for name in sorted(stored)]
    cut = [[text[window.start : window.end] for window in windows(text)] for text in texts]
    return [window for page in cut[::2] for window in page], cut[1::2]


def platt(raw: Numbers, y: Labels) -> tuple[float, float]:
    """Slope and offset of the line that makes probabilities of log odds (Platt 1999)."""
    fitted = LogisticRegression(C=1e6).fit(raw.reshape(-1, 1), y.ravel())
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def by_rules(found: Sequence[Passage], codes: Sequence[str]) -> Found:
    """What the rules alone propose for each passage."""
    hits = np.zeros((len(found), len(codes)), dtype=bool)
    with tempfile.TemporaryDirectory() as folder:
        root = make_corpus(Path(folder) / "corpus").root
        settings = (root / SETTINGS).read_text("utf-8").replace("meaning = true", "meaning = false")
        (root / SETTINGS).write_text(settings, "utf-8")
        readers = Readers(find_corpus(root))
        for number, passage in enumerate(found):
            whole = (Block(kind="paragraph", start=0, end=len(passage.text)),)
            document = Document(id="d", kind="article", text=passage.text, language=passage.language, blocks=whole)
            (proposed,) = readers.propose([document])
            for p in proposed:
                if p.layer == "tactic" and p.code in codes:
                    hits[number, codes.index(p.code)] = True
    return hits


def table(sure: Numbers, y: Labels, hits: Found, fresh: Found, highest: Sequence[float]) -> None:
    """Precision and recall by threshold: of meaning alone on all passages, beside rules on those they have not seen.

    `highest` is the highest probability in each of the pages that show nothing.
    """
    rows: list[list[object]] = [["rules alone", "", *_scores(hits[fresh], y[fresh]), ""]]
    for add in (0.3, 0.4, 0.5, 0.6, 0.7):
        speak = f"{sum(one >= add for one in highest)} of {len(highest)}"
        rows.append(["meaning alone, all sets", add, *_scores(sure >= add, y), speak])
        rows.append(["meaning alone", add, *_scores(sure[fresh] >= add, y[fresh]), ""])
        rows.append(["with the rules", add, *_scores(hits[fresh] | (sure[fresh] >= add), y[fresh]), ""])
    show(
        "Tactics by meaning, cross-validated",
        ["what", "add", "precision", "recall", "F1", "pages that speak"],
        rows,
    )


def _scores(found: Found, y: Labels) -> list[object]:
    right = int((found & (y == 1)).sum())
    precision, recall = right / max(1, int(found.sum())), right / max(1, int(y.sum()))
    return [round(precision, 3), round(recall, 3), round(2 * precision * recall / max(1e-9, precision + recall), 3)]


def main() -> None:
    """Train, judge, print; with --write store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    asked = parser.parse_args()
    found, names, places = everything()
    codes = sorted({code for passage in found for code in passage.tactics})
    y = np.array([[int(code in passage.tactics) for code in codes] for passage in found])
    x = vectors([passage.text for passage in found])
    pages, unseen = other_pages(asked.shared)
    nothing = vectors(pages)
    raw = cross_validated(x, y, places, asked.folds, nothing)
    slope, offset = platt(raw, y)
    weights, intercepts = regression(*_with(nothing, x, y))
    digest = sha256("\n".join(f"{sorted(p.tactics)} {p.text}" for p in found))[:8]
    about = About(
        id=digest, encoder=MODEL, codes=tuple(codes), passages=len(found), slope=round(slope, 4),
        offset=round(offset, 4), add=ADD,
    )  # fmt: skip
    model = Model(about, weights, intercepts)
    highest = [float(model.probabilities(vectors(page)).max()) for page in unseen if page]
    fresh = np.array([name not in SEEN_BY_RULES for name in names])
    table(1 / (1 + np.exp(-(slope * raw + offset))), y, by_rules(found, codes), fresh, highest)
    if asked.write:
        write(FOLDER, model)
        print(f"written: {len(found)} passages, {len(codes)} codes, {digest}")


def everything() -> tuple[list[Passage], list[str], list[int]]:
    """The passages, the set of each, and its place: counterparts in two languages have the same."""
    found, names, places = [], [], []
    first = 0
    for name in SETS:
        by_language = [passages(name, language) for language in ("en", "fr")]
        for own in by_language:
            found += own
            names += [name] * len(own)
            places += [first + n for n in range(len(own))]
        first += max(len(own) for own in by_language)
    return found, names, places


if __name__ == "__main__":
    main()
