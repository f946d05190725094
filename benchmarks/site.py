"""The site at 200,000 documents: how fast it is built and answers, beside stock Datasette, SQLite's FTS5 and tantivy.

HUSTINGS_BENCH_DOCUMENTS is how many documents; HUSTINGS_BENCH_FOLDER keeps what was made for the next run.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

import tantivy

from benchmarks.sitecorpus import CASES, make, plain_database, rows
from benchmarks.table import show
from corpus.folder import Corpus
from publish.building.build import Built, build
from publish.counts.concordance import Concordance
from publish.counts.subcorpus import Subcorpus
from publish.database import open_site, open_tokens, site_path
from publish.search.searching import search, select
from publish.tokens.reading import Tokens

DOCUMENTS = int(os.environ.get("HUSTINGS_BENCH_DOCUMENTS", "200000"))
AGAIN = 24  # queries of a kind
REQUESTS = 96  # a cell of the table of pages
SEED = 2012
BIN = Path(sys.executable).parent
WORKERS = os.cpu_count() or 1

Queries = dict[str, list[str]]


def folded_ascii(word: str) -> bool:
    return word.isascii() and word.isalpha()


def queries(db: sqlite3.Connection) -> Queries:
    """Queries of each kind; words are their own lemmas, so that all engines are asked for the same."""
    documents = db.execute("SELECT documents FROM build").fetchone()[0]
    chance = random.Random(SEED)

    def words(low: float, high: float) -> list[str]:
        found = db.execute(
            "SELECT form FROM words WHERE documents BETWEEN ? AND ? AND form = lemma AND length(form) > 2 ORDER BY 1",
            (low * documents, high * documents),
        )
        known = [row[0] for row in found if folded_ascii(row[0])]
        return chance.sample(known, min(AGAIN, len(known)))

    common, middle, rare = words(0.1, 0.4), words(0.005, 0.02), words(0.00005, 0.0005)
    pairs = list(zip(common, [*common[1:], *common[:1]], strict=True))
    return {
        "a common word": common,
        "a word": middle,
        "a rare word": rare,
        "two common words": [f"{one} {other}" for one, other in pairs],
        "a phrase": [f'"{one} {other}"' for one, other in pairs],
        "a prefix": [f"{word[:4]}*" for word in middle if len(word) > 4],
    }


def quantiles(times: Sequence[float]) -> list[float]:
    """The median and the 95th percentile."""
    return [round(statistics.median(times), 2), round(sorted(times)[min(len(times) - 1, int(len(times) * 0.95))], 2)]


def milliseconds(work: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """CPU milliseconds of each, after one round that is not counted."""
    for query in asked:
        work(query)
    taken = []
    for query in asked:
        started = time.process_time()
        work(query)
        taken.append((time.process_time() - started) * 1000)
    return quantiles(taken)


def build_table(corpus: Corpus, plain: Path) -> Built:
    started = time.process_time()
    built = build(corpus, lambda what, total: nullcontext(_Still()))
    cpu = time.process_time() - started
    with closing(open_site(corpus)) as db:
        text = db.execute("SELECT sum(length(CAST(text AS BLOB))) FROM texts").fetchone()[0]
    if not plain.exists():
        plain_database(plain, rows(built.path))
    tokens = sum(path.stat().st_size for path in built.tokens.iterdir())
    show(
        f"The build of {built.documents:,} documents, {built.words:,} words, {text / 1e6:,.0f} MB of text",
        ["", "documents a CPU second", "CPU s", "site.db MB", "site.db over text", "token index over text"],
        [
            [
                "hustings publish build",
                round(built.documents / cpu),
                round(cpu, 1),
                round(built.path.stat().st_size / 1e6),
                round(built.path.stat().st_size / text, 2),
                round(tokens / text, 2),
            ],
            [
                "one table and FTS5",
                "",
                "",
                round(plain.stat().st_size / 1e6),
                round(plain.stat().st_size / text, 2),
                "",
            ],
        ],
        "Asked for: 500 documents a CPU second, site.db at most 2.5 times the text.",
    )
    return built


class _Still:
    def advance(self, by: int = 1, note: str = "") -> None: ...


def tantivy_index(folder: Path, made: Iterator[tuple[object, ...]]) -> tantivy.Index:
    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("number", stored=True, fast=True)
    for name in ("title", "text"):
        schema.add_text_field(name)
    exists = folder.exists()
    folder.mkdir(exist_ok=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    if not exists:
        with index.writer(heap_size=200_000_000, num_threads=1) as writer:
            for number, title, text, *_ in made:
                writer.add_document(tantivy.Document(number=number, title=title or "", text=text))
            writer.commit()
            writer.wait_merging_threads()
    index.reload()
    return index


def ranking_table(corpus: Corpus, built: Built, plain: Path, index: tantivy.Index, asked: Queries) -> None:
    searcher = index.searcher()

    def with_tantivy(query: str) -> object:
        return searcher.search(index.parse_query(query, ["title", "text"], conjunction_by_default=True), 20).hits

    table = []
    with closing(open_site(corpus)) as db, closing(sqlite3.connect(plain)) as other:
        tokens = Tokens(built.tokens)
        sql = "SELECT rowid FROM documents_fts WHERE documents_fts MATCH ? ORDER BY rank LIMIT 20"
        for name, some in asked.items():
            hits = round(statistics.median(search(db, tokens, query, across=False).total for query in some))
            ours = milliseconds(lambda query: best(db, tokens, query), some)
            fts = milliseconds(lambda query: other.execute(sql, (query,)).fetchall(), some)
            theirs = milliseconds(with_tantivy, some)
            table.append([name, hits, *ours, *fts, *theirs, round(ours[0] / max(theirs[0], 0.05), 1)])
    show(
        "The best 20 documents, ranking alone, CPU ms in one process",
        ["query", "median hits", "ours p50", "p95", "FTS5 p50", "p95", "tantivy p50", "p95", "ours over tantivy"],
        table,
        "tantivy does not rank a prefix and folds no accents; ours finds words under their lemmas. Asked for: 3 times.",
    )


def best(db: sqlite3.Connection, tokens: Tokens, query: str) -> object:
    from publish.search.searching import ranked

    selection = select(db, tokens, query, {}, across=False)
    return ranked(selection, "best", 20, collapse=False)


def concordance_table(corpus: Corpus, built: Built, asked: Queries) -> None:
    table = []
    with closing(open_site(corpus)) as db:
        tokens = Tokens(built.tokens)
        sort = ("right1", "right2", "right3")

        def lines(query: str, many: int) -> int:
            made = Concordance(Subcorpus(select(db, tokens, query, {}, across=False)), sort)  # type: ignore[arg-type]
            return len(made.lines(0, many)) and len(made)

        for name, some in asked.items():
            hits = round(statistics.median(lines(query, 1) for query in some))
            first = milliseconds(lambda query: lines(query, 50), some)
            many = milliseconds(lambda query: lines(query, 10_000), some)
            table.append([name, hits, *first, *many])
    show(
        "Concordances sorted by the three words to the right, CPU ms in one process",
        ["query", "median hits", "50 lines p50", "p95", "10,000 lines p50", "p95"],
        table,
        "Asked for: the first page under 30 ms, 10,000 sorted lines under 60 ms.",
    )


def page_table(corpus: Corpus, plain: Path, asked: Queries) -> None:
    """Pages over HTTP: no two requests are for the same address, so that no answer comes from a cache."""
    fresh = iter(range(10**9))
    with closing(open_site(corpus)) as db:
        ids = [row[0] for row in db.execute("SELECT id FROM documents ORDER BY random() LIMIT 2000")]
    table: list[list[object]] = []

    def measure(name: str, address: tuple[str, int], path: Callable[[int], str], requests: int = REQUESTS) -> None:
        times = [
            quantiles(latencies(address, [path(next(fresh)) for _ in range(requests)], at_a_time))
            for at_a_time in (1, 8, 32)
        ]
        table.append([name, *(value for pair in times for value in pair)])

    def searching(template: str, kind: str) -> Callable[[int], str]:
        return lambda n: template.format(q=quote(asked[kind][n % len(asked[kind])]), n=n)

    ours: list[str | Path] = [BIN / "hustings", "-C", corpus.root, "publish", "serve", "--workers", str(WORKERS)]
    with served(ours) as address:
        for kind in asked:
            measure(f"search: {kind}", address, searching("/search?q={q}&n={n}", kind))
        for kind in ("a common word", "a word"):
            measure(f"concordance: {kind}", address, searching("/concordance?q={q}&n={n}", kind))
        measure("document", address, lambda n: f"/document/{ids[n % len(ids)]}?n={n}")
        measure("case", address, lambda n: f"/case/case-{n % CASES}?n={n}")
        again = quote(asked["a common word"][0])
        measure("the same search again and again", address, lambda n: f"/search?q={again}")
    stock: list[str | Path] = [sys.executable, "-m", "datasette", "serve", "-i", plain]
    facets = "&".join(f"_facet={name}" for name in ("language", "case", "kind", "outlet"))
    with served(stock) as address:
        for kind in ("a common word", "a rare word"):
            # A parameter without an underline would be a filter on a column that is not there: no rows, and quickly.
            path = f"/{plain.stem}/documents?_search={{q}}&_size=20&{facets}&_n={{n}}"
            measure(f"stock Datasette, four facets: {kind}", address, searching(path, kind), 32)
    show(
        f"Pages over HTTP, wall ms, each address asked for once; ours with {WORKERS} workers",
        ["page", "1 at a time p50", "p95", "8 p50", "p95", "32 p50", "p95"],
        table,
        "Search pages have 20 snippets, seven facets and a histogram. Asked for: p95 50 ms at 1, 400 ms at 32.",
    )


@contextmanager
def served(command: Sequence[str | Path]) -> Iterator[tuple[str, int]]:
    """A server in processes of its own, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = ("127.0.0.1", port)
    try:
        for _ in range(300):
            try:
                latencies(address, ["/"], 1)
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def latencies(address: tuple[str, int], paths: Sequence[str], at_a_time: int) -> list[float]:
    """Wall milliseconds of each request, `at_a_time` of them under way at once.

    Each has a connection of its own, as requests of different readers have, and those that nginx passes on.
    """

    def work(part: Sequence[str]) -> list[float]:
        taken = []
        for path in part:
            started = time.perf_counter()
            with closing(http.client.HTTPConnection(*address, timeout=120)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            taken.append((time.perf_counter() - started) * 1000)
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(f"{path}: {answer.status}")
        return taken

    with ThreadPoolExecutor(at_a_time) as pool:
        return [ms for part in pool.map(work, (paths[i::at_a_time] for i in range(at_a_time))) for ms in part]


def main() -> None:
    kept = os.environ.get("HUSTINGS_BENCH_FOLDER")
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / f"corpus-{DOCUMENTS}"
        corpus = Corpus(root) if (root / "hustings.toml").exists() else make(root, DOCUMENTS)
        plain = Path(folder) / f"plain_{DOCUMENTS}.db"
        built = build_table(corpus, plain)
        with closing(open_site(corpus)) as db:
            asked = queries(db)
            open_tokens(db, corpus.site)
        index = tantivy_index(Path(folder) / f"tantivy-{DOCUMENTS}", rows(site_path(corpus)))
        ranking_table(corpus, built, plain, index, asked)
        concordance_table(corpus, built, asked)
        page_table(corpus, plain, asked)


if __name__ == "__main__":
    main()
