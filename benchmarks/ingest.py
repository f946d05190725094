"""Ingest by format, beside a short script of trafilatura, langdetect and sqlite3 on the same files."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import time
from pathlib import Path

import langdetect
import trafilatura
from langdetect.lang_detect_exception import LangDetectException

from benchmarks.table import show
from corpus.folder import make_corpus
from ingest.run import ingest_paths

SEED = 2017
TEXT = """
La campagne a recruté plusieurs personnes qui écrivent à leurs amis et à leurs voisins. Nul ne sait combien elles ont
été payées, mais le budget publicitaire se compte en millions. The platform suspended several accounts on Friday, and a
spokesperson said that the rules had been broken. Researchers had warned of it for months, without being heard.
"""


def paragraph(chance: random.Random) -> str:
    words = TEXT.split()
    return " ".join(chance.choice(words) for _ in range(chance.randint(40, 90))).capitalize() + "."


def pages(folder: Path, number: int, chance: random.Random) -> None:
    for index in range(number):
        body = "".join(f"<p>{paragraph(chance)}</p>" for _ in range(8))
        menu = "".join(f"<li><a href='/{n}'>{n} rubrique</a></li>" for n in range(40))
        (folder / f"{index}.html").write_text(
            f"<!doctype html><html lang=fr><head><title>Titre {index} | Le Journal</title></head><body><nav><ul>{menu}"
            f"</ul></nav><article><h1>Titre {index}</h1>{body}</article><footer>© Le Journal</footer></body></html>"
        )


def dumps(folder: Path, number: int, chance: random.Random) -> None:
    for index in range(number):
        body = "\n\n".join(paragraph(chance) for _ in range(8))
        (folder / f"{index}.txt").write_text(f"Accueil\nPolitique\nSport\n\nTitre {index}\n\n{body}\n\n© Le Journal\n")


def posts(folder: Path, number: int, chance: random.Random) -> None:
    with (folder / "posts.jsonl").open("w") as file:
        for index in range(number):
            text = paragraph(chance)[:240]
            file.write(json.dumps({"text": text, "native_id": str(index), "platform": "x", "account": "@a"}) + "\n")


def plain_script(folder: Path, database: Path) -> int:
    """What a researcher would write in an evening."""
    db = sqlite3.connect(database)
    db.execute("CREATE TABLE documents (name TEXT, text TEXT, language TEXT)")
    count = 0
    for path in sorted(folder.iterdir()):
        raw = path.read_text()
        if path.suffix == ".html":
            texts = [trafilatura.extract(raw) or ""]
        elif path.suffix == ".jsonl":
            texts = [json.loads(line)["text"] for line in raw.splitlines()]
        else:
            texts = [raw]
        for text in texts:
            try:
                language = langdetect.detect(text)
            except LangDetectException:
                language = None
            db.execute("INSERT INTO documents VALUES (?, ?, ?)", (path.name, text, language))
            count += 1
    db.commit()
    return count


def main() -> None:
    rows: list[list[object]] = []
    for name, make, number in (("html", pages, 100), ("dump", dumps, 200), ("jsonl", posts, 2000)):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "in"
            folder.mkdir()
            make(folder, number, random.Random(SEED))
            megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
            corpus = make_corpus(Path(temporary) / "corpus")
            ingest_paths(make_corpus(Path(temporary) / "warm"), sorted(folder.iterdir())[:1])
            started = time.process_time()
            account = ingest_paths(corpus, [folder])
            ours = time.process_time() - started
            started = time.process_time()
            plain = plain_script(folder, Path(temporary) / "plain.db")
            theirs = time.process_time() - started
            speeds = (account.number() / ours, megabytes / ours, plain / theirs, theirs / ours)
            rows.append([name, account.number(), *(round(speed, 2) for speed in speeds)])
    headings = ["format", "documents", "documents/CPU s", "MB/CPU s", "script, documents/CPU s", "times as fast"]
    show("Ingest, one process, beside trafilatura + langdetect + sqlite3 in a script", headings, rows)


if __name__ == "__main__":
    main()
