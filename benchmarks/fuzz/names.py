"""The targets, and how the inputs of each are changed."""

from __future__ import annotations

from typing import Literal

Kind = Literal["json", "markup", "zip", "warc", "table", "text", "yaml"]

READERS: dict[str, Kind] = {
    "warc": "warc",
    "zeeschuimer": "json",
    "twitter.archive": "json",
    "twitter.v2": "json",
    "twitter.v1": "json",
    "twitter.twitwi": "table",
    "twitter.ids": "text",
    "bluesky": "json",
    "mastodon": "json",
    "telegram": "json",
    "reddit": "json",
    "instaloader": "json",
    "jsonl": "json",
    "table.xlsx": "zip",
    "feed": "markup",
    "press.europresse": "markup",
    "press.factiva": "markup",
    "press.nexis": "markup",
    "press.nexisdocx": "zip",
    "press.nexistext": "text",
    "mhtml": "markup",
    "html": "markup",
    "table": "table",
    "dump": "text",
}
OTHERS: dict[str, Kind] = {
    "walk": "zip",  # a file of any format, in an archive or packed: look_at, walk, make
    "article_text": "markup",
    "dump_text": "text",
    "mapping": "yaml",
    "sketch": "table",
}
KINDS: dict[str, Kind] = {**READERS, **OTHERS}
NAMES = tuple(KINDS)
# Parsers in Python whose branches guide the fuzzer as ours do.
PARSERS = {"feed": ["feedparser"], "table.xlsx": ["openpyxl"], "walk": ["zipfile"], "press.nexisdocx": ["zipfile"]}
