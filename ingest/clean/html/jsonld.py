"""What a page says of its article in JSON-LD (schema.org NewsArticle and its kin)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]
_ARTICLE = re.compile(r"Article$|^(?:BlogPosting|Report|SocialMediaPosting|LiveBlogPosting|Blog|WebPage|VideoObject)$")
_LEAST = ("WebPage", "VideoObject", "Blog")  # only where there is nothing nearer to an article
_DEEPEST = 12
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def article_node(tree: HtmlElement) -> Node:
    """The object that describes the page's article; {} where there is none. Broken JSON is passed over."""
    best: Node = {}
    for node in _all_nodes(tree):
        kinds = [kind for kind in strings(node.get("@type")) if _ARTICLE.search(kind)]
        if kinds and not set(kinds) <= set(_LEAST):
            return node
        if kinds and not best:
            best = node
    return best


def _all_nodes(tree: HtmlElement) -> Iterator[Node]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield from _nodes(_load(script.text or ""))


def is_free(tree: HtmlElement) -> bool | None:
    """What the page says of isAccessibleForFree: False if any of its objects denies it."""
    said = [free for node in _all_nodes(tree) if (free := _truth(node.get("isAccessibleForFree"))) is not None]
    return all(said) if said else None


def _truth(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().rsplit("/", 1)[-1].lower())
    return value if isinstance(value, bool) else None


def strings(value: Any) -> list[str]:
    """The strings in a value that may be one, a list of them, or objects with a name."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    if isinstance(value, dict):
        return strings(value.get("name")) or strings(value.get("@value"))
    return []


def _load(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _nodes(value.get(key), depth + 1)
