"""Web archives: every record told of, pages decoded whatever their packing, damage kept where it is."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import random
import tracemalloc
import zlib
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.readers.base import KEEP_LIMIT, Found
from ingest.readers.registry import recognise
from ingest.readers.stream import Stream
from ingest.readers.warc import READER, draft
from ingest.readers.warc.httpmessage import Message, dechunk, decoded_body

WORDS = "La campagne a commencé lundi dans la capitale, où chacun des candidats a tenu une réunion publique. "
CRLF = b"\r\n"


def page(words: str = WORDS) -> bytes:
    paragraphs = "".join(f"<p>{words * 3}</p>" for _ in range(4))
    return (
        f"<!doctype html><html><head><title>Titre</title></head><body><h1>Titre</h1>{paragraphs}</body></html>".encode()
    )


def http(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    fields = {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): v for name, v in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def record(kind: str, block: bytes, number: int = 1, length: int | None = None, **headers: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Date": "2020-05-01T10:00:00Z",
        "WARC-Target-URI": f"https://ex.org/{number}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def read(data: bytes) -> list[Found]:
    return list(READER.records(Stream(io.BytesIO(data).read, 2**40)))


def made(found: Found) -> Document:
    if found.fault:
        raise found.fault
    return (draft(found.raw) if found.context is None else draft(found.raw, found.context)).document


def outcomes(data: bytes) -> list[str]:
    found = []
    for each in read(data):
        try:
            found.append(made(each).title or "page")
        except BadRecord as fault:
            found.append(fault.code)
    return found


def test_a_page_is_an_article_with_its_address_and_the_time_of_capture() -> None:
    data = record("warcinfo", b"software: x\r\n") + record("response", http(page()), 2)
    found = read(data)
    document = made(found[1])
    assert (document.title, document.url) == ("Titre", "https://ex.org/2")
    assert document.extra["captured_at"] == "2020-05-01T10:00:00Z"
    assert document.text.count("La campagne") == 12
    assert [each.place.warc_record_id for each in found] == ["<urn:uuid:1>", "<urn:uuid:2>"]
    assert {(each.retrieved_at, each.retrieved_by) for each in found} == {("2020-05-01T10:00:00Z", "WARC-Date")}
    for each in found:
        start, length = each.place.offset or 0, each.place.length or 0
        assert data[start : start + length] == each.raw


def test_what_is_no_page_is_told_with_its_reason() -> None:
    data = b"".join(
        (
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            record("metadata", b"via: x"),
            record("response", b"20200501\nex.org 1.2.3.4", WARC_Target_URI="dns:ex.org", Content_Type="text/dns"),
            record("response", http(page(), "404 Not Found")),
            record("response", http(b"\x89PNG", Content_Type="image/png")),
            record("response", http(b'{"a": 1}', Content_Type="application/json")),
            record(
                "response",
                http(b"User-agent: *", Content_Type="text/plain"),
                WARC_Target_URI="http://ex.org/robots.txt",
            ),
            record("response", http(b"")),
            record("resource", page(), Content_Type="text/html"),
            record("conversion", (WORDS * 20).encode(), Content_Type="text/plain"),
        )
    )
    assert outcomes(data) == [
        *("not-a-response",) * 3,
        *("status-404", "not-html", "not-html", "not-html", "empty", "Titre", "page"),
    ]


@pytest.mark.parametrize("size", [200_000, KEEP_LIMIT + 1])
def test_of_a_large_file_that_is_no_page_only_the_head_is_kept(size: int) -> None:
    data = record("response", http(bytes(size), Content_Type="video/mp4"))
    (found,) = read(data)
    assert found.fault is not None
    assert found.fault.code == "not-html"
    assert found.raw.endswith(b"Content-Type: video/mp4\r\n\r\n")
    assert found.place.length == len(data) - 4


def test_a_page_beyond_the_limits_keeps_its_place_and_hash() -> None:
    data = record("response", http(b"<p>" + bytes(KEEP_LIMIT))) + record("response", http(page()), 2)
    found = read(data)
    assert [each.fault.code if each.fault else None for each in found] == ["too-large", None]
    assert (found[0].raw, found[0].place.warc_record_id) == (b"", "<urn:uuid:1>")
    assert found[0].sha256 == hashlib.sha256(data[: found[0].place.length]).hexdigest()


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("identity", bytes),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("gzip", bytes),  # the crawler unpacked it and kept the header
        ("br", bytes),
    ],
)
def test_packing_is_undone(encoding: str, pack: object) -> None:
    assert callable(pack)
    body = chunked(pack(page()))
    data = record("response", http(body, Content_Encoding=encoding, Transfer_Encoding="chunked"))
    assert made(read(data)[0]).text.count("La campagne") == 12


def test_a_header_that_promises_chunks_where_none_are() -> None:
    assert dechunk(page()) == (page(), True)
    assert decoded_body(Message(status=200, headers={"transfer-encoding": "chunked"}, body=page())) == (page(), ())


def test_damage_inside_a_page_keeps_what_stands_before_it() -> None:
    wrong = chunked(page(), 300).replace(b"12c;x=y", b"zz").replace(b"zz", b"12c", 2)
    document = made(read(record("response", http(wrong, Transfer_Encoding="chunked")))[0])
    assert "damaged chunks" in document.notes
    cut = made(read(record("response", http(gzip.compress(page(), mtime=0)[:-9], Content_Encoding="gzip")))[0])
    assert "cut page" in cut.notes
    assert "La campagne" in cut.text


def test_a_small_page_that_unpacks_to_a_huge_one_is_refused() -> None:
    data = record("response", http(gzip.compress(b"<p>" + b"a" * 50_000_000), Content_Encoding="gzip"))
    assert outcomes(data) == ["too-large"]
    with pytest.raises(BadRecord, match="compress"):
        decoded_body(Message(status=200, headers={"content-encoding": "compress"}, body=b"abc"))


def test_a_revisit_has_the_page_that_it_refers_to_and_its_own_time() -> None:
    first = record("response", http(page()), 1, WARC_Payload_Digest="sha1:ABC")
    again = record(
        "revisit",
        http(b""),
        2,
        WARC_Payload_Digest="sha1:ABC",
        WARC_Date="2021-01-01T00:00:00Z",
        WARC_Target_URI="https://ex.org/1",
    )
    same = record("revisit", b"", 3, WARC_Refers_To="<urn:uuid:2>")
    unchanged = record(
        "revisit",
        http(b"", "304 Not Modified"),
        4,
        WARC_Refers_To_Target_URI="https://ex.org/1",
        WARC_Refers_To_Date="2020-05-01T10:00:00Z",
    )
    lost = record("revisit", http(b""), 5, WARC_Payload_Digest="sha1:XYZ")
    image = record("revisit", http(b"", Content_Type="image/png"), 6, WARC_Payload_Digest="sha1:PNG")
    data = first + again + same + unchanged + lost + image
    assert outcomes(data) == ["Titre", "Titre", "Titre", "Titre", "revisit", "not-html"]
    found = read(data)
    document = made(found[1])
    assert (document.url, document.extra["captured_at"]) == ("https://ex.org/1", "2021-01-01T00:00:00Z")
    assert document.text == made(found[0]).text
    assert found[1].raw == again[:-4]


def test_the_server_s_word_on_the_encoding_counts_where_the_page_says_nothing() -> None:
    text = page("Příliš žluťoučký kůň úpěl ďábelské ódy, a to se v hlavním městě líbilo všem. ").decode()
    data = record("response", http(text.encode("iso-8859-2"), Content_Type="text/html; charset=ISO-8859-2"))
    (found,) = read(data)
    assert "žluťoučký" in made(found).text


def test_a_page_that_goes_on_in_another_record_is_cut() -> None:
    first = record("response", http(page()), 1, WARC_Segment_Number="1")
    rest = record("continuation", b"<p>Fin</p></body></html>", 2, WARC_Segment_Number="2")
    assert outcomes(first + rest) == ["Titre", "not-a-response"]
    assert made(read(first)[0]).notes == ("cut page",)


def test_damage_between_records_loses_no_record() -> None:
    good, other = record("response", http(page()), 1), record("response", http(page("Rien n'est joué ici. ")), 2)
    headless = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nabc\r\n\r\n"
    assert outcomes(good + b"\x00junk\r\nmore junk\r\n" + headless + other) == [
        *("Titre", "not-a-record", "bad-header", "Titre"),
    ]
    too_long = record("response", http(page()), 3, length=10**6)
    assert outcomes(too_long + good + other) == ["wrong-length", "Titre", "Titre"]
    too_short = record("response", http(page()), 3, length=1000)
    assert outcomes(too_short + good)[1:] == ["not-a-record", "Titre"]


def test_a_cut_file_keeps_what_is_whole() -> None:
    body = page()
    whole = record("response", http(body, Content_Length=str(len(body))))
    assert outcomes(whole + whole[: len(whole) // 2]) == ["Titre", "cut"]
    # The record says one thing too much and the response is whole all the same: it is a page, and that is noted.
    (found,) = read(record("response", http(body, Content_Length=str(len(body))), length=10**6)[:-4])
    assert made(found).notes == ("wrong record length",)


def test_a_damaged_member_of_a_gzip_loses_no_other() -> None:
    members = [gzip.compress(record("response", http(page(f"Texte numéro {n} ici. ")), n)) for n in range(4)]
    broken = members[1][:200] + bytes(60) + members[1][260:]
    found = read(members[0] + broken + members[2] + members[3][:-30])
    numbers = [each.place.warc_record_id for each in found if each.fault is None]
    assert {"<urn:uuid:0>", "<urn:uuid:2>"} <= set(numbers)
    assert "truncated" in [each.fault.code for each in found if each.fault]
    assert found[-1].fault is not None
    assert outcomes(b"".join(members)) == ["Titre"] * 4
    assert outcomes(gzip.compress(b"".join(gzip.decompress(member) for member in members))) == ["Titre"] * 4


def test_arc_files_of_both_versions() -> None:
    about = b"1 0 Me\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 0.0.0.0 20140216050221 text/plain %d\n%s\n" % (len(about), about)
    block = http(page())
    one = b"http://ex.org/a b 1.2.3.4 20140216050221 text/html %d\n%s\n" % (len(block), block)
    two = b"http://ex.org/c 1.2.3.4 20140216050221 text/html 200 abc - 0 a.arc %d\n%s\n" % (len(block), block)
    bad = b"http://ex.org/d 1.2.3.4 20140216050221 text/html abc\n\n"
    data = head + one + two + bad + one
    assert outcomes(data) == ["not-a-response", "Titre", "Titre", "bad-header", "Titre"]
    document = made(read(data)[1])
    assert (document.url, document.extra["captured_at"]) == ("http://ex.org/a%20b", "2014-02-16T05:02:21Z")
    assert recognise(data).name == recognise(record("warcinfo", b"x")).name == "warc"


def test_a_large_archive_is_read_in_little_memory() -> None:
    one = gzip.compress(record("response", http(random.randbytes(10_000) * 100, Content_Type="video/mp4")))
    tracemalloc.start()
    count = sum(1 for _ in READER.records(Stream(io.BytesIO(one * 300).read, 2**40)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300
    assert peak < 60_000_000


@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(0, 2000), st.booleans())
def test_nothing_breaks_it(junk: bytes, at: int, cut: int, zipped: bool) -> None:
    data = record("warcinfo", b"x") + record("response", http(chunked(page())[:900], Transfer_Encoding="chunked"))
    data = gzip.compress(data, 1) if zipped else data
    data = data[:at] + junk + data[at:]
    for found in read(data[: len(data) - cut] if cut < len(data) else data):
        if found.fault is None:
            with contextlib.suppress(BadRecord):
                draft(found.raw)


@given(st.binary(max_size=400))
def test_a_record_of_anything_is_a_bad_record(raw: bytes) -> None:
    for start in (b"", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n"):
        with contextlib.suppress(BadRecord):
            draft(start + raw)


# Of the samples: how many records, how many pages, and what the rest is.
SAMPLES = {
    "warc_warcio/example.warc": (6, 2, {"not-a-response"}),
    "warc_warcio/example.warc.gz": (6, 2, {"not-a-response"}),
    "warc_warcio/example-trunc.warc": (5, 1, {"not-a-response", "not-a-record"}),
    "warc_warcio/example-bad.warc.gz.bad": (6, 2, {"not-a-response", "status-302"}),
    "warc_warcio/example-bad-non-chunked.warc.gz": (6, 2, {"not-a-response"}),
    "warc_warcio/example-wrong-chunks.warc.gz": (2, 1, {"not-a-response"}),
    "warc_warcio/example-iana.org-chunked.warc": (3, 1, {"not-a-response"}),
    "warc_warcio/example.arc": (2, 1, {"not-a-response"}),
    "warc_warcio/example.arc.gz": (2, 1, {"not-a-response"}),
    "warc_warcio/example-space-in-url.arc": (2, 1, {"not-a-response"}),
    "warc_warcio/bad.arc": (4, 0, {"bad-header", "empty"}),
    "warc_warcio/post-test.warc.gz": (6, 0, {"not-a-response", "not-html"}),
    "wacz_pywacz/example-collection.warc": (4, 1, {"not-a-response"}),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples(shared: Path, name: str) -> None:
    count, pages, reasons = SAMPLES[name]
    data = (shared / "samples" / name).read_bytes()
    found = outcomes(data)
    assert len(found) == count
    assert len([each for each in found if each[0].isupper()]) == pages
    assert {each for each in found if not each[0].isupper()} == reasons
    unpacked = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    stated = {line.split(b": ", 1)[1].strip() for line in unpacked.splitlines() if line.startswith(b"WARC-Record-ID: ")}
    assert {(each.place.warc_record_id or "").encode() for each in read(data)} - {b""} == stated
