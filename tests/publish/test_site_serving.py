"""Serving: compression, what a reader's copy is worth, several workers, a new build under load, and nothing written."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event

import brotli  # type: ignore[import-untyped]  # it has no types
import httpx
import pytest
from running import COMMAND
from site_corpus import built_site

from corpus.console import progress
from corpus.errors import NoSite, UsageError
from corpus.folder import Corpus
from publish.building.build import build
from publish.site.app import application, datasette_for
from publish.site.serve import serve

Get = Callable[..., tuple[httpx.Response, bytes]]
DOCUMENT = "/document/daaaaaaaaaaaaaaaa"
PATIENCE = 60  # seconds for what a machine with much to do may take


@pytest.fixture(scope="module")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site."""
    return built_site(tmp_path_factory.mktemp("serving") / "corpus")


@pytest.fixture(scope="module")
def get(site_db: Path) -> Iterator[Get]:
    """Asks for an address; returns the response and its bytes as they were sent."""
    app = application(site_db)

    async def ask(path: str, coding: str | None, method: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site.example") as client:
            request = client.build_request(method, path, headers=headers)
            request.headers.pop("accept-encoding")
            if coding is not None:
                request.headers["accept-encoding"] = coding
            answer = await client.send(request, stream=True)
            raw = b"".join([part async for part in answer.aiter_raw()])
            return answer, raw

    with asyncio.Runner() as runner:
        yield lambda path, coding=None, method="GET", **headers: runner.run(
            ask(path, coding, method, {name.replace("_", "-"): value for name, value in headers.items()})
        )


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"), ("gzip, deflate, br", "br"), ("gzip;q=1.0, br;q=0", "gzip"), ("GZIP", "gzip"), ("gzip", "gzip"),
        ("deflate", None), ("br;q=0, gzip; q=0.000", None), ("identity", None), ("", None), (None, None),
        ("br;q=nonsense", "br"), (",;=,", None),
    ],
)  # fmt: skip
def test_a_page_is_compressed_as_the_reader_can_read_it(get: Get, accepted: str | None, coding: str | None) -> None:
    _, plain = get(DOCUMENT)
    for _ in range(2):  # made, then kept
        answer, raw = get(DOCUMENT, accepted)
        assert answer.headers.get("content-encoding") == coding
        assert coding is None or int(answer.headers["content-length"]) == len(raw)
        assert "Accept-Encoding" in answer.headers["vary"]
        read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
        assert read(raw) == plain
        assert coding is None or len(raw) < len(plain) / 2


def test_what_is_small_or_no_text_is_sent_as_it_is(get: Get) -> None:
    assert "content-encoding" not in get("/site/documents/1.json?_shape=array&_col=id", "br")[0].headers
    assert "content-encoding" not in get("/nothing.txt", "br", "HEAD")[0].headers


@pytest.mark.parametrize("path", ["/", DOCUMENT, "/search?q=port", f"{DOCUMENT}.json", "/site/documents.json"])
def test_a_copy_that_is_still_good_is_not_sent_again(get: Get, path: str) -> None:
    tags = {coding: get(path, coding)[0].headers["etag"] for coding in ("br", "gzip", None)}
    assert len(set(tags.values())) == 3
    assert all(tag.startswith('"') for tag in tags.values())  # strong: the same bytes
    for coding, tag in tags.items():
        for known in (tag, f'"other", {tag}', f"W/{tag}"):
            answer, raw = get(path, coding, if_none_match=known)
            assert (answer.status_code, raw) == (304, b"")
            assert answer.headers["etag"] == tag
            assert answer.headers["cache-control"] == "public, no-cache"
        assert get(path, coding, if_none_match='"other"')[0].status_code == 200
    assert get(path, "gzip", if_none_match=tags["br"])[0].status_code == 200
    assert get(path, "br", accept_language="fr")[0].headers["etag"] != tags["br"]


def test_the_database_can_be_taken_in_parts_or_whole_and_is_never_kept_in_memory(get: Get, site_db: Path) -> None:
    answer, raw = get("/site.db", "br, gzip")
    assert answer.status_code == 200
    assert raw == site_db.read_bytes()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/", DOCUMENT, "/site/documents", "/site/documents/1", "/site", "/-/login", "/feed.atom"]
)
def test_no_method_writes(get: Get, site_db: Path, method: str, path: str) -> None:
    before = fingerprint(site_db.parent)
    answer, _ = get(path, None, method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert fingerprint(site_db.parent) == before


@pytest.mark.parametrize(
    "sql",
    ["delete from documents", "insert into documents (id) values (1)", "pragma journal_mode = wal", "vacuum",
     "attach database '/tmp/other.db' as other", "with a as (select 1) delete from documents"],
)  # fmt: skip
def test_no_sql_writes(get: Get, site_db: Path, sql: str) -> None:
    before = fingerprint(site_db.parent)
    answer, _ = get(f"/site.json?sql={sql}")
    assert answer.status_code == 400, answer.text
    assert fingerprint(site_db.parent) == before


def test_the_database_is_opened_so_that_it_cannot_be_written(site_db: Path) -> None:
    server = datasette_for(site_db)
    database = server.get_database("site")
    assert not database.is_mutable
    connection = database.connect()
    assert connection.execute("PRAGMA query_only").fetchone() is not None
    with pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM documents")
    connection.close()


def test_files_that_may_only_be_read_are_enough(site_db: Path, get: Get) -> None:
    site = site_db.parent
    before = fingerprint(site)
    for path in (site, *site.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert get("/search?q=centimes")[0].status_code == 200
        assert get("/site/documents")[0].status_code == 200
        assert fingerprint(site) == before
    finally:
        for path in (site, *site.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def served_by(root: Path, workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The real command on a port that was free, ended as a service manager ends it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [COMMAND, "publish", "serve", "--site", root / "site", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(address))
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def wait_for(happens: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)


def children(process: subprocess.Popen[bytes]) -> set[int]:
    """The workers: processes of ours that have the port. A helper of Python's that only watches them is none."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listed.exists():
        pytest.skip("needs /proc to see the workers")
    own = {int(number) for number in listed.read_text().split()}
    return {one for one in own if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()}


@pytest.mark.slow
def test_two_workers_answer_one_that_dies_is_started_again_and_a_new_build_drops_no_request(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    built_site(root)
    with served_by(root, 2) as (address, process):
        first = children(process)
        assert len(first) == 2
        victim = min(first)
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: len(children(process)) == 2 and victim not in children(process))
        assert answers(address)
        assert answers(f"{address}{DOCUMENT}")

        rebuilt_under_load(root, address)
        new = Corpus(root).settings.title_in("en")
        for _ in range(8):  # whichever worker answers
            assert new in httpx.get(f"{address}/", timeout=PATIENCE).text
    assert process.returncode is not None


def rebuilt_under_load(root: Path, address: str) -> None:
    """Build anew, twice, while four readers ask for one page after the other; none of their requests may fail."""
    done = Event()
    counts = [0] * 4

    def reader(number: int) -> None:
        paths = ("/", DOCUMENT, "/search?q=port", "/site/documents.json", f"/documents?page={number}")
        with httpx.Client(timeout=PATIENCE, headers={"connection": "close"}) as client:  # as different readers come
            while not done.is_set():
                answer = client.get(address + paths[counts[number] % len(paths)])
                assert answer.status_code == 200, answer.url
                counts[number] += 1

    with ThreadPoolExecutor(len(counts)) as pool:
        readers = [pool.submit(reader, number) for number in range(len(counts))]
        try:
            for title in ("Second", "Third"):
                retitle(root / "hustings.toml", title)
                build(Corpus(root), lambda what, total: progress(what, total))
                before = list(counts)
                wait_for(lambda before=before: all(now >= then + 5 for now, then in zip(counts, before, strict=True)))  # type: ignore[misc]
        finally:
            done.set()
        for one in readers:
            one.result()  # raises what the reader met


def retitle(settings: Path, title: str) -> None:
    lines = settings.read_text(encoding="utf-8").splitlines()
    kept = [f'title = "{title}"' if line.startswith("title =") else line for line in lines]
    settings.write_text("\n".join(kept), encoding="utf-8")


def test_a_site_that_was_not_built_cannot_be_served(tmp_path: Path) -> None:
    with pytest.raises(NoSite):
        datasette_for(tmp_path / "site.db")
    (tmp_path / "site.db").write_bytes(b"no database, but long enough to be looked into" * 100)
    with pytest.raises(NoSite):
        datasette_for(tmp_path / "site.db")
    (tmp_path / "site.db").unlink()
    sqlite3.connect(tmp_path / "site.db").execute("PRAGMA user_version = 99").close()
    with pytest.raises(NoSite, match="another Hustings"):
        datasette_for(tmp_path / "site.db")


def test_a_port_in_use_is_a_clear_error(tmp_path: Path) -> None:
    built_site(tmp_path / "corpus")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} is in use"):
            serve(Corpus(tmp_path / "corpus"), "127.0.0.1", port)
