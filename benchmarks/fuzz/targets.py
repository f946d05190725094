"""What each target does with an input."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path

from benchmarks.fuzz.checks import drafted, hold, made, placed, same_records, sound, well_written
from benchmarks.fuzz.names import READERS
from corpus.errors import BadRecord, SettingsError, UsageError
from ingest.clean.dump import clean_dump, dump_text
from ingest.clean.html import article_text, clean_page
from ingest.draft import from_cleaned
from ingest.mapping import Mapping, load_mapping
from ingest.readers.base import HEAD, Found, Reader
from ingest.readers.stream import FREE, Stream
from ingest.sketch import sketch
from ingest.walk import look_at, walk

MOST_DRAFTS = 30  # records of one input that are drafted
SOME = 6  # of so many inputs one is also made, with ids and languages, which takes long
BESIDE = {
    "account.js": b'window.YTD.account.part0 = [ {"account": {"accountId": "12", "username": "ada", '
    b'"accountDisplayName": "Ada"}} ]',
    "note-tweet.js": b'window.YTD.note_tweet.part0 = [ {"noteTweet": {"noteTweetId": "9", "createdAt": '
    b'"2019-09-04T13:51:55.000Z", "core": {"text": "Bonjour a tous, et encore un mot.", "urls": [], "mentions": [], '
    b'"hashtags": []}}} ]',
}
TABLE = (
    b'id,message,date,by,likes,tags,link,place\n1,Bonjour,03/02/2017 10:15,ada,"1.234,5",a|b,http://x.example/1,Lyon\n'
)

Check = Callable[[bytes], None]


def target(name: str) -> Check:
    """The check of a target."""
    if name in READERS:
        return partial(_read, import_module(f"ingest.readers.{name}").READER)
    return {"walk": _walk, "article_text": _page, "dump_text": _dump, "mapping": _mapping, "sketch": _sketch}[name]


def _read(reader: Reader, data: bytes) -> None:
    reader.recognises(_stream(reader, data).read(HEAD))
    first = list(reader.records(_stream(reader, data)))
    same_records(first, list(reader.records(_stream(reader, data))))
    hold("a file has records", bool(first) or not data.strip() or reader.name not in ("html", "dump"))
    plain = _plain(data)
    for found in first:
        placed(found, plain)
    for found in first[:MOST_DRAFTS]:
        drafted(reader, found)
    if first and zlib.crc32(data) % SOME == 0:
        made(reader, first[zlib.crc32(data) // SOME % len(first)])


def _stream(reader: Reader, data: bytes) -> Stream:
    return Stream.over(io.BytesIO(data), len(data), raw=reader.raw, beside=BESIDE.get)


def _plain(data: bytes) -> bytes | None:
    """The bytes in which offsets are counted; None of a damaged gzip file, of which it is not known how far it goes."""
    stream = Stream.over(io.BytesIO(data), len(data))
    plain = stream.read(FREE)
    return None if stream.fault else plain


def _walk(data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        first = list(islice(walk(path, look_at(path, None)), 1000))
        second = list(islice(walk(path, look_at(path, None)), 1000))
        hold("a file has records", bool(first))
        hold("nothing is written beside it", [one.name for one in Path(folder).iterdir()] == ["file"])
    same_records([met.found for met in first], [met.found for met in second])
    plain = _plain(data)
    for met in first:
        placed(met.found, None if met.found.place.member else plain if met.reader is not None else data)
        hold("a record without a reader has a fault", met.reader is not None or met.found.fault is not None)
    for met in first[:MOST_DRAFTS]:
        if met.reader is not None:
            drafted(met.reader, met.found)


def _memory() -> str | None:
    """A folder in memory, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - TemporaryDirectory makes a folder of its own there


def _page(data: bytes) -> None:
    text = article_text(data)
    well_written(text)
    try:
        cleaned = clean_page(data, url="https://a.example/b", encoding=None, today="2020-02-03")
    except BadRecord:
        return
    draft = from_cleaned(cleaned)
    for document in (draft.document, *(post for _, post in draft.posts)):
        sound(document)
    hold(
        "a page is cleaned the same each time",
        clean_page(data, url="https://a.example/b", today="2020-02-03") == cleaned,
    )


def _dump(data: bytes) -> None:
    given = data.decode("utf-8", "surrogatepass" if zlib.crc32(data) % 8 == 0 and _passes(data) else "replace")
    well_written(dump_text(given))
    try:
        draft = from_cleaned(clean_dump(given))
    except BadRecord:
        return
    for document in (draft.document, *(post for _, post in draft.posts)):
        sound(document)


def _passes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _mapping(data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / "map.yaml"
        path.write_bytes(data)
        try:
            mapping = load_mapping(path)
        except SettingsError:
            return
    _by_mapping(mapping, TABLE)


def _by_mapping(mapping: Mapping, data: bytes) -> None:
    reader = import_module("ingest.readers.table").mapped(mapping)
    reader.recognises(data[:HEAD])
    found: list[Found] = list(reader.records(_stream(reader, data)))
    for one in found:
        placed(one, data)
    for one in found[:MOST_DRAFTS]:
        drafted(reader, one)


def _sketch(data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path, written = Path(folder) / "table.csv", Path(folder) / "map.yaml"
        path.write_bytes(data)
        try:
            yaml = sketch(path)
        except UsageError:
            return
        written.write_text(yaml, encoding="utf-8")
        try:
            mapping = load_mapping(written)
        except SettingsError as error:
            hold("a sketch without fields says so", "names no field" in str(error), f"{error}\n{yaml[:300]}")
            return
    _by_mapping(mapping, data)
