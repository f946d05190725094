"""Keywords that a page shows below its article, where its head names none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Removed
from ingest.clean.html.article import Article
from ingest.clean.html.blocks import PageBlock

_LABEL = re.compile(r"^[^:,;|•·#]{2,40}:\s*")
_BARE_LABEL = re.compile(
    r"^(?:tagged(?: with| as| in)?|filed under|posted in|publié dans|classé dans)\s+", re.IGNORECASE
)
_PARTED = re.compile(r"\s*[,;|•·]\s*|\s+/\s+|\s+(?=#)")
_LONGEST = 60  # characters
_MOST = 30


def visible_tags(blocks: Sequence[PageBlock], article: Article, removed: Sequence[Removed]) -> tuple[str, ...]:
    """The keywords in the lines after the article that were taken out as such: its links, or what commas part."""
    lines = {line for part in removed if part.reason == "tags" for line in part.text.split("\n")}
    after = blocks[article.body[-1] + 1 : article.comments]
    found = (tag for block in after if block.text in lines and not block.hidden for tag in _named(block))
    return tuple(dict.fromkeys(tag for tag in found if 0 < len(tag) <= _LONGEST))[:_MOST]


def _named(block: PageBlock) -> Iterator[str]:
    links = [" ".join(link.text_content().split()) for link in block.element.iter("a")]
    if any(links):
        yield from (link.strip(" #,") for link in links)
        return
    text = _BARE_LABEL.sub("", _LABEL.sub("", block.text))
    labelled = text != block.text
    parts = _PARTED.split(text)
    if labelled or len(parts) > 1 or block.text.startswith("#"):
        yield from (part.strip(" #.") for part in parts)
