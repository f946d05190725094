"""The addresses of posts on the platforms: which platform, and the post's own id."""

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
    ("reddit", r"//(?:www\.|embed\.)?reddit(?:media)?\.com/r/\w+/comments/(?P<id>\w+)"),
    (
        "youtube",
        r"//(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed/(?!videoseries)|shorts/|live/|watch\?(?:.*&)?v=)(?P<id>[\w-]{6,})",
    ),
    ("youtube", r"//youtu\.be/(?P<id>[\w-]{6,})"),
    # Any host may run Mastodon; its posts' ids are snowflakes of 17 digits and more.
    ("mastodon", r"//[\w.-]+/@(?P<account>\w+(?:@[\w.-]+)?)/(?P<id>\d{15,20})\b"),
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
    return PostAddress(platform, found["id"], f"@{account}" if account and account != "web" else None)


def post_address(url: str) -> PostAddress | None:
    """The post that an address names, or None where it is no post's address."""
    for platform, pattern in _PATTERNS:
        found = pattern.search(url)
        if found:
            parts = found.groupdict()
            account, id = parts.get("account"), parts.get("id")
            if platform == "bluesky" and account and account.startswith("did:"):
                id = f"at://{account}/app.bsky.feed.post/{id}"  # the network's own id, which readers of its data use
            if account and (account.startswith("did:") or account.isdigit()):
                account = None
            return PostAddress(platform, id, f"@{account}" if account else None)
    return None
