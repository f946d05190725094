"""Posts of Instagram as instaloader saves them: a file each, `{"node": {...}, "instaloader": {...}}`.

The node is what Instagram's pages received, by the graph or by the newer lists (`iphone_struct`), as in captures of
Zeeschuimer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from corpus.errors import BadRecord
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import found_items, opening
from ingest.readers.lenient import mapping, parsed, text
from ingest.readers.post import draft_of
from ingest.readers.stream import Stream
from ingest.readers.zeeschuimer.instagram import is_item, item


def recognises(head: bytes) -> bool:
    """A node, and what instaloader says of itself."""
    value = opening(head)
    if not isinstance(value, dict) or "node" not in value:
        return False
    about = mapping(value, "instaloader")
    return text(about, "node_type") is not None or (not about and is_item(value["node"]))  # it stands at the end


def records(stream: Stream) -> Iterator[Found]:
    """The one value of the file, or one a line."""
    return found_items(stream)


def draft(raw: bytes) -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    value = parsed(raw)
    node = mapping(value, "node")
    newer = mapping(node, "iphone_struct")
    kind = text(value, "instaloader", "node_type") or "Post"
    if kind != "Post" or not (is_item(node) or is_item(newer)):
        raise BadRecord("no-document", f"This is of instaloader's type {kind} and no post.")
    post = item(_without_nothing(newer) | _without_nothing(node))
    return draft_of(msgspec.structs.replace(post, extra={**post.extra, "collected_by": "instaloader"}))


def _without_nothing(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value is not None and name != "iphone_struct"}


READER = Reader(name="instaloader", media_type="application/json", recognises=recognises, records=records, draft=draft)
