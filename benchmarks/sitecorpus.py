"""The corpus of the site's benchmark: 200,000 documents with the words of two languages in their real frequencies.

Words and frequencies are wordfreq's (Speer 2022, made of subtitles, Wikipedia, news, books and tweets). 60 % are posts,
40 % articles; half is French; one in fifty is a near duplicate of the one before; one in five has annotations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import wordfreq

from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import annotation_id, sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Relation, Source
from corpus.store import Fate

SEED = 2012
POSTS = 0.6
ACTORS = 40
CASES = 12
OUTLETS = 60
ACCOUNTS = 3_000
BATCH = 5_000  # documents stored in one transaction
TACTICS = ("paid-clicks", "micro-targeting", "automated-accounts", "copy-paste-posting", "relational-organizing")


class Words:
    """Words of a language, commonest first, drawn by their frequencies."""

    def __init__(self, language: str, chance: np.random.Generator) -> None:
        frequencies = wordfreq.get_frequency_dict(language)
        self.words = np.array([word for word in frequencies if all(c.isalpha() or c in "'-" for c in word)], object)
        weights = np.array([frequencies[word] for word in self.words])
        self.sums = np.cumsum(weights / weights.sum())
        self.chance = chance

    def draw(self, count: int) -> list[str]:
        """So many words."""
        places = np.searchsorted(self.sums, self.chance.random(count))
        found: list[str] = self.words[np.minimum(places, len(self.words) - 1)].tolist()
        return found


def documents(count: int) -> Iterator[Document]:
    """Posts of a sentence or two and articles of 300 to 900 words, in both languages by turns."""
    chance = np.random.default_rng(SEED)
    words = {language: Words(language, chance) for language in ("en", "fr")}
    before: Document | None = None
    for number in range(count):
        language = ("en", "fr")[number // 2 % 2]
        copied = before if number % 50 == 1 else None
        post = copied.kind == "post" if copied else chance.random() < POSTS
        drawn = words[language].draw(int(chance.integers(12, 40) if post else chance.integers(300, 900)))
        text = f"{copied.text} {drawn[0]}" if copied else written(drawn, chance, post=post)
        before = Document(
            id=f"d{number:016d}",
            kind="post" if post else "article",
            text=text,
            title=None if post else " ".join(drawn[:8]).capitalize(),
            language=language,
            case=f"case-{number % CASES}" if number % 3 else None,
            published_at=f"{2008 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}",
            published_precision="day",
            platform="twitter" if post else None,
            native_id=str(10**17 + number) if post else None,
            account=f"@account{number % ACCOUNTS}" if post else None,
            outlet=None if post else f"Outlet {number % OUTLETS}",
            url=f"https://example.org/{number}",
            blocks=tuple(blocks(text)),
            relations=(
                (Relation(kind="near_duplicate_of", target=copied.id, score=0.98, made_by="bench"),) if copied else ()
            ),
        )
        yield before


def written(words: list[str], chance: np.random.Generator, *, post: bool) -> str:
    """Words as sentences and, in an article, paragraphs of five."""
    sentences = []
    left = iter(words)
    while sentence := list(islice(left, int(chance.integers(6, 22)))):
        sentences.append(" ".join(sentence).capitalize() + ".")
    if post:
        return " ".join(sentences)
    return "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))


def blocks(text: str) -> Iterator[Block]:
    at = 0
    for paragraph in text.split("\n\n"):
        yield Block(kind="paragraph", start=at, end=at + len(paragraph))
        at += len(paragraph) + 2


def make(root: Path, count: int) -> Corpus:
    """The corpus, stored."""
    make_corpus(root)
    actors = "".join(f"  - {{id: actor-{n}, type: candidate, names: {{en: Actor {n}}}}}\n" for n in range(ACTORS))
    (root / "actors.yaml").write_text(f"actors:\n{actors}", encoding="utf-8")
    cases = "".join(f"  - {{id: case-{n}, title: {{en: Case {n}, fr: Cas {n}}}}}\n" for n in range(CASES))
    (root / "cases.yaml").write_text(f"cases:\n{cases}", encoding="utf-8")
    store(Corpus(root), documents(count))
    return Corpus(root)


def store(corpus: Corpus, many: Iterable[Document]) -> None:
    """Store documents as records of one source; every fifth is annotated where the corpus knows the actors."""
    chance = np.random.default_rng(SEED)
    made = enumerate(many)
    annotated = "actor-0" in corpus.authority.actor
    source = Source(id="sbench", name="bench.jsonl", path="bench.jsonl", sha256="0" * 64, size=1, format="jsonl")
    with corpus.store() as kept:
        with kept.writing():
            kept.add_source(source)
        while batch := list(islice(made, BATCH)):
            with kept.writing():
                for number, document in batch:
                    seen = Observation(document=document.id, source=source.id, number=number)
                    kept.put(document, seen, cleaned_by="bench")
                    place, hashed = Place(line=number + 1), sha256(document.id)
                    record = Record(source=source.id, number=number, place=place, raw=b"", sha256=hashed)
                    kept.add_record(record, Fate(outcome="kept", document=document.id))
            if not annotated:
                continue
            with corpus.events() as log:
                log.append(
                    [event for number, document in batch if number % 5 == 0 for event in events(document, chance)]
                )
        with kept.writing():
            kept.complete(source.id)


def events(document: Document, chance: np.random.Generator) -> Iterator[Event]:
    """An actor and a tactic in the same paragraph."""
    start = int(chance.integers(max(1, len(document.text) - 40)))
    yield suggestion(document, "tactic", str(chance.choice(TACTICS)), start)
    yield suggestion(document, "actor", f"actor-{int(chance.integers(ACTORS))}", start + 14)


def suggestion(document: Document, layer: str, code: str, start: int) -> Event:
    end, sha = min(start + 12, len(document.text)), sha256(document.text)
    start = min(start, end - 1)
    id = annotation_id(document.id, layer, code, start, end, sha)
    prefix, suffix = context(document.text, start, end)
    return Event(
        id=f"e{id}",
        annotation=id,
        document=document.id,
        act="suggest",
        agent="bench",
        made_at="2024-01-01T00:00:00Z",
        layer=layer,  # type: ignore[arg-type]
        code=code,
        start=start,
        end=end,
        quotation=document.text[start:end],
        prefix=prefix,
        suffix=suffix,
        text_sha256=sha,
        score=0.5,
    )


Row = tuple[object, ...]


def rows(site: Path) -> Iterator[Row]:
    """The documents of a site as people put them under Datasette."""
    with closing(sqlite3.connect(site)) as db:
        yield from db.execute(
            "SELECT number, title, text, language, coalesce(\"case\", ''), kind, coalesce(outlet, ''), published_at"
            " FROM documents JOIN texts ON document = number ORDER BY number"
        )


def plain_database(path: Path, made: Iterable[Row]) -> None:
    """The same texts in one table with a full-text index on it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE documents (id INTEGER PRIMARY KEY, title, text, language, 'case', kind, outlet, published_at)"
        )
        db.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", made)
        db.execute(
            'CREATE VIRTUAL TABLE documents_fts USING fts5 (title, text, content="documents", content_rowid="id")'
        )
        db.execute("INSERT INTO documents_fts (documents_fts) VALUES ('rebuild')")
        db.execute("INSERT INTO documents_fts (documents_fts) VALUES ('optimize')")
        db.commit()
        db.execute("VACUUM")
