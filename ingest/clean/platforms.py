"""The addresses of posts on the platforms: which platform, and the post's own id.

A platform may name a post in several ways. Here each post has one id, so that it meets itself wherever it comes from:

- Instagram, Threads: the short code in its address, which is the platform's number in base 64;
- Mastodon: its address in the network (`https://host/users/name/statuses/number`), which is the same on every server;
- Bluesky: its `at://` address, where the address on the web holds the account's DID;
- Reddit: its full name, `t3_` before a post's id and `t1_` before a comment's, which are counted apart.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class PostAddress(NamedTuple):
    """What a post's address tells. `account` is `@name`; parts that the address does not hold are None."""

    platform: str
    native_id: str | None
    account: str | None = None


# Frames and widgets have addresses of their own; they stand beside those that people share.
_ADDRESSES: tuple[tuple[str, str], ...] = (
    (
        "twitter",
        r"//(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:#!/)?(?:i/web|(?P<account>\w+))/status(?:es)?/(?P<id>\d+)",
    ),
    ("twitter", r"//platform\.(?:twitter|x)\.com/embed/.*?[?&]id=(?P<id>\d+)"),
    ("instagram", r"//(?:www\.)?instagram\.com/(?:(?P<account>[\w.]+)/)?(?:p|reel|tv)/(?P<id>[\w-]+)"),
    ("tiktok", r"//(?:www\.)?tiktok\.com/@(?P<account>[\w.-]+)/(?:video|photo)/(?P<id>\d+)"),
    ("tiktok", r"//(?:www\.)?tiktok\.com/(?:embed|player)(?:/v\d)?/(?P<id>\d+)"),
    (
        "facebook",
        r"//(?:www\.|web\.|m\.)?facebook\.com/(?P<account>[\w.-]+)/(?:posts|videos|photos)/(?:[\w.-]+/)*?(?P<id>\d+|pfbid\w+)",
    ),
    (
        "facebook",
        r"//(?:www\.|web\.|m\.)?facebook\.com/(?:watch/?\?v=|permalink\.php\?story_fbid=|photo(?:\.php|/)\?fbid=)(?P<id>\w+)",
    ),
    ("facebook", r"//(?:www\.|web\.)?facebook\.com/plugins/(?:post|video)\.php"),
    ("bluesky", r"//bsky\.app/profile/(?P<account>[\w.:-]+)/post/(?P<id>\w+)"),
    ("bluesky", r"//embed\.bsky\.app/embed/(?P<account>[\w.:-]+)/app\.bsky\.feed\.post/(?P<id>\w+)"),
    ("bluesky", r"^at://(?P<account>[\w.:-]+)/app\.bsky\.feed\.post/(?P<id>\w+)"),
    ("threads", r"//(?:www\.)?threads\.(?:net|com)/@(?P<account>[\w.]+)/post/(?P<id>[\w-]+)"),
    (
        "reddit",
        r"//(?:www\.|old\.|embed\.)?reddit(?:media)?\.com/(?:r|user)/[\w-]+/comments/(?P<id>\w+)"
        r"(?:/[^/?#]*/(?P<comment>\w+))?",
    ),
    (
        "youtube",
        r"//(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed/(?!videoseries)|shorts/|live/|watch\?(?:.*&)?v=)(?P<id>[\w-]{6,})",
    ),
    ("youtube", r"//youtu\.be/(?P<id>[\w-]{6,})"),
    # Any host may run Mastodon; its posts' ids are snowflakes of 17 digits and more.
    ("mastodon", r"//(?P<host>[\w.-]+)/@(?P<account>\w+(?:@[\w.-]+)?)/(?P<id>\d{15,20})\b"),
    ("mastodon", r"//(?P<host>[\w.-]+)/users/(?P<account>\w+)/statuses/(?P<id>\d{15,20})\b"),
)
_PATTERNS = tuple((platform, re.compile(pattern, re.IGNORECASE)) for platform, pattern in _ADDRESSES)


_PATHS = {
    "twitter": re.compile(r"/(?P<account>\w+)/status(?:es)?/(?P<id>\d+)"),
    "instagram": re.compile(r"/(?:p|reel)/(?P<id>[\w-]+)"),
}


def mirrored_address(url: str, platform: str) -> PostAddress | None:
    """The post that an address names on another host in the platform's own form: a mirror, an archive."""
    found = _PATHS[platform].search(url) if platform in _PATHS else None
    if found is None:
        return None
    account = found.groupdict().get("account")
    id = one_id(platform, found["id"])
    return PostAddress(platform, id, f"@{account}" if account and account != "web" else None)


def post_address(url: str) -> PostAddress | None:
    """The post that an address names, or None where it is no post's address."""
    for platform, pattern in _PATTERNS:
        found = pattern.search(url)
        if found:
            parts = found.groupdict()
            account, id = parts.get("account"), parts.get("id")
            if platform == "bluesky" and account and account.startswith("did:"):
                id = f"at://{account}/app.bsky.feed.post/{id}"
            elif platform == "reddit" and id:
                id = f"t1_{parts['comment']}" if parts["comment"] else f"t3_{id}"
            elif platform == "mastodon" and id and account:
                host, known_there = parts["host"], "@" in account
                # Of a post from elsewhere a server's own number says nothing to others.
                id = (
                    f"https://{host}/@{account}/{id}"
                    if known_there
                    else f"https://{host}/users/{account}/statuses/{id}"
                )
                account = account if known_there else f"{account}@{host}"
            elif id:
                id = one_id(platform, id)
            if account and (account.startswith("did:") or account.isdigit()):
                account = None
            return PostAddress(platform, id, f"@{account}" if account else None)
    return None


_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MEDIA_NUMBER = re.compile(r"(\d{12,20})(?:_\d+)?\Z")  # of the post, and perhaps of its account
_PRIVATE_CODE = 28  # characters that follow the code in the address of a post that not everybody may see


def one_id(platform: str | None, id: str) -> str:
    """The id under which a post of this platform is known here, from any other that the platform itself uses."""
    if platform not in ("instagram", "threads"):
        return id
    number = _MEDIA_NUMBER.match(id)
    if number is None:
        return id[:-_PRIVATE_CODE] if len(id) > _PRIVATE_CODE else id
    rest, code = int(number.group(1)), ""
    while rest:
        rest, digit = divmod(rest, len(_CODE))
        code = _CODE[digit] + code
    return code
