"""Changes to an input that keep its form, so that what lies behind the parser is reached.

A quarter of all changes are libFuzzer's own, on the bytes. Each function takes bytes and gives bytes; where an input
has not the form that a function knows, it is changed as bytes.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from random import Random

import atheris

from benchmarks.fuzz import odd
from benchmarks.fuzz.mutate_json import change_json
from benchmarks.fuzz.mutate_zip import change_zip
from benchmarks.fuzz.names import Kind

Change = Callable[[bytes, Random], bytes]
MARKUP = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+|<", re.DOTALL)
ATTRIBUTE = re.compile(rb"=\s*(?:\"[^\"]*\"|'[^']*')")
CELLS = re.compile(rb"[,;\t|]|\r?\n|\"(?:[^\"]|\"\")*\"|[^,;\t|\r\n\"]+|\"|\r")
LINES = re.compile(rb"[^\n]*\n|[^\n]+")
RECORDS = re.compile(rb"(?=^WARC/1\.)|(?=^https?://\S+ [0-9.]+ \d{14} )", re.MULTILINE)
TAGS = (
    b"<p>", b"</p>", b"<br>", b"<div>", b"</div>", b"<article>", b"</article>", b"<table><tr><td>", b"</table>",
    b"<blockquote class=twitter-tweet>", b"<script type=application/ld+json>", b"</script>", b"<template>", b"<svg>",
    b"<math>", b"<iframe srcdoc='<p>'>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.1'?>", b"<?a?>",
    b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]>", b"&c;", b"<item>", b"</item>", b"<entry>",
    b"</entry>", b"<base href='http://['>", b"<meta charset=utf-16>", b"<meta charset=x>", b"<h1>", b"<title>",
    b"<noscript>", b"<frameset>", b"<body>", b"</body>", b"</html>", b"<plaintext>", b"<textarea>", b"<select>",
)  # fmt: skip
DEEP = 3000
MOST = 50_000  # bytes that a part grows to by being repeated
HEADERS = (
    b"Content-Length: 99999999999999999999", b"Content-Length: -1", b"Content-Length: \xc2\xb2", b"Content-Length:",
    b"WARC-Type: revisit", b"WARC-Type: conversion", b"WARC-Type: continuation", b"WARC-Truncated: length",
    b"Content-Encoding: gzip", b"Content-Encoding: br", b"Content-Encoding: deflate", b"Content-Encoding: zstd, gzip",
    b"Transfer-Encoding: chunked", b"Content-Type: text/html; charset=\xff", b"Content-Type: text/html; charset=utf-7",
    b"Content-Type: text/plain", b"WARC-Date: 9999-99-99", b"HTTP/1.1 200", b"HTTP/1.1 999 \xff", b"WARC/1.0", b"",
)  # fmt: skip


def mutator(kind: Kind) -> Callable[[bytes, int, int], bytes]:
    """What atheris calls: (input, most bytes, seed) to another input."""
    change = CHANGES[kind]

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.25 or not data:
            return bytes(atheris.Mutate(data, most))
        for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
            changed = change(data, chance)
            data = changed if len(changed) <= most or chance.random() < 0.1 else data
            data = data[:most]
        return data

    return mutated


def _parts(data: bytes, pattern: re.Pattern[bytes]) -> list[bytes]:
    return [found for found in pattern.findall(data) if found] or [data]


def _shuffle(parts: list[bytes], chance: Random, new: Callable[[Random], bytes]) -> bytes:
    """One part gone, twice, elsewhere, replaced, cut or many times."""
    at, to = chance.randrange(len(parts)), chance.randrange(len(parts))
    pick = chance.randrange(8)
    if pick == 0:
        del parts[at : at + chance.choice((1, 1, 2, 5))]
    elif pick == 1:
        parts.insert(to, parts[at])
    elif pick == 2:
        parts[at], parts[to] = parts[to], parts[at]
    elif pick == 3:
        parts[at] = new(chance)
    elif pick == 4:
        cut = chance.randrange(len(parts[at]) + 1)
        parts[at] = parts[at][:cut] + new(chance) + parts[at][cut:]
    elif pick == 5:
        parts[at] *= max(1, min(chance.choice((2, 10, 300)), MOST // (len(parts[at]) or 1)))
    elif pick == 6:
        parts.insert(at, new(chance))
    else:
        parts[at:] = [parts[at][: chance.randrange(len(parts[at]) + 1)]] if chance.random() < 0.3 else parts[at:]
    return b"".join(parts)


def _new_markup(chance: Random) -> bytes:
    if chance.random() < 0.02:
        return chance.choice((b"<div>", b"<b>", b"<table><tr><td>", b"<ul><li>")) * DEEP
    return chance.choice(TAGS) if chance.random() < 0.5 else odd.utf8(chance)


def _markup(data: bytes, chance: Random) -> bytes:
    if chance.random() < 0.25 and (found := list(ATTRIBUTE.finditer(data))):
        one = chance.choice(found)
        return data[: one.start()] + b'="' + odd.utf8(chance) + b'"' + data[one.end() :]
    if chance.random() < 0.03:
        return _encoded(data, chance)
    return _shuffle(_parts(data, MARKUP), chance, _new_markup)


def _encoded(data: bytes, chance: Random) -> bytes:
    """The same in another encoding."""
    return data.decode("utf-8", "replace").encode(
        chance.choice(("utf-16", "utf-16-be", "cp1252", "utf-8-sig")), "replace"
    )


def _table(data: bytes, chance: Random) -> bytes:
    if chance.random() < 0.05:
        return _encoded(data, chance)
    if chance.random() < 0.2:
        return _shuffle(_parts(data, LINES), chance, _cell)
    return _shuffle(_parts(data, CELLS), chance, _cell)


def _cell(chance: Random) -> bytes:
    if chance.random() < 0.4:
        return chance.choice(
            (b",", b";", b"\t", b'"', b'""', b"\n", b"\r\n", b"\r", b'"\n', b"\\", b'"' * 50, b"\n" * 50)
        )
    return odd.utf8(chance)


def _text(data: bytes, chance: Random) -> bytes:
    if chance.random() < 0.04:
        return _encoded(data, chance)
    new = (lambda chance: odd.utf8(chance) + b"\n") if chance.random() < 0.5 else odd.utf8
    return _shuffle(_parts(data, LINES), chance, new)


def _json(data: bytes, chance: Random) -> bytes:
    changed = change_json(data, chance)
    return _text(data, chance) if changed is None else changed


def _warc(data: bytes, chance: Random) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        plain = _gunzipped(data)
        if not plain:
            return bytes(atheris.Mutate(data, len(data) + 100))
        parts = [part for part in RECORDS.split(_warc(plain, chance)) if part]
        packed = [gzip.compress(part, 1, mtime=0) for part in parts]
        return _shuffle(packed or [data], chance, odd.utf8) if chance.random() < 0.2 else b"".join(packed)
    parts = [part for part in RECORDS.split(data) if part] or [data]
    pick = chance.random()
    if pick < 0.2:
        return _shuffle(parts, chance, odd.utf8)
    at = chance.randrange(len(parts))
    if pick < 0.6:
        lines = _parts(parts[at], LINES)
        head = next((number for number, line in enumerate(lines) if not line.strip()), len(lines)) + 12
        new = _shuffle(lines[:head], chance, lambda chance: chance.choice(HEADERS) + b"\r\n")
        parts[at] = new + b"".join(lines[head:])
    elif pick < 0.9:
        parts[at] = _markup(parts[at], chance)
    else:
        parts[at] = _reframed(parts[at])
    return b"".join(parts)


def _reframed(record: bytes) -> bytes:
    """The record with the length that it has."""
    head, gap, block = record.partition(b"\r\n\r\n")
    block = block.removesuffix(b"\r\n\r\n")
    return (
        re.sub(rb"(?im)^content-length:[^\r\n]*", b"Content-Length: %d" % len(block), head) + gap + block + b"\r\n\r\n"
    )


def _gunzipped(data: bytes) -> bytes:
    plain = b""
    while data.startswith(b"\x1f\x8b") and len(plain) < 10**6:
        unpacker = zlib.decompressobj(31)
        try:
            plain += unpacker.decompress(data, 10**6)
        except zlib.error:
            break
        data = unpacker.unused_data.lstrip(b"\r\n\x00")
    return plain


def _zip(data: bytes, chance: Random) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        plain = _gunzipped(data)
        return gzip.compress(_any(plain, chance), 1, mtime=0) if plain else atheris.Mutate(data, len(data) + 100)
    if not data.startswith(b"PK"):
        changed = _any(data, chance)
        return gzip.compress(changed, 1, mtime=0) if chance.random() < 0.02 else changed
    rezipped = change_zip(data, chance, _any)
    return bytes(atheris.Mutate(data, len(data) + 100)) if rezipped is None else rezipped


def _any(data: bytes, chance: Random) -> bytes:
    """By what the bytes look like."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n")
    if start.startswith((b"{", b"[", b"window.")):
        return _json(data, chance)
    if start.startswith((b"WARC/", b"\x1f\x8b")):
        return _warc(data, chance)
    if start.startswith(b"<"):
        return _markup(data, chance)
    return _table(data, chance)


CHANGES: dict[Kind, Change] = {
    "json": _json,
    "markup": _markup,
    "zip": _zip,
    "warc": _warc,
    "table": _table,
    "text": _text,
    "yaml": _text,
}
