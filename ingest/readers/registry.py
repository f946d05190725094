"""The formats that can be read, in the order in which a file is tried against them.

Another package adds one with an entry point in the group `hustings.readers` that names a `Reader`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points

from corpus.errors import BadRecord, UsageError
from ingest.mapping import Mapping
from ingest.readers.base import Reader
from ingest.readers.foreign import foreign

# The more a format says of itself, the earlier it is asked; a dump is any text at all, so it is the last.
BUILT_IN = (
    "warc",
    "zeeschuimer",
    "twitter.archive",
    "twitter.v2",
    "twitter.v1",
    "twitter.twitwi",
    "twitter.ids",
    "bluesky",
    "mastodon",
    "telegram",
    "reddit",
    "instaloader",
    "jsonl",
    "table.xlsx",
    "feed",
    "press.europresse",
    "press.factiva",
    "press.nexis",
    "press.nexisdocx",
    "press.nexistext",
    "mhtml",
    "html",
    "table",
    "dump",
)
GROUP = "hustings.readers"


@lru_cache(maxsize=1)
def readers() -> dict[str, Reader]:
    """All readers by name; those of other packages come first, so that they may take over a format."""
    found: dict[str, Reader] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        reader = entry.load()
        if not isinstance(reader, Reader):
            raise UsageError(f"The entry point {entry.name} ({entry.value}) is no ingest.readers.base.Reader.")
        found[reader.name] = reader
    for name in BUILT_IN:
        reader = import_module(f"ingest.readers.{name}").READER
        found.setdefault(reader.name, reader)
    return found


def reader_named(name: str) -> Reader:
    """The reader of a format. Raises UsageError with the names that there are."""
    try:
        return readers()[name]
    except KeyError:
        raise UsageError(f"There is no format {name}.", todo=f"Formats: {', '.join(sorted(readers()))}.") from None


def recognise(head: bytes, mapping: Mapping | None = None) -> Reader:
    """The reader of a file that begins like this; a person's own mapping comes before all others.

    Raises BadRecord where none knows it.
    """
    if not head.strip():
        raise BadRecord("empty", "The file is empty.")
    own = [] if mapping is None else [reader.mapped(mapping) for reader in readers().values() if reader.mapped]
    for reader in (*own, *readers().values()):
        if reader.recognises(head):
            return reader
    raise foreign(head) or BadRecord(
        "unknown-format",
        "This is no format that Hustings reads.",
        todo="Name its format with --format if it is one of ours all the same; a wrong name lists them.",
    )
