"""ActivityStreams, version 2 (ActivityPub: Mastodon and what federates with it) and version 1: what an object holds.

Both versions say the same with other names (`type` and `objectType`, `attachment` and `attachments`); each part is
taken from whichever is there. The id of a post is the address that its server gave it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from corpus.model import DocumentKind, Metric
from ingest.clean.platforms import post_address
from ingest.clean.result import Moment, assemble
from ingest.readers.fragment import pieces, tree_of
from ingest.readers.lenient import at, mapping, number, text
from ingest.readers.post import Person, Post, counter
from ingest.times import parse_time

OTHER = "activitystreams"  # the platform of what does not say where it comes from
PEOPLE = frozenset(("person", "organization", "group", "service", "application"))
MEDIA = frozenset(("image", "video", "audio", "document", "photo"))
POSTS = frozenset(("note", "article", "comment", "page", "question", "event", "chatmessage", "review"))
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
PLAIN = ("text/plain", "text/markdown")
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
        return Person(id=value, handle=_handle(value)) if isinstance(value, str) and value else Person()
    url = address(value)
    name = text(value, "preferredUsername") or text(value, "username")
    host = urlsplit(text(value, "id") or url or "").netloc if name else ""
    handle = f"{name}@{host}" if name and host else name
    return Person(
        id=text(value, "id") or url,
        handle=handle or _handle(text(value, "id")) or _handle(url),
        name=text(value, "name") or text(value, "displayName"),
    )


def _handle(url: str | None) -> str | None:
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


def object_of(value: dict[str, Any], actor: Any = None) -> Post:
    """A post from an object (a note, an article, ...); `actor` is whose it is where it does not say so."""
    platform, id = identity_of(text(value, "id"), address(value))
    content = words_of(_content(value), text(value, "mediaType") in PLAIN)
    summary, name = words_of(text(value, "summary") or "").text, text(value, "name") or text(value, "displayName")
    kind = kind_of(value)
    if content.text:
        parts = [None if kind == "article" else summary, content.text]  # a warning, or a title; an article's is a deck
    else:
        parts = [None if kind == "article" else name, summary]
    return Post(
        platform=platform,
        kind=_document_kind(kind),
        id=id,
        text="\n\n".join(dict.fromkeys(part for part in parts if part)),
        author=person_of(next((value[key] for key in ("attributedTo", "author", "actor") if value.get(key)), actor)),
        url=address(value),
        published=_moment(value, "published"),
        updated_at=_value(_moment(value, "updated")),
        language=next(iter(mapping(value, "contentMap")), None) if len(mapping(value, "contentMap")) == 1 else None,
        tags=tuple(_tags(value)),
        links=(*content.links, *_cards(value)),
        mentions=tuple(_mentions(value)),
        media=tuple(_media(value)),
        metrics=tuple(_metrics(value)),
        reply_to=next((post for post in map(far, listed(value, "inReplyTo")) if post), None),
        quotes=quoted(value),
        state="deleted" if kind == "tombstone" else "live",
        notes=("not public",) if visibility(value) in ("followers", "direct") else (),
        extra={
            "visibility": visibility(value),
            "content_warning": summary if at(value, "sensitive") is True else None,
            "location": text(value, "location", "displayName") or text(value, "location", "name"),
            "poll": _options(value),
            "starts": text(value, "startTime"),
            "ends": text(value, "endTime"),
        },
    )


def _document_kind(kind: str) -> DocumentKind:
    return "article" if kind == "article" else "comment" if kind == "comment" else "post"


def _content(value: dict[str, Any]) -> str:
    translations = [body for body in mapping(value, "contentMap").values() if isinstance(body, str)]
    return text(value, "content") or next(iter(translations), "")


def _tags(value: dict[str, Any]) -> Iterator[str]:
    for tag in listed(value, "tag", "tags"):
        name = text(tag, "name") or text(tag, "displayName")
        plain = (
            kind_of(tag) in ("hashtag", "tag") or (not kind_of(tag) and not {"verb", "startIndex"} & tag.keys())
            if (isinstance(tag, dict))
            else False
        )
        if name and plain:
            yield name.removeprefix("#")


def _mentions(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tag in listed(value, "tag", "tags"):
        if kind_of(tag) in ("mention", *PEOPLE):
            name = (text(tag, "name") or text(tag, "displayName") or "").removeprefix("@")
            fields = {"handle": name, "id": text(tag, "href") or address(tag)}
            yield {key: found for key, found in fields.items() if found}


def _cards(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Links that stand beside the text: pages attached, things tagged in the text by their place."""
    attached = [
        part for part in listed(value, "attachment", "attachments") if kind_of(part) in ("link", "article", "page")
    ]
    placed = [
        tag
        for tag in listed(value, "tag", "tags")
        if at(tag, "startIndex") is not None and kind_of(tag) not in ("mention", *PEOPLE)
    ]
    marked = [value] if text(value, "targetUrl") else []  # a bookmark
    for part in (*attached, *placed, *marked):
        url = text(part, "targetUrl") or text(part, "href") or address(part)
        title = text(part, "name") or text(part, "displayName")
        if url and url not in quote_addresses(value):
            yield {"url": url, "expanded": url, **({"title": title} if title else {})}


def _media(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    attached = [
        part for part in listed(value, "attachment", "attachments") if kind_of(part) in MEDIA or at(part, "stream")
    ]
    shown = [part if isinstance(part, dict) else {"url": part} for part in listed(value, "image")]
    streams = [{"type": "stream", **part} for part in listed(value, "stream") if isinstance(part, dict)]
    seen: set[str] = set()
    for default, part in [
        *(("", p) for p in attached),
        *(("image", p) for p in shown),
        *(("video", p) for p in streams),
    ]:
        inner = next(iter(listed(part, "stream") or listed(part, "image")), None)
        url = address(part) or address(inner)
        if url and url not in seen:
            seen.add(url)
            kind = kind_of(part) if kind_of(part) in MEDIA - {"document"} else default
            media_type = text(part, "mediaType") or text(part, "mimeType")
            fields = {"type": kind or (media_type or "file").split("/")[0], "url": url, "media_type": media_type}
            alt = text(part, "name") or text(part, "displayName")
            yield {key: found for key, found in {**fields, "alt": alt}.items() if found}


def _metrics(value: dict[str, Any]) -> Iterator[Metric]:
    for name, field in (("replies", "replies"), ("reposts", "shares"), ("likes", "likes"), ("voters", "votersCount")):
        total = number(value, field, "totalItems") if field != "votersCount" else number(value, field)
        if total is not None:
            yield counter(name, total)


def _options(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"text": text(option, "name") or text(option, "displayName"), "votes": number(option, "replies", "totalItems")}
        for option in listed(value, "oneOf", "anyOf", "options")
        if isinstance(option, dict)
    ]


def quote_addresses(value: dict[str, Any]) -> list[str]:
    """The post that a post quotes, by the names that servers give to it."""
    named = ("quote", "quoteUrl", "quoteUri", "_misskey_quote")
    return [found for found in (text(value, name) for name in named) if found]


def quoted(value: dict[str, Any]) -> Post | None:
    """The post that a post quotes: whole where it is attached."""
    addresses = quote_addresses(value)
    for part in (*listed(value, "attachment", "attachments"), *listed(value, "tag", "tags"), value.get("quote")):
        if not isinstance(part, dict):
            continue
        href = text(part, "href") or text(part, "id") or address(part)
        is_post = kind_of(part) in POSTS - {"article"} or (href in addresses and "content" in part)
        if is_post and href and _content(part):
            return object_of({"id": href, **part})
    return far(addresses[0]) if addresses else None


def visibility(value: dict[str, Any]) -> str | None:
    """Who was meant to see it; None where it does not say."""
    to, copied = (
        {
            found if isinstance(found, str) else text(found, "id") or text(found, "alias") or ""
            for found in listed(value, name)
        }
        for name in ("to", "cc")
    )
    if not to and not copied:
        return None
    if {PUBLIC, "as:Public", "Public", "@public"} & to:
        return "public"
    if {PUBLIC, "as:Public", "Public"} & copied or "@unlisted" in to:
        return "unlisted"
    return "followers" if any("followers" in found for found in to | copied) else "direct"


def _moment(value: dict[str, Any], field: str) -> Moment | None:
    found = text(value, field)
    return parse_time(found, field) if found else None


def _value(moment: Moment | None) -> str | None:
    return moment.value if moment else None
