"""Read an embedded post from the fragment of HTML that the platform gave the page.

Shapes: the `<blockquote>` of Twitter/X, Instagram, Facebook, TikTok, Bluesky, Mastodon and Threads, with or without
its class; frames and AMP elements that only name the post; YouTube players.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ingest.clean.dateline import moment_of
from ingest.clean.platforms import PostAddress, mirrored_address, post_address
from ingest.clean.result import EmbeddedPost, Moment
from ingest.clean.snowflake import tweet_time
from ingest.times import parse_time

_URL_ATTRIBUTES = (
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-href",
    "cite",
    "data-embed-url",
    "src",
    "data-src",
    "data-lazy-src",
    "data-url",
    "data-bluesky-uri",
)
_BY_ID = {
    "data-tweetid": "https://twitter.com/i/web/status/{}",
    "data-tweet-id": "https://twitter.com/i/web/status/{}",
    "data-shortcode": "https://www.instagram.com/p/{}/",
    "data-videoid": "https://www.youtube.com/watch?v={}",
    "data-video-id": "https://www.tiktok.com/embed/{}",
}
_SHARED = {
    "twitter": "https://twitter.com/i/web/status/{}",
    "youtube": "https://www.youtube.com/watch?v={}",
}
_SOURCE_SPACE = re.compile(r"[ \t\r\n\f]+")  # line ends of the source mean no more than a space
_SIGNED_BY = (
    r"(?:[—–]|(?:post|publication|vid[ée]o|photo|thread) (?:shared|partag[ée]e?|posted|publi[ée]e?) (?:by|par)"
    r"|(?:posted|publi[ée]e?|post) (?:by|par))"
)
_SIGNATURE = re.compile(
    rf"{_SIGNED_BY}\s*(?P<author>[^\n()]{{0,120}}?)\s*\(\s*(?P<account>@[\w.]+(?:@[\w.-]+)?)\s*\)", re.IGNORECASE
)
_SIGNED_LINE = re.compile(rf"(?:a |une? )?{_SIGNATURE.pattern}", re.IGNORECASE)
_SIGNED_ACCOUNT = re.compile(rf"{_SIGNED_BY}\s*(?P<account>@[\w.]+@[\w.-]+)", re.IGNORECASE)
_POSTED_BY = re.compile(r"(?:posted by|publi[ée]e? par)\s*(?P<author>[^\n]{1,120}?)\s+(?:on|sur|le)\s", re.IGNORECASE)
_CHROME = re.compile(
    r"(?:(?:view|voir|see)(?: this| cette| ce)?(?: post| publication| thread| profile| photo)? (?:on|sur) "
    r"(?:instagram|threads|mastodon|tiktok|facebook|x|twitter)|♬.*|post by @\S+)$",
    re.IGNORECASE,
)


def read_post(html: str, place: str, base: str | None = None) -> EmbeddedPost | None:
    """The post in this fragment; `base` resolves its links. None where neither text nor address tells of a post."""
    root = BeautifulSoup(html, "lxml").find(True, recursive=False)
    root = root.body.find(True) if isinstance(root, Tag) and root.body is not None else root
    if not isinstance(root, Tag):
        return None
    url, address = _address(root, base)
    for string in root.find_all(string=True):
        string.replace_with(_SOURCE_SPACE.sub(" ", string))
    for line in root.find_all("br"):
        line.replace_with("\n")
    for box in root.find_all(("p", "div", "section")):
        box.append("\n")
    whole = root.get_text()
    text = _post_text(root, whole)
    if url is None and not text:
        return None
    signature = _last(_SIGNATURE, whole) or _last(_SIGNED_ACCOUNT, whole) or _last(_POSTED_BY, whole)
    parts = signature.groupdict() if signature else {}
    return EmbeddedPost(
        platform=address.platform if address else _platform_of_class(root),
        text=text,
        account=parts.get("account") or (address.account if address else None),
        author=parts.get("author") or None,
        published=_published(root, whole, signature, address),
        url=url,
        native_id=address.native_id if address else None,
        links=_links(root, url, address, base),
        place=place,
    )


def _address(root: Tag, base: str | None) -> tuple[str | None, PostAddress | None]:
    """The post's own address: as an attribute, else the last link that is a post's (a text may link to others)."""
    given = [str(root[name]) for name in _URL_ATTRIBUTES if root.get(name)]
    given += [link.format(root[name]) for name, link in _BY_ID.items() if root.get(name)]
    given += [str(link["href"]) for link in reversed(root.find_all("a", href=True))]
    if str(root.get("data-bluesky-uri") or ""):
        given.sort(key=lambda url: url.startswith("at:"))  # the address on the web comes first
    for url in given:
        url = _plugin_target(_absolute(url, base))
        address = post_address(url)
        if address is not None:
            return _shareable(url, address), address
    stated = [url for url in (_absolute(url, base) for url in given) if url.startswith(("http://", "https://"))]
    return (stated[0], mirrored_address(stated[0], _platform_of_class(root))) if stated else (None, None)


def _absolute(url: str, base: str | None) -> str:
    try:
        return urljoin(base or "", f"https:{url.strip()}" if url.strip().startswith("//") else url.strip())
    except ValueError:  # `http://[` and the like
        return url


def _plugin_target(url: str) -> str:
    """Facebook's frame carries the post's address as a parameter."""
    if "/plugins/" not in url:
        return url
    return next(iter(parse_qs(urlsplit(url).query).get("href", [])), url)


def _shareable(url: str, address: PostAddress) -> str:
    """The address without what tracks, and for a frame the address that a person would open."""
    parts = urlsplit(url)
    if address.platform in _SHARED and address.native_id and ("embed" in parts.path or parts.netloc == "youtu.be"):
        return _SHARED[address.platform].format(address.native_id)
    if "=" in parts.path or parts.path.rstrip("/").endswith(("watch", "permalink.php", "photo.php", "photo")):
        return url
    return parts._replace(query="", fragment="").geturl().removesuffix("/embed").removesuffix("/captioned")


def _post_text(root: Tag, whole: str) -> str:
    """The post's own words, without its signature and the platform's chrome, lines kept."""
    paragraphs = [tag.get_text() for tag in root.find_all("p")] or [_SIGNATURE.split(whole)[0]]
    lines = [line.strip() for text in paragraphs for line in text.split("\n")]
    lines = [line for line in lines if line and not _CHROME.match(line)]
    while lines and (_SIGNED_LINE.match(lines[-1]) or _POSTED_BY.match(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter([*pattern.finditer(text)][-1:]), None)


def _published(root: Tag, whole: str, signature: re.Match[str] | None, address: PostAddress | None) -> Moment | None:
    """From a <time>, else from the date printed after the signature or on the last link, else the post's number."""
    stamped = root.find("time", datetime=True)
    if isinstance(stamped, Tag):
        moment = parse_time(str(stamped["datetime"]), "time")
        if moment is not None:
            return moment
    printed = [whole[signature.end() :]] if signature else []
    printed += [link.get_text() for link in root.find_all("a")[-1:]]
    for text in printed:
        moment = moment_of(text)
        if moment is not None:
            return moment
    return tweet_time(address.native_id) if address and address.platform == "twitter" and address.native_id else None


def _links(root: Tag, url: str | None, address: PostAddress | None, base: str | None) -> tuple[str, ...]:
    """Where the text points to: not the post itself, nor profiles and topics on the same platform."""
    found: list[str] = []
    home = urlsplit(url).netloc.removeprefix("www.") if url else ""
    for link in root.find_all("a", href=True):
        href = str(link["href"]).strip()
        target = _absolute(href, base)
        if href.startswith("#") or not target.startswith(("http://", "https://")) or target in found:
            continue
        other = post_address(target)
        same = urlsplit(target).netloc.removeprefix("www.") == home
        if target == url or (same and other is None) or (other and address and other.native_id == address.native_id):
            continue
        found.append(target)
    return tuple(found)


def _platform_of_class(root: Tag) -> str:
    names = f"{root.name} {' '.join(root.get('class') or [])}"
    for platform, mark in (
        ("twitter", "tw"),
        ("instagram", "instagram"),
        ("tiktok", "tiktok"),
        ("facebook", "f"),
        ("bluesky", "bluesky"),
    ):
        if re.search(rf"\b{mark}", names):
            return platform
    return "unknown"
