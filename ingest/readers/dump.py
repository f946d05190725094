"""Plain-text dumps: a page that somebody flattened to lines."""

from __future__ import annotations

from ingest.draft import Draft, from_cleaned
from ingest.readers.base import Reader
from ingest.readers.foreign import foreign
from ingest.readers.text import as_utf8, decode, looks_binary
from ingest.readers.whole import whole_file


def recognises(head: bytes) -> bool:
    """Any text but data, markup and programs, which are no page."""
    return not looks_binary(as_utf8(head)) and foreign(head) is None


def draft(raw: bytes) -> Draft:
    """Find the article among the lines. Raises BadRecord where there is none."""
    from ingest.clean.dump import clean_dump

    return from_cleaned(clean_dump(decode(raw)))


READER = Reader(name="dump", media_type="text/plain", recognises=recognises, records=whole_file, draft=draft)
