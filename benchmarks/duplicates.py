"""Near duplicates: what is found of planted copies, beside datasketch on the same texts; time and memory.

The texts are made here, from a seed. `python -m benchmarks.duplicates 100000` does so many documents (default 20,000);
texts with the word frequencies of a language, no grammar.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from datasketch import MinHash, MinHashLSH

from benchmarks.table import show
from corpus.folder import Corpus, make_corpus
from corpus.model import Document, Observation, Place, Record, Source
from corpus.store import Fate
from ingest.duplicates.shingles import words
from ingest.duplicates.stage import tie_near_duplicates

SEED = 2020
VOCABULARY = 40_000
PLANTED = 60  # of each kind
PEER_TEXTS = 4_000
EDITS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
OUTLETS = 40


class Planted(msgspec.Struct, frozen=True):
    """Two texts: of which kind the pair is, their places in the list, and whether one was made of the other."""

    kind: str
    one: int
    other: int
    alike: bool


class Found(msgspec.Struct, frozen=True):
    """The text that each copy was tied to, and the seconds it took."""

    ties: dict[int, int]
    seconds: float

    def tied(self, one: int, other: int) -> bool:
        """Whether two texts came into one cluster."""
        return self.ties.get(one, one) == self.ties.get(other, other)

    def precision(self, planted: list[Planted]) -> float:
        """Of the ties, those between texts of which one was made of the other."""
        right = {frozenset((pair.one, pair.other)) for pair in planted if pair.alike}
        return sum(frozenset(tie) in right for tie in self.ties.items()) / max(len(self.ties), 1)

    def recall(self, planted: list[Planted]) -> float:
        """Of these pairs, those that came into one cluster."""
        return sum(self.tied(pair.one, pair.other) for pair in planted) / max(len(planted), 1)


class Maker:
    """Texts of words whose frequencies fall as in a language (Zipf), and what can be done to them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        syllables = [a + b for a in "bcdfgjlmnprstv" for b in ("a", "e", "i", "o", "ou", "an", "on", "eur")]
        self.vocabulary = [
            "".join(self.chance.choices(syllables, k=1 + n // 4000)) + str(n % 7) for n in range(VOCABULARY)
        ]
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in range(VOCABULARY)))
        self.texts: list[dict[str, str]] = []
        self.planted: list[Planted] = []

    def words(self, count: int) -> list[str]:
        return self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)

    def add(self, kind: str, text: list[str], source: str | None = None) -> int:
        whose = source or f"{kind} {self.chance.randrange(OUTLETS if kind == 'article' else 5000)}"
        day = f"2020-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
        self.texts.append({"kind": kind, "text": " ".join(text), "source": whose, "day": day})
        return len(self.texts) - 1

    def plant(self, name: str, kind: str, one: list[str], other: list[str], source: str | None = None) -> None:
        """Two texts of one kind; the second is no copy of the first where the name begins with `not`."""
        pair = self.add(kind, one, source), self.add(kind, other, source)
        self.planted.append(Planted(name, *pair, alike=not name.startswith("not")))

    def edited(self, text: list[str], share: float) -> list[str]:
        """A third each of the edits changes a word, drops one, and adds one."""
        new: list[str] = []
        for word in text:
            act = self.chance.randrange(3) if self.chance.random() < share else 3
            new += {0: self.words(1), 1: [], 2: [word, *self.words(1)], 3: [word]}[act]
        return new


def make_texts(number: int, seed: int = SEED) -> Maker:
    """The planted texts and as many others as make `number`: 60 % posts, 40 % articles of about 400 words."""
    maker = Maker(seed)
    for _ in range(PLANTED):
        plant_copies(maker)
        plant_hard_negatives(maker)
    for outlet in range(PLANTED // 6):
        plant_boilerplate(maker, outlet)
    while len(maker.texts) < number:
        if maker.chance.random() < 0.6:
            maker.add("post", maker.words(maker.chance.randint(5, 45)))
        else:
            maker.add("article", maker.words(maker.chance.randint(250, 550)))
    return maker


def plant_copies(maker: Maker) -> None:
    """One pair of each kind that is to be found."""
    words, edited, chance = maker.words, maker.edited, maker.chance
    for share in EDITS:
        whole, post = words(chance.randint(250, 550)), words(chance.randint(15, 40))
        maker.plant(f"article, {share:.0%} of words edited", "article", whole, edited(whole, share))
        maker.plant(f"post, {share:.0%} of words edited", "post", post, edited(post, share))
    whole = words(500)
    maker.plant("article, cut to its first third", "article", whole, whole[:160])
    whole = words(500)
    maker.plant("article, a fifth from its middle", "article", whole, whole[200:300])
    agency = words(300)
    maker.plant("syndicated, 60 % more added", "article", agency, [*words(90), *agency, *words(90)])
    agency = words(300)
    mixed = [*words(100), *edited(agency[:220], 0.02), *words(40)]
    maker.plant("syndicated, cut, edited, added to", "article", agency, mixed)


def plant_hard_negatives(maker: Maker) -> None:
    """One pair of each kind that is not to be tied."""
    words = maker.words
    quotation, topic, beginning = words(80), words(120), words(6)
    one, other = [*words(300), *quotation], [*quotation, *words(300)]
    maker.plant("not: the same quotations", "article", one, other)
    shuffled = [*topic, *topic, *words(160)]
    maker.chance.shuffle(shuffled)
    maker.plant("not: the same topic", "article", [*topic, *words(280)], shuffled)
    maker.plant("not: posts that begin alike", "post", [*beginning, *words(9)], [*beginning, *words(9)])


def plant_boilerplate(maker: Maker, number: int) -> None:
    """Articles of one outlet with a long notice, and of one that fills in a template."""
    words = maker.words
    notice, frame = words(200), words(200)
    for _ in range(6):
        one, other = ([*words(60), *notice] for _ in range(2))
        maker.plant("not: an outlet's long notice", "article", one, other, f"outlet with a notice {number}")
        one, other = ([words(1)[0] if n % 10 == 0 else w for n, w in enumerate(frame)] for _ in range(2))
        maker.plant("not: an outlet's template", "article", one, other, f"outlet with a template {number}")


def store_texts(corpus: Corpus, texts: list[dict[str, str]]) -> None:
    """Put the texts into the store as documents `d0`, `d1`, ... of one source."""
    source = Source(id="s", name="made", path="made", sha256="0", size=0, format="jsonl")
    with corpus.store() as store, store.writing():
        store.add_source(source)
        for number, text in enumerate(texts):
            document = Document(
                id=f"d{number}",
                kind="post" if text["kind"] == "post" else "article",
                text=text["text"],
                native_id=str(number),
                published_at=text["day"],
                **{"account" if text["kind"] == "post" else "outlet": text["source"]},
            )
            store.put(document, Observation(document=document.id, source="s", number=number), cleaned_by="benchmark")
            record = Record(source="s", number=number, place=Place(), raw=b"", sha256="0")
            store.add_record(record, Fate(outcome="kept", document=document.id))


def ours(texts: list[dict[str, str]], workers: int) -> Found:
    """What Hustings ties, from the store and to the store."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = make_corpus(Path(folder) / "corpus")
        store_texts(corpus, texts)
        with corpus.store() as store:
            started = time.perf_counter()
            tie_near_duplicates(corpus, store, workers)
            taken = time.perf_counter() - started
            sql = "SELECT document, target FROM relations WHERE kind = 'near_duplicate_of'"
            ties = {int(row["document"][1:]): int(row["target"][1:]) for row in store.db.execute(sql)}
            return Found(ties, taken)


def datasketch(texts: list[dict[str, str]]) -> Found:
    """The same by MinHashLSH as its documentation uses it: 128 permutations, threshold .5, shingles of three words."""
    started = time.perf_counter()
    index, ties = MinHashLSH(threshold=0.5, num_perm=128), {}
    for number, text in enumerate(texts):
        found = words(text["text"])
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(found[n : n + 3]).encode() for n in range(len(found) - 2)])
        near = [int(key) for key in index.query(sketch)]
        if near:
            ties[number] = min(near)
        index.insert(str(number), sketch)
    return Found(ties, time.perf_counter() - started)


def main(number: int = 20_000) -> None:
    maker = make_texts(PEER_TEXTS)
    both = ours(maker.texts, 1), datasketch(maker.texts)
    rows: list[list[object]] = []
    for kind in dict.fromkeys(pair.kind for pair in maker.planted):
        own = [pair for pair in maker.planted if pair.kind == kind]
        rows.append([kind, len(own), *(found.recall(own) for found in both)])
    rows.append(["precision of all ties", "", *(found.precision(maker.planted) for found in both)])
    rows.append(["seconds, one process", "", *(found.seconds for found in both)])
    title = f"Near duplicates among {PEER_TEXTS:,} texts: share of the pairs that are tied (of `not`, wrongly)"
    show(title, ["pairs", "number", "hustings", "datasketch"], rows)
    maker = make_texts(number)
    alike = [pair for pair in maker.planted if pair.alike]
    rows = []
    for workers in (1, 2):
        found = ours(maker.texts, workers)
        rows.append([number, workers, found.seconds, len(found.ties), found.recall(alike), found.precision(alike)])
    show(
        "Time, from the store to the store", ["documents", "processes", "seconds", "ties", "recall", "precision"], rows
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Most memory of this process, the texts themselves included: {peak:,.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
