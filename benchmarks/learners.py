"""What learns a code best from few passages: words, meaning, both, or spaCy's text categorizers, on the same folds.

The passages of benchmarks/gold but `test-*` are documents that somebody judged. For each size a sample is drawn in
which every code has so many passages (with as large a share of those that show nothing), and cross-validated in five
parts, a passage and its counterpart in the other language in the same one. Each part is scored by what was fitted on
the sample's other parts, and a code is found where the score reaches what would have been best for it on the sample's
other parts. Measured are all passages of a part, also those outside the sample. `HUSTINGS_LEARNERS` (passages a code,
as in "10 40") picks fewer sizes.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import spacy
from scipy import sparse
from sklearn.metrics import average_precision_score
from spacy.tokens import Doc
from spacy.training import Example

from annotate.learn.decide import Numbers
from annotate.learn.examples import NO, YES
from annotate.learn.features import Sentence, seen
from annotate.learn.fit import fitted
from annotate.learn.vectors import Table, meant, named, table, vocabulary
from annotate.reader import Readers
from benchmarks.goldset import Passage
from benchmarks.table import show
from benchmarks.train_meaning import everything
from corpus.folder import make_corpus

SIZES = tuple(int(n) for n in os.environ.get("HUSTINGS_LEARNERS", "5 10 20 40 80").split())
FOLDS = 5
Ints = npt.NDArray[np.int64]
Said = npt.NDArray[np.int8]

# spaCy's: as its own defaults have them, with a table of hashed words that suits some thousand passages
BOW = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "ngram_size": 1,
    "no_output_layer": False,
    "length": 1 << 14,
}
ENSEMBLE = {
    "@architectures": "spacy.TextCatEnsemble.v2",
    "linear_model": BOW,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 64,
            "rows": [2000, 2000, 500, 1000, 500],
            "attrs": ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 64,
            "window_size": 1,
            "maxout_pieces": 3,
            "depth": 2,
        },
    },
}
BATCH, STEPS, EPOCHS, DROPOUT = 32, 400, 10, 0.2  # at least so many steps and so many times over all passages
SLOW = (10,)  # sizes at which the ensemble is tried: it takes minutes


@dataclass(frozen=True)
class Data:
    """Passages as everybody sees them: `said` (passages x codes), the place of each (the same for counterparts)."""

    passages: list[Passage]
    codes: list[str]
    said: Said
    places: Ints
    features: Table


Learner = Callable[[Data, Ints, Ints], Numbers]  # rows to learn from, rows to score -> scores, rows by columns of said


def data() -> Data:
    """The passages of the gold set, read by rules and the other suggesters, and embedded."""
    found, _, places = everything()
    codes = sorted({code for passage in found for code in passage.tactics})
    said = np.array([[YES if code in passage.tactics else NO for code in codes] for passage in found], dtype=np.int8)
    sentences: dict[int, Sentence] = {}
    with tempfile.TemporaryDirectory() as folder:
        readers = Readers(make_corpus(Path(folder) / "corpus"), with_model=False)
        for language in ("en", "fr"):
            own = [number for number, passage in enumerate(found) if passage.language == language]
            reader = readers.of(language)
            for number, read in zip(own, reader.read([found[n].text for n in own]), strict=True):
                text = found[number].text
                sentences[number] = _whole(text, seen(text, reader.eye, read.proposals))
    features = table([sentences[number] for number in range(len(found))])
    return Data(found, codes, said, np.array(places, dtype=np.int64), features)


def _whole(text: str, parts: Sequence[Sentence]) -> Sentence:
    """A passage of several sentences, seen as if it were one."""
    words = sorted({word for part in parts for word in part.words})
    found = sorted({name for part in parts for name in part.found})
    return Sentence(0, len(text), tuple(words), tuple(found), (), text)


def sample(of: Data, size: int) -> tuple[Ints, list[int]]:
    """Rows of which each code has `size`, and the codes (columns) that have as many. The same content in both languages
    is taken only where a code has too few without."""
    draw = random.Random(size)
    order = draw.sample(range(len(of.passages)), len(of.passages))
    first = {int(of.places[row]): row for row in reversed(order)}
    order.sort(key=lambda row: first[int(of.places[row])] != row)
    counted = of.said.sum(axis=0)
    taken: set[int] = set()
    for column in np.argsort(counted, kind="stable").tolist():
        having = [row for row in order if of.said[row, column] == YES]
        missing = size - sum(row in taken for row in having)
        taken.update([row for row in having if row not in taken][: max(0, missing)])
    nothing = [row for row in order if not of.said[row].any()]
    taken.update(nothing[: round(len(nothing) * min(1, size / float(np.median(counted))))])
    enough = [column for column in range(len(of.codes)) if of.said[sorted(taken), column].sum() >= min(size, 70)]
    return np.array(sorted(taken), dtype=np.int64), enough


def regression(which: str) -> Learner:
    """Logistic regressions as annotate.learn fits them: of `words`, `named` features (words, lists, actors, figures),
    of `meaning`, or of `both`."""

    def learn(of: Data, train: Ints, test: Ints) -> Numbers:
        words = vocabulary(of.features, train, of.places)

        def rows(which_rows: Ints) -> sparse.csr_matrix:
            meaning = meant(of.features.meaning[which_rows], words.centre)
            if which == "meaning":
                return sparse.csr_matrix(meaning)
            own = named(of.features, words, which_rows)
            if which == "words":
                return own[:, : len(words.idf["words"])]
            return own if which == "named" else sparse.hstack([own, meaning], format="csr")

        known, unknown = rows(train), rows(test)
        scores = np.zeros((len(test), len(of.codes)))
        for column in range(len(of.codes)):
            weights, intercept = fitted(known, of.said[train, column], np.ones(len(train)))
            scores[:, column] = unknown @ weights + intercept
        return scores

    return learn


def categorizer(model: dict[str, object]) -> Learner:
    """spaCy's textcat_multilabel with a model, on words as they are written, both languages together."""

    def learn(of: Data, train: Ints, test: Ints) -> Numbers:
        spacy.util.fix_random_seed(0)
        nlp = spacy.blank("xx")
        pipe = nlp.add_pipe("textcat_multilabel", config={"model": model})
        for code in of.codes:
            pipe.add_label(code)  # type: ignore[attr-defined]
        examples = [_example(nlp.make_doc(of.passages[row].text), of, row) for row in train.tolist()]
        optimizer = nlp.initialize(lambda: examples)
        draw = random.Random(0)
        batches = -(-len(examples) // BATCH)
        for _ in range(max(EPOCHS, -(-STEPS // batches))):
            draw.shuffle(examples)
            for first in range(0, len(examples), BATCH):
                nlp.update(examples[first : first + BATCH], sgd=optimizer, drop=DROPOUT)
        docs = nlp.pipe([of.passages[row].text for row in test.tolist()], batch_size=256)
        return np.array([[doc.cats[code] for code in of.codes] for doc in docs])

    return learn


def _example(doc: Doc, of: Data, row: int) -> Example:
    cats = {code: float(of.said[row, column] == YES) for column, code in enumerate(of.codes)}
    return Example.from_dict(doc, {"cats": cats})


ENSEMBLES = "spaCy textcat, ensemble"
LEARNERS: dict[str, Learner] = {
    "words": regression("words"),
    "words and lists": regression("named"),
    "meaning": regression("meaning"),
    "words, lists and meaning": regression("both"),
    "spaCy textcat, bow": categorizer(BOW),
    ENSEMBLES: categorizer(ENSEMBLE),
}


def measured(of: Data, learner: Learner, size: int) -> list[object]:
    """Passages learned from, codes, precision, recall and F1 (means over codes), average precision, CPU seconds."""
    rows, codes = sample(of, size)
    fold = np.random.default_rng(1).permutation(int(of.places.max()) + 1)[of.places] % FOLDS
    scores = np.zeros(of.said.shape)
    started = time.process_time()
    for number in range(FOLDS):
        test = np.flatnonzero(fold == number)
        scores[test] = learner(of, rows[fold[rows] != number], test)
    taken = time.process_time() - started
    chosen = np.zeros(of.said.shape, dtype=bool)
    for number in range(FOLDS):
        others, here = rows[fold[rows] != number], np.flatnonzero(fold == number)
        for column in codes:
            chosen[here, column] = scores[here, column] >= _best(scores[others, column], of.said[others, column])
    each = np.array([_three(chosen[:, column], of.said[:, column]) for column in codes])
    sorting = float(np.mean([average_precision_score(of.said[:, column], scores[:, column]) for column in codes]))
    precision, recall, f1 = (f"{value:.3f}" for value in each.mean(axis=0))
    return [len(rows), len(codes), precision, recall, f1, f"{sorting:.3f}", taken]


def _best(scores: Numbers, said: Said) -> float:
    """The score from which on a code is found with the best F1, half way to the next lower one."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(said[order] == YES)
    f1 = 2 * right / (np.arange(1, len(order) + 1) + max(1, int(right[-1])))
    at = int(f1.argmax())
    return float(scores[order[at : at + 2]].mean())


def _three(chosen: npt.NDArray[np.bool_], said: Said) -> tuple[float, float, float]:
    right, proposed, there = int((chosen & (said == YES)).sum()), int(chosen.sum()), int((said == YES).sum())
    return right / max(1, proposed), right / max(1, there), 2 * right / max(1, proposed + there)


def rows_of(of: Data) -> Iterator[list[object]]:
    """A row a size and learner."""
    for size in SIZES:
        for name, learner in LEARNERS.items():
            if learner is LEARNERS[ENSEMBLES] and size not in SLOW:
                continue
            yield [size, name, *measured(of, learner, size)]


def main() -> None:
    headings = ["passages a code", "learner", "learned from", "codes", "precision", "recall", "F1", "AP", "CPU s"]
    note = "Means over codes. AP: average precision, which asks for no threshold. CPU s: five times fitted and applied."
    show("What learns a code best, cross-validated on benchmarks/gold", headings, list(rows_of(data())), note)


if __name__ == "__main__":
    main()
