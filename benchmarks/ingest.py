"""Ingest by format: one process, two, and a Dask cluster of two on this machine, beside a short script of trafilatura,
langdetect and sqlite3 on the same files. Each is a command of its own, starting included.

`python -m benchmarks.memory` measures memory on large files.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import show
from corpus.folder import make_corpus

COMMAND = Path(sys.executable).parent / "hustings"
SEED = 2017
FRENCH = """
La campagne a recruté plusieurs personnes qui écrivent à leurs amis et à leurs voisins. Nul ne sait combien elles ont
été payées, mais le budget publicitaire se compte en millions. Le site a fermé plusieurs comptes vendredi, et une
porte-parole a déclaré que les règles avaient été enfreintes. Des chercheurs l'avaient annoncé depuis des mois.
"""
ENGLISH = """
The platform suspended several accounts on Friday, and a spokesperson said that the rules had been broken. Researchers
had warned of it for months, without being heard. Nobody knows how much the people were paid who wrote to their friends
and neighbours, but the campaign has spent millions on advertising. Its managers did not answer our questions.
"""
WAYS = {
    "1 process": ("--workers", "1"),
    "2 processes": ("--workers", "2"),
    "Dask, 2": ("--dask", "local", "--workers", "2"),
}


def paragraph(chance: random.Random, text: str = FRENCH) -> str:
    """Between 40 and 90 words: runs of a text, so that it reads as its language does."""
    words = text.split()
    found: list[str] = []
    while len(found) < 40:
        start = chance.randrange(len(words))
        found += words[start : start + chance.randint(5, 50)]
    return " ".join(found).capitalize() + "."


def body(chance: random.Random, paragraphs: int = 8) -> list[str]:
    text = chance.choice((FRENCH, ENGLISH))
    return [paragraph(chance, text) for _ in range(paragraphs)]


def page(index: int, chance: random.Random) -> str:
    text = "".join(f"<p>{one}</p>" for one in body(chance))
    menu = "".join(f"<li><a href='/{n}'>{n} rubrique</a></li>" for n in range(40))
    return (
        f"<!doctype html><html lang=fr><head><title>Titre {index} | Le Journal</title></head><body><nav><ul>{menu}"
        f"</ul></nav><article><h1>Titre {index}</h1>{text}</article><footer>© Le Journal</footer></body></html>"
    )


def pages(folder: Path, number: int, chance: random.Random) -> None:
    for index in range(number):
        (folder / f"{index}.html").write_text(page(index, chance), encoding="utf-8")


def dumps(folder: Path, number: int, chance: random.Random) -> None:
    for index in range(number):
        text = "\n\n".join(body(chance))
        (folder / f"{index}.txt").write_text(f"Accueil\nPolitique\nSport\n\nTitre {index}\n\n{text}\n\n© Le Journal\n")


def posts(folder: Path, number: int, chance: random.Random) -> None:
    with (folder / "posts.jsonl").open("w", encoding="utf-8") as file:
        for index in range(number):
            text = body(chance, 1)[0][:240]
            file.write(json.dumps({"text": text, "native_id": str(index), "platform": "x", "account": "@a"}) + "\n")


def tweets(folder: Path, number: int, chance: random.Random) -> None:
    """Twitter's API v2 as twarc writes it: pages of a hundred tweets with their authors."""
    with (folder / "tweets.jsonl").open("w", encoding="utf-8") as file:
        for first in range(0, number, 100):
            data = [
                {
                    "id": str(10**18 + first + index),
                    "author_id": "7",
                    "text": body(chance, 1)[0][:240],
                    "created_at": "2020-02-05T21:14:07.000Z",
                    "public_metrics": {"retweet_count": 1, "reply_count": 2, "like_count": 3, "quote_count": 0},
                }
                for index in range(100)
            ]
            users = [{"id": "7", "username": "somebody", "name": "Some Body"}]
            meta = {"result_count": len(data)}
            file.write(json.dumps({"data": data, "includes": {"users": users}, "meta": meta}) + "\n")


def crawl(folder: Path, number: int, chance: random.Random) -> None:
    with (folder / "crawl.warc").open("wb") as file:
        for index in range(number):
            content = page(index, chance).encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{index}>\r\n"
                f"WARC-Date: 2020-05-01T10:00:00Z\r\nWARC-Target-URI: https://example.org/{index}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(head.encode() + http + b"\r\n\r\n")


def table(folder: Path, number: int, chance: random.Random) -> None:
    """A table of posts as 4CAT writes it."""
    with (folder / "posts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "thread_id", "timestamp", "body", "author", "subject"])
        for index in range(number):
            writer.writerow([index, index, "2020-02-05 21:14:07", body(chance, 1)[0][:240], "somebody", ""])


FORMATS: dict[str, tuple[Callable[[Path, int, random.Random], None], int]] = {
    "html": (pages, 300),
    "dump": (dumps, 500),
    "warc": (crawl, 300),
    "jsonl": (posts, 5_000),
    "twitter v2": (tweets, 5_000),
    "csv": (table, 5_000),
}


def timed(command: list[str | Path]) -> tuple[float, float]:
    """Wall and CPU seconds of a command and all that it starts."""

    def used() -> float:
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        return now.ru_utime + now.ru_stime

    before, started = used(), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=ENVIRONMENT)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started, used() - before


ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1"}


def main() -> None:
    headings = ["way", "documents", "documents/s", "MB/s", "documents/CPU s", "MB/CPU s"]
    for name, (make, number) in FORMATS.items():
        rows: list[list[object]] = []
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "in"
            folder.mkdir()
            make(folder, number, random.Random(SEED))
            megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
            ways: dict[str, list[str | Path]] = {}
            for way, options in WAYS.items():
                root = make_corpus(Path(temporary) / way).root
                ways[way] = [COMMAND, "-C", root, "ingest", folder, "--no-duplicates", *options]
            if name != "warc":  # it would have to be read by another library first
                script = Path(__file__).with_name("plainscript.py")
                ways["script"] = [sys.executable, script, folder, Path(temporary) / "plain.db"]
            for way, command in ways.items():
                wall, cpu = timed(command)
                rows.append([way, number, number / wall, megabytes / wall, number / cpu, megabytes / cpu])
        show(f"Ingest of {name}, beside trafilatura + langdetect + sqlite3 in a script", headings, rows)


if __name__ == "__main__":
    main()
