"""Memory of an ingest of large files: the peak of the command itself and of its largest worker.

`python -m benchmarks.memory [MEGABYTES] [NAME ...]` writes files of so many megabytes (1,000) and reads each of them,
or those named, with two workers.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.ingest import SEED, paragraph
from benchmarks.table import show
from corpus.folder import make_corpus

COMMAND = Path(sys.executable).parent / "hustings"
MB = 10**6
PARTS = 400  # paragraphs that the texts are put together from: to make each word of a gigabyte would take hours


def articles(path: Path, size: int, chance: random.Random) -> None:
    """JSON Lines of articles of 100 KB; every 2,000th is a line of 20 MB, which is too long for an article."""
    parts = [" ".join(paragraph(chance) for _ in range(25)) for _ in range(PARTS)]
    with path.open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < size:
            number += 1
            length = 20 * MB if number % 2_000 == 0 else 100_000
            text = f"Number {number}.\n\n" + "\n\n".join(chance.choices(parts, k=length // len(parts[0])))
            file.write(json.dumps({"text": text, "native_id": str(number)}, ensure_ascii=False) + "\n")


def posts(path: Path, size: int, chance: random.Random) -> None:
    """JSON Lines of posts of 240 characters, with as much again of what nobody reads."""
    parts = [paragraph(chance)[:200] for _ in range(PARTS)]
    with path.open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < size:
            number += 1
            post = {"text": f"{number} {chance.choice(parts)}", "native_id": str(number), "platform": "x"}
            file.write(json.dumps(post | {"entities": {"hashtags": ["a" * 20] * 8}}, ensure_ascii=False) + "\n")


def crawl(path: Path, size: int, chance: random.Random) -> None:
    """A web archive: one page of 60 KB to every picture of 2 MB and video of 20."""
    parts = [f"<p>{paragraph(chance)}</p>" for _ in range(PARTS)]
    with path.open("wb") as file:
        number = 0
        while file.tell() < size:
            for kind, body in (
                ("text/html; charset=utf-8", _page(number, chance.choices(parts, k=100))),
                ("image/jpeg", chance.randbytes(2 * MB)),
                *((("video/mp4", chance.randbytes(20 * MB)),) if number % 20 == 0 else ()),
            ):
                number += 1
                _record(file.write, number, kind, body)


def _page(number: int, body: list[str]) -> bytes:
    return f"<!doctype html><title>{number}</title><body><article><h1>{number}</h1>{''.join(body)}</article>".encode()


def _record(write: Callable[[bytes], object], number: int, kind: str, body: bytes) -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2020-05-01T10:00:00Z\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + len(body)}\r\n\r\n"
    )
    write(head.encode() + http + body + b"\r\n\r\n")


FILES = {"articles.jsonl": articles, "posts.jsonl": posts, "crawl.warc": crawl}


def watched(command: list[str | Path]) -> tuple[float, int, int]:
    """Run a command: its seconds, and the peak resident bytes of itself and of the largest process below it."""
    started = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = below = 0
    while process.poll() is None:
        try:
            own = max(own, process.memory_info().rss)
            below = max([below, *(child.memory_info().rss for child in process.children(recursive=True))])
        except psutil.Error:  # it has just ended
            continue
        time.sleep(0.1)
    return time.perf_counter() - started, own, below


def main(size: int = 1_000, names: list[str] | None = None) -> None:
    rows: list[list[object]] = []
    for name in names or list(FILES):
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / name
            FILES[name](path, size * MB, random.Random(SEED))
            corpus = make_corpus(Path(temporary) / "corpus")
            seconds, own, below = watched([COMMAND, "-C", corpus.root, "ingest", path, "--workers", "2"])
            with corpus.store() as store:
                found = store.count("records"), store.count("documents")
            rows.append([name, size, *found, round(seconds), round(size / seconds, 1), own // MB, below // MB])
    headings = ["input", "MB", "records", "documents", "s", "MB/s", "main process, MB", "largest worker, MB"]
    show("Memory of an ingest with two workers, at its peak", headings, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, sys.argv[2:])
