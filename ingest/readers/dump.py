"""Plain-text dumps: a page that somebody flattened to lines."""

from __future__ import annotations

import re

from ingest.draft import Draft, from_cleaned
from ingest.readers.base import Reader
from ingest.readers.text import decode, looks_binary
from ingest.readers.whole import whole_file

JSON = re.compile(rb"\s*(?:\{\s*\"|\[\s*[\[{\"])")


def recognises(head: bytes) -> bool:
    """Any text but JSON, which is data and no page."""
    return not looks_binary(head) and not JSON.match(head)


def draft(raw: bytes) -> Draft:
    """Find the article among the lines. Raises BadRecord where there is none."""
    from ingest.clean.dump import clean_dump

    return from_cleaned(clean_dump(decode(raw)))


READER = Reader(name="dump", media_type="text/plain", recognises=recognises, records=whole_file, draft=draft)
