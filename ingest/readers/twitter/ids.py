"""Lists of posts by their numbers alone, as collections are published: one number a line.

There are no words to read. Such a list is told from a text, and sent back to be filled ("hydrated") first.
"""

from __future__ import annotations

import re

from corpus.errors import BadRecord
from ingest.draft import Draft
from ingest.readers.base import Reader
from ingest.readers.whole import whole_file

_ENOUGH = 3  # lines; fewer numbers may be anything
_NUMBERS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:(?:tweet_?id|id|id_str)\s*\n)?(?P<ids>(?:\"?\d{8,20}\"?\s*\n)+)", re.IGNORECASE
)


def recognises(head: bytes) -> bool:
    """Nothing but long numbers, one a line, under a heading or none."""
    match = _NUMBERS.match(head)
    if match is None:
        return False
    rest = head[match.end() :].strip()
    count = match.group("ids").count(b"\n") + bool(rest)
    return count >= _ENOUGH and re.fullmatch(rb"\"?\d*\"?", rest) is not None  # the last number may be cut


def draft(raw: bytes) -> Draft:
    """Raises BadRecord (`no-document`): a number is no post."""
    count = len(re.findall(rb"\d{8,20}", raw))
    raise BadRecord(
        "no-document",
        f"These are the numbers of {count:,} posts without their words.",
        todo="Have them filled (hydrated) by a tool of the platform, or ask the collection's authors, and ingest that.",
    )


READER = Reader(name="twitter_ids", media_type="text/plain", recognises=recognises, records=whole_file, draft=draft)
