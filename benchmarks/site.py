"""The site: how fast it is built, how large it is, how fast it answers, beside stock Datasette on the same texts."""

from __future__ import annotations

import itertools
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

import httpx
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from benchmarks.table import show
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import annotation_id, sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate
from publish.build import Built, build, open_site
from publish.search import search

SEED = 2012
DOCUMENTS = int(os.environ.get("HUSTINGS_BENCH_DOCUMENTS", "10000"))
POSTS = 0.6  # of the documents; the others are articles
VOCABULARY = 40_000  # words a language
INFLECTED = 0.33  # of these; of the words of the PUD treebanks .29 in English and .37 in French
EXPONENT = 1.07  # of Zipf's law, as found in running text
REPEATED = 0.18  # of the words; then an article of 600 words has 52 different ones in 100, as English press articles do
REQUESTS = 160  # a cell of the table
CASES = ("first", "second", "third")
TACTICS = ("paid-clicks", "micro-targeting", "automated-accounts")
BIN = Path(sys.executable).parent


class Words:
    """Words of a language with Zipf's frequencies, the shorter the commoner."""

    def __init__(self, language: str, chance: random.Random) -> None:
        forms = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
        lemmas = {str(lemma) for lemma in forms.values()}
        own = sorted(word for word in lemmas if word.isalpha())
        inflected = sorted(word for word in map(str, forms) if word.isalpha() and word not in lemmas)
        words = chance.sample(own, VOCABULARY - round(VOCABULARY * INFLECTED))
        words += chance.sample(inflected, round(VOCABULARY * INFLECTED))
        self.words = sorted(words, key=lambda word: len(word) * chance.uniform(0.3, 3.0))
        self.weights = list(itertools.accumulate((rank + 2.7) ** -EXPONENT for rank in range(VOCABULARY)))
        self.chance = chance

    def sentence(self, said: list[str]) -> str:
        """A sentence of a text in which `said` was said before: its words come again."""
        words = self.chance.choices(self.words, cum_weights=self.weights, k=self.chance.randint(6, 28))
        for place in range(len(words) if said else 0):
            if self.chance.random() < REPEATED:
                words[place] = self.chance.choice(said)
        said += words
        return " ".join(words).capitalize() + "."

    def paragraph(self, said: list[str]) -> str:
        return " ".join(self.sentence(said) for _ in range(self.chance.randint(2, 5)))

    def ranked(self, ranks: Iterable[int]) -> list[str]:
        return [self.words[rank] for rank in ranks]


def documents(words: dict[str, Words], chance: random.Random) -> Iterator[Document]:
    """Posts of a sentence or two and articles of about 600 words, half in each language."""
    for number in range(DOCUMENTS):
        language = ("en", "fr")[number % 2]
        post = chance.random() < POSTS
        said: list[str] = []
        title = None if post else words[language].sentence(said)[:80]
        pieces = [words[language].sentence(said)] if post else [words[language].paragraph(said) for _ in range(10)]
        text = "\n\n".join([*([title] if title else []), *pieces])
        yield Document(
            id=f"d{number:016d}",
            kind="post" if post else "article",
            text=text,
            title=title,
            language=language,
            case=CASES[number % 3],
            published_at=f"{2012 + number % 9}-0{1 + number % 9}-1{number % 10}",
            published_precision="day",
            platform="twitter" if post else None,
            native_id=str(10**17 + number) if post else None,
            account=f"@account{number % 500}" if post else None,
            outlet=None if post else f"Outlet {number % 40}",
            url=f"https://example.org/{number}",
            blocks=tuple(blocks(text)),
        )


def blocks(text: str) -> Iterator[Block]:
    at = 0
    for paragraph in text.split("\n\n"):
        yield Block(kind="paragraph", start=at, end=at + len(paragraph))
        at += len(paragraph) + 2


def fill(corpus: Corpus, made: Sequence[Document], chance: random.Random) -> None:
    """Store the documents as records of one source, and suggest two annotations on every fifth."""
    source = Source(id="sbench", name="bench.jsonl", path="bench.jsonl", sha256="0" * 64, size=1, format="jsonl")
    events = []
    with corpus.store() as store, store.writing():
        store.add_source(source)
        for number, document in enumerate(made):
            seen = Observation(document=document.id, source=source.id, number=number)
            store.put(document, seen, cleaned_by="bench")
            record = Record(
                source=source.id, number=number, place=Place(line=number + 1), raw=b"", sha256=sha256(document.id)
            )
            store.add_record(record, Fate(outcome="kept", document=document.id))
            if number % 5 == 0:
                events += [suggestion(document, chance) for _ in range(2)]
        store.complete(source.id)
    with corpus.events() as log:
        log.append(events)


def suggestion(document: Document, chance: random.Random) -> Event:
    start = chance.randrange(max(1, len(document.text) - 20))
    end, code, sha = min(start + 12, len(document.text)), chance.choice(TACTICS), sha256(document.text)
    id = annotation_id(document.id, "tactic", code, start, end, sha)
    prefix, suffix = context(document.text, start, end)
    return Event(
        id=f"e{id}",
        annotation=id,
        document=document.id,
        act="suggest",
        agent="bench",
        made_at="2024-01-01T00:00:00Z",
        layer="tactic",
        code=code,
        start=start,
        end=end,
        quotation=document.text[start:end],
        prefix=prefix,
        suffix=suffix,
        text_sha256=sha,
        score=0.5,
    )


def plain_database(path: Path, made: Iterable[Document]) -> None:
    """The same texts as people put them under Datasette: one table and a full-text index on it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, title, text, language, 'case', kind, published_at)")
        db.executemany(
            "INSERT INTO documents (title, text, language, 'case', kind, published_at) VALUES (?, ?, ?, ?, ?, ?)",
            ((d.title, d.text, d.language, d.case, d.kind, d.published_at) for d in made),
        )
        db.execute(
            'CREATE VIRTUAL TABLE documents_fts USING fts5 (title, text, content="documents", content_rowid="id")'
        )
        db.execute("INSERT INTO documents_fts (documents_fts) VALUES ('rebuild')")
        db.commit()
        db.execute("VACUUM")


@contextmanager
def served(command: Sequence[str | Path], port: int) -> Iterator[str]:
    """A server in a process of its own, until the block ends."""
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            try:
                httpx.get(f"{address}/", timeout=10)
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def latencies(address: str, paths: Sequence[str], at_a_time: int) -> list[float]:
    """Wall milliseconds of each request, `at_a_time` of them under way at once."""

    def work(part: Sequence[str]) -> list[float]:
        taken = []
        with httpx.Client(base_url=address, timeout=60) as client:
            for path in part:
                started = time.perf_counter()
                client.get(path).raise_for_status()
                taken.append((time.perf_counter() - started) * 1000)
        return taken

    with ThreadPoolExecutor(at_a_time) as pool:
        return [ms for part in pool.map(work, (paths[i::at_a_time] for i in range(at_a_time))) for ms in part]


def quantiles(times: Sequence[float]) -> list[float]:
    """The median and the 95th percentile."""
    return [round(statistics.median(times), 1), round(sorted(times)[int(len(times) * 0.95)], 1)]


def build_tables(corpus: Corpus, plain: Path, made: Sequence[Document]) -> Built:
    started, cpu = time.perf_counter(), time.process_time()
    built = build(corpus, lambda what, total: nullcontext(_Still()))
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    text = sum(len(document.text.encode()) for document in made)
    show(
        f"The build of {built.documents:,} documents, {built.words:,} words",
        ["", "documents/s", "MB of text/s", "CPU s", "site MB", "site over text", "plain table and FTS5 over text"],
        [
            [
                "hustings publish build",
                round(built.documents / wall),
                round(text / 1e6 / wall, 2),
                round(cpu, 1),
                round(built.path.stat().st_size / 1e6, 1),
                round(built.path.stat().st_size / text, 2),
                round(plain.stat().st_size / text, 2),
            ]
        ],
        "Bound: 2.5 times the text.",
    )
    return built


class _Still:
    def advance(self, by: int = 1, note: str = "") -> None: ...


def search_table(corpus: Corpus, words: dict[str, Words]) -> None:
    en, fr = words["en"], words["fr"]
    kinds: list[tuple[str, Callable[[int], str]]] = [
        ("a common word", lambda i: (en if i % 2 else fr).words[i % 40]),
        ("a word", lambda i: (en if i % 2 else fr).words[200 + i]),
        ("a rare word", lambda i: (en if i % 2 else fr).words[8_000 + i * 7]),
        ("two words", lambda i: f"{en.words[20 + i]} {en.words[60 + i]}"),
        ("a phrase", lambda i: f'"{fr.words[i % 20]} {fr.words[(i * 3) % 20 + 1]}"'),
        ("a prefix", lambda i: [word for word in fr.words[500:900] if len(word) > 5][i][:4] + "*"),
        ("across languages", lambda i: ("microciblage", "clics payés", "compte automatisé")[i % 3]),
    ]
    rows: list[list[object]] = []
    with closing(open_site(corpus)) as db:
        search(db, "mobilisation relationnelle")  # loads the dictionaries
        for name, query in kinds:
            totals, times = [], []
            for i in range(60):
                started = time.perf_counter()
                totals.append(search(db, query(i)).total)
                times.append((time.perf_counter() - started) * 1000)
            rows.append([name, round(statistics.median(totals)), *quantiles(times)])
    show("Search with facets, best 20 with snippets, ms in one process", ["query", "median hits", "p50", "p95"], rows)


def page_table(corpus: Corpus, plain: Path, words: dict[str, Words], made: Sequence[Document]) -> None:
    chance = random.Random(SEED)
    terms = [word for language in words.values() for word in language.ranked(range(5, 5 + REQUESTS * 4))]
    chance.shuffle(terms)
    fresh = iter(terms)
    ids = iter(chance.sample([document.id for document in made], REQUESTS * 2))

    def searches() -> list[str]:
        return [quote(next(fresh)) for _ in range(REQUESTS)]

    rows: list[list[object]] = []

    def measure(name: str, address: str, paths: Callable[[], list[str]]) -> None:
        one, eight = (quantiles(latencies(address, paths(), at_a_time)) for at_a_time in (1, 8))
        rows.append([name, *one, *eight])

    again = [f"/search?q={quote(word)}" for word in terms[-8:]] * (REQUESTS // 8)
    port = free_port()
    with served([BIN / "hustings", "-C", corpus.root, "publish", "serve", "--port", str(port)], port) as address:
        latencies(address, ["/search?q=mobilisation"], 1)
        measure("home", address, lambda: ["/"] * REQUESTS)
        measure("search, each for another word", address, lambda: [f"/search?q={word}" for word in searches()])
        measure("search, eight words again and again", address, lambda: again)
        measure("document, each another", address, lambda: [f"/document/{next(ids)}" for _ in range(REQUESTS)])
    port = free_port()
    stock: list[str | Path] = [sys.executable, "-m", "datasette", "serve", "-i", plain, "--port", str(port)]
    with served(stock, port) as address:
        table = f"/{plain.stem}/documents"
        facets = "_facet=language&_facet=case&_facet=kind&_size=20"
        measure("stock Datasette, home", address, lambda: ["/"] * REQUESTS)
        measure("stock Datasette, _search", address, lambda: [f"{table}?_search={w}&_size=20" for w in searches()])
        measure("the same with three facets", address, lambda: [f"{table}?_search={w}&{facets}" for w in searches()])
        rows_asked = iter(chance.sample(range(1, len(made)), REQUESTS * 2))
        measure("stock Datasette, row", address, lambda: [f"{table}/{next(rows_asked)}" for _ in range(REQUESTS)])
    show(
        f"Pages over HTTP, ms, {REQUESTS} requests a cell, one server process",
        ["page", "1 at a time p50", "p95", "8 at a time p50", "p95"],
        rows,
    )


def main() -> None:
    chance = random.Random(SEED)
    words = {language: Words(language, chance) for language in ("en", "fr")}
    made = list(documents(words, chance))
    with tempfile.TemporaryDirectory() as temporary:
        corpus = make_corpus(Path(temporary) / "corpus")
        fill(corpus, made, chance)
        plain = Path(temporary) / "plain.db"
        plain_database(plain, made)
        build_tables(corpus, plain, made)
        search_table(corpus, words)
        page_table(corpus, plain, words, made)


if __name__ == "__main__":
    main()
