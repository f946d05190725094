"""The pieces that objects of ActivityStreams are made of, in version 2 and in version 1 alike.

Both versions say the same with other names (`type` and `objectType`, `attachment` and `attachments`); each piece is
taken from whichever is there.
"""

from __future__ import annotations

import html
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ingest.clean.platforms import post_address
from ingest.clean.result import assemble
from ingest.readers.fragment import pieces, tree_of
from ingest.readers.lenient import at, text
from ingest.readers.post import Person, Post

OTHER = "activitystreams"  # the platform of what does not say where it comes from
PEOPLE = frozenset(("person", "organization", "group", "service", "application"))
MEDIA = frozenset(("image", "video", "audio", "document", "photo"))
POSTS = frozenset(("note", "article", "comment", "page", "question", "event", "chatmessage", "review"))
MARKUP = re.compile(r"<[a-zA-Z!/]")
ACCOUNT = re.compile(r"https?://(?P<host>[^/]+)/(?:users/|@|u/|c/|profile/|author/)(?P<name>[\w.-]+)/?\Z")


class Words(NamedTuple):
    """The text of a piece of HTML, and the links in it that are neither mentions nor tags."""

    text: str
    links: list[dict[str, Any]]


def words_of(content: str, plain: bool = False) -> Words:
    """Paragraphs a blank line apart. A text without a single tag keeps its own lines."""
    if plain or not MARKUP.search(content):
        return Words(content if plain else html.unescape(content), [])
    tree = tree_of(content)
    if tree is None:
        return Words("", [])
    for quote in list(tree.iter("p", "span")):  # added for servers that know no quotations: no words of the author's
        parent = quote.getparent()
        if "quote-inline" in (quote.get("class") or "").split() and parent is not None:
            quote.drop_tree()
    links = []
    for link in tree.iter("a"):
        classes, href = (link.get("class") or "").split(), link.get("href") or ""
        if href.startswith("http") and not {"mention", "hashtag"} & set(classes):
            shown = "".join(link.itertext()).strip()
            links.append({"url": href, "expanded": href, **({"display": shown} if shown else {})})
    return Words(assemble(pieces(tree))[0], links)


def kind_of(value: Any) -> str:
    """The type in lower case; of several the first; empty where there is none."""
    found = at(value, "type") or at(value, "objectType")
    found = found[0] if isinstance(found, list) and found else found
    return found.rpartition(":")[2].lower() if isinstance(found, str) else ""


def listed(value: Any, *names: str) -> list[Any]:
    """What stands under the first of the names, as a list: one thing may stand there without brackets."""
    found = next((at(value, name) for name in names if at(value, name) is not None), None)
    return found if isinstance(found, list) else [] if found is None else [found]


def address(value: Any) -> str | None:
    """The page of an object for people, or the address that it is."""
    if isinstance(value, str):
        return value or None
    best = None
    for found in (*listed(value, "url"), *listed(value, "urls")):
        href = found if isinstance(found, str) else text(found, "href") or text(found, "value")
        if href and (best is None or text(found, "mediaType") == "text/html"):
            best = href
    return best


def person_of(value: Any) -> Person:
    """An account from its address or its object."""
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, dict):
        return Person(id=value, handle=handle_of(value)) if isinstance(value, str) and value else Person()
    url = address(value)
    name = text(value, "preferredUsername") or text(value, "username")
    host = urlsplit(text(value, "id") or url or "").netloc if name else ""
    handle = f"{name}@{host}" if name and host else name
    return Person(
        id=text(value, "id") or url,
        handle=handle or handle_of(text(value, "id")) or handle_of(url),
        name=name_of(value),
    )


def handle_of(url: str | None) -> str | None:
    """`name@host`, where an address says it."""
    found = ACCOUNT.match(url or "")
    return f"{found['name']}@{found['host']}" if found else None


def identity_of(id: str | None, url: str | None) -> tuple[str, str | None]:
    """Platform and id of a post with this id and this address."""
    for known in (id, url):
        if known and known.startswith("at://"):
            return "bluesky", known
        there = post_address(known) if known else None
        if there is not None and there.platform not in ("mastodon", "bluesky") and there.native_id:
            return there.platform, there.native_id
    there = post_address(id) if id and "/@" in id else None  # the page of a post, in the place of its id
    if there is not None and there.platform == "mastodon":
        return there.platform, there.native_id
    if id and id.startswith(("https://", "http://")):
        return "mastodon", id
    return OTHER, id


def far(value: Any) -> Post | None:
    """A post that is meant by its address, or by an object with its id and address."""
    if isinstance(value, str):
        platform, id = identity_of(value, None)
        return Post(platform=platform, id=id, url=value if value.startswith("http") else None, given=False)
    id, url = text(value, "id"), address(value)
    if id is None and url is None:
        return None
    platform, native = identity_of(id or url, url)
    return Post(platform=platform, id=native, url=url, given=False)


def name_of(value: Any) -> str | None:
    """Its name, or title."""
    return text(value, "name") or text(value, "displayName")


def dicts(values: list[Any]) -> list[dict[str, Any]]:
    """Those of the values that are objects."""
    return [value for value in values if isinstance(value, dict)]
