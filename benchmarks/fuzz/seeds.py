"""Where a target begins: the samples beside the project, what the tests write, and the sample corpus, cut short."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from benchmarks.fuzz.names import KINDS, READERS, Kind
from benchmarks.table import SHARED
from corpus.errors import BadRecord
from ingest.readers.base import HEAD
from ingest.readers.registry import readers, recognise
from ingest.readers.stream import Stream

LIMIT = 16_000  # bytes of a seed
MOST = 400  # seeds of a target
ROOT = Path(__file__).resolve().parents[2]
MAPPING = b"""name: small
recognise: [[id, message]]
fields:
  {text: message, native_id: {column: id, pattern: "([0-9]+)$"}, platform: {constant: x},
  tags: {column: tags, split: "|"},
  published_at: {column: date, format: "%d/%m/%Y %H:%M", zone: Europe/Paris}, account: {column: by, prefix: "@"},
  url: [link, {constant: ""}]}
metrics: {likes: {column: likes, decimal: ","}}
relations: [{kind: reply_to, native_id: answers, url: link}]
extra: {lieu: place}
rest: keep
"""


def seeds(name: str, harvest: Path) -> Iterator[bytes]:
    """The inputs that a target begins with."""
    kind = KINDS[name]
    if name == "mapping":
        yield MAPPING
        yield from (path.read_bytes() for path in sorted((ROOT / "ingest/mappings").glob("*.yaml")))
        return
    wanted = {"article_text": "html", "dump_text": "dump", "sketch": "table"}.get(name, name)
    for path in _files(harvest):
        data = path.read_bytes()
        if not data:
            continue
        if name == "walk":
            yield from (short for short in (_short(data, "zip"),) if short)
        elif _is_of(wanted, data, path):
            yield _short(data, kind)
    if name == "walk":
        yield from archives()


def _files(harvest: Path) -> Iterator[Path]:
    for folder in (SHARED / "samples", harvest, ROOT / "publish/sample/sources", ROOT / "tests/ingest"):
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc"))


def _is_of(name: str, data: bytes, path: Path) -> bool:
    """Whether the file is of the target's format."""
    if path.name.startswith(("page-", "dump-")):
        return name == {"page": "html", "dump": "dump"}[path.name[:4]]
    head = Stream.over(io.BytesIO(data), len(data)).read(HEAD)
    try:
        return bool(recognise(head).name == import_module(f"ingest.readers.{name}").READER.name)
    except BadRecord:
        return False


def _short(data: bytes, kind: Kind) -> bytes:
    """At most LIMIT bytes that keep the form."""
    if len(data) <= LIMIT:
        return data
    if data.startswith(b"\x1f\x8b"):
        plain = Stream.over(io.BytesIO(data), len(data)).read(LIMIT)
        return gzip.compress(plain, mtime=0)
    if data.startswith(b"PK"):
        return _short_zip(data)
    if kind in ("json", "zip") and (shorter := _short_json(data)):
        return shorter
    if kind == "table" or data[:1] == b"{":
        return data[: data.rfind(b"\n", 0, LIMIT) + 1] or data[:LIMIT]
    return data[:LIMIT]


def _short_json(data: bytes) -> bytes | None:
    """The first items of each list; of lines the first that are short."""
    prefix, _, body = data.partition(b"=") if data.startswith((b"window.", b"Grailbird")) else (b"", b"", data)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        lines = [line for line in data.split(b"\n") if len(line) < LIMIT // 3]
        short = b"\n".join(lines[:3]) or _short_json(data.split(b"\n", 1)[0]) or b""
        return short if short else None
    for most in (3, 1):
        short = (prefix + b"= " if prefix else b"") + orjson.dumps(_cut(value, most))
        if len(short) <= LIMIT:
            return short
    return None


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, list):
        return [_cut(one, most) for one in value[:most]]
    if isinstance(value, dict):
        return {key: _cut(one, most) for key, one in value.items()}
    return value


def _short_zip(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist()[:20]:
            kept = old.read(info)
            short = kept if len(kept) <= LIMIT else _short(kept, "zip")
            new.writestr(zipfile.ZipInfo(info.filename), short, zipfile.ZIP_DEFLATED)  # the same bytes at any time
    return file.getvalue()


def archives() -> Iterator[bytes]:
    """Archives that are made to do harm, and ordinary ones."""
    bomb = gzip.compress(bytes(70 * 2**20), 9, mtime=0)
    yield bomb
    post = b'{"text": "Un message.", "native_id": "1", "platform": "x", "account": "@a"}\n'
    yield gzip.compress(post, mtime=0)
    yield gzip.compress(gzip.compress(post, mtime=0), mtime=0)
    yield gzip.compress(post, mtime=0)[:-5]
    account = b'window.YTD.account.part0 = [{"account": {"accountId": "1", "username": "a"}}]'
    tweet = b'{"id_str": "1", "full_text": "Bonjour", "created_at": "Wed Sep 04 13:51:55 +0000 2019"}'
    tweets = b'window.YTD.tweets.part0 = [{"tweet": ' + tweet + b"}]"
    page = (
        b"<!doctype html><html><title>A</title><article><h1>A</h1><p>Une longue phrase de la page.</p></article></html>"
    )
    yield _zip({"data/account.js": account, "data/tweets.js": tweets})
    yield _zip(
        {"a.html": page, "b.jsonl": post, "c.csv": b"text,id\nbonjour,1\n", "d/e.txt": b"Un texte.\n\nEt un autre.\n"}
    )
    yield _zip({"../../a.html": page, "/etc/b.jsonl": post, "C:\\c.html": page, "": post})
    yield _zip({"a.zip": _zip({"b.zip": _zip({"c.jsonl": post})})})
    yield _zip({"a.jsonl.gz": gzip.compress(post, mtime=0), "a.bin": bytes(10**6)})
    digest = hashlib.sha256(page).hexdigest()
    listing = b'{"wacz_version": "1.1.1", "resources": [{"path": "archive/a.html", "hash": "sha256:' + digest.encode()
    yield _zip({"archive/a.html": page, "datapackage.json": listing + b'"}, {"path": "b", "hash": "md5:0"}]}'})


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def written(name: str, harvest: Path, folder: Path) -> int:
    """Write the seeds of a target; gives how many there are."""
    assert set(READERS) <= set(KINDS)
    assert readers()
    folder.mkdir(parents=True, exist_ok=True)
    for data in islice(seeds(name, harvest), MOST):
        folder.joinpath(hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    return len(list(folder.iterdir()))
