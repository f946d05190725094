"""Posts embedded in pages, in the shapes that the platforms hand out."""

from __future__ import annotations

import pytest

from ingest.clean.html import clean_page
from ingest.clean.html.embeds import read_post
from ingest.clean.platforms import post_address
from ingest.clean.result import EmbeddedPost
from ingest.clean.snowflake import tweet_time

INSTAGRAM = """<blockquote class="instagram-media"
data-instgrm-permalink="https://www.instagram.com/p/B8xAbCd/?utm_source=ig">
<div><a href="https://www.instagram.com/p/B8xAbCd/">Voir cette publication sur Instagram</a>
<p><a href="https://www.instagram.com/p/B8xAbCd/">Le chat vote aussi. #chat</a></p>
<p>Une publication partagée par <a href="https://www.instagram.com/le.chat/">Le Chat</a> (@le.chat) le
<time datetime="2020-02-12T22:00:00+00:00">12 Févr. 2020 à 2 :00 PST</time></p></div></blockquote>"""
FACEBOOK = """<div class="fb-post" data-href="https://www.facebook.com/lavillepage/posts/12345678"><blockquote
cite="https://www.facebook.com/lavillepage/posts/12345678" class="fb-xfbml-parse-ignore"><p>Réunion ce soir
à la salle des fêtes.</p>Publiée par <a href="#">La Ville</a> sur&nbsp;<a href="https://www.facebook.com/lavillepage/posts/12345678">Lundi
4 mai 2020</a></blockquote></div>"""
TIKTOK = """<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@janedoor/video/6789012345678901234"
data-video-id="6789012345678901234"><section><a title="@janedoor" href="https://www.tiktok.com/@janedoor">@janedoor</a>
<p>knocking again <a href="https://www.tiktok.com/tag/vote">#vote</a></p>
<a href="https://www.tiktok.com/music/1">♬ original sound</a></section></blockquote>"""
BLUESKY = """<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:abc/app.bsky.feed.post/3kabc"><p
lang="en">Hello, sky</p>&mdash; Jo Doe (<a
href="https://bsky.app/profile/did:plc:abc?ref_src=embed">@jo.bsky.social</a>) <a
href="https://bsky.app/profile/did:plc:abc/post/3kabc?ref_src=embed">January 1, 2025 at 1:00 AM</a></blockquote>"""
MASTODON = """<blockquote class="mastodon-embed" data-embed-url="https://social.town.example/@ada/100254678717223630/embed"><a
href="https://social.town.example/@ada/100254678717223630"><div>Post by @ada@social.town.example</div><div>View on
Mastodon</div></a></blockquote>"""


def read(fragment: str) -> EmbeddedPost:
    post = read_post(fragment, "embedded post 1")
    assert post is not None
    return post


@pytest.mark.parametrize(
    ("fragment", "platform", "account", "author", "text", "url", "native_id", "published"),
    [
        (INSTAGRAM, "instagram", "@le.chat", "Le Chat", "Le chat vote aussi. #chat",
         "https://www.instagram.com/p/B8xAbCd/", "B8xAbCd", "2020-02-12T22:00:00Z"),
        (FACEBOOK, "facebook", "@lavillepage", "La Ville", "Réunion ce soir à la salle des fêtes.",
         "https://www.facebook.com/lavillepage/posts/12345678", "12345678", "2020-05-04"),
        (TIKTOK, "tiktok", "@janedoor", None, "knocking again #vote",
         "https://www.tiktok.com/@janedoor/video/6789012345678901234", "6789012345678901234", None),
        (BLUESKY, "bluesky", "@jo.bsky.social", "Jo Doe", "Hello, sky",
         "https://bsky.app/profile/did:plc:abc/post/3kabc", "at://did:plc:abc/app.bsky.feed.post/3kabc",
         "2025-01-01T01:00"),
        (MASTODON, "mastodon", "@ada@social.town.example", None, "",
         "https://social.town.example/@ada/100254678717223630",
         "https://social.town.example/users/ada/statuses/100254678717223630", None),
    ],
)  # fmt: skip
def test_quoted_posts(
    fragment: str,
    platform: str,
    account: str,
    author: str | None,
    text: str,
    url: str,
    native_id: str,
    published: str | None,
) -> None:
    post = read(fragment)
    assert (post.platform, post.account, post.author) == (platform, account, author)
    assert post.text == text
    assert (post.url, post.native_id) == (url, native_id)
    assert (post.published.value if post.published else None) == published


@pytest.mark.parametrize(
    ("fragment", "platform", "url"),
    [
        ('<iframe src="https://www.youtube-nocookie.com/embed/abcDEF12345?rel=0"></iframe>', "youtube",
         "https://www.youtube.com/watch?v=abcDEF12345"),
        ('<iframe src="about:blank" data-src="//www.youtube.com/embed/abcDEF12345"></iframe>', "youtube",
         "https://www.youtube.com/watch?v=abcDEF12345"),
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?id=1103730000000000000"></iframe>', "twitter",
         "https://twitter.com/i/web/status/1103730000000000000"),
        ('<iframe src="//www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fv%2Fposts%2F1234567">',
         "facebook", "https://www.facebook.com/v/posts/1234567"),
        ('<iframe src="https://social.town.example/@ada/100254678717223630/embed"></iframe>', "mastodon",
         "https://social.town.example/@ada/100254678717223630"),
        ('<amp-twitter data-tweetid="1103730000000000000"></amp-twitter>', "twitter",
         "https://twitter.com/i/web/status/1103730000000000000"),
    ],
)  # fmt: skip
def test_frames_name_a_post_without_its_text(fragment: str, platform: str, url: str) -> None:
    post = read(fragment)
    assert (post.platform, post.url, post.text) == (platform, url, "")


def test_a_framed_tweet_is_dated_by_its_number() -> None:
    moment = tweet_time("1103730000000000000")
    assert moment is not None
    assert (moment.value[:10], moment.precision, moment.basis) == ("2019-03-07", "second", "url")
    assert tweet_time("20") is None
    assert tweet_time("abc") is None


def test_nothing_to_tell_is_no_post() -> None:
    assert read_post('<div class="fb-post"></div>', "embedded post 1") is None
    assert post_address("https://journal.example/2017/05/03/un-article") is None


def test_posts_keep_their_place_and_number_in_the_page() -> None:
    sentence = "Le conseil a entendu pendant une heure les trois candidats à la présidence du club de voile. "
    player = '<div class="video-wrapper"><iframe src="https://www.youtube.com/embed/abcDEF12345"></iframe></div>'
    lost = (
        '<div class="embed"><blockquote><p>Vive la voile.</p>— Le Club (@leclub) <a href="https://x.com/leclub/status/1103">'
        "3 mai 2017</a></blockquote></div>"
    )
    aside = '<div class="sidebar"><blockquote class="twitter-tweet"><p>Pub</p>— Un Autre (@autre)</blockquote></div>'
    text = f"<p>{sentence * 2}</p>{player}<p>{sentence * 3}</p>{lost}<p>{sentence * 2}Fin.</p>"
    page = f"<html><body><article>{text}</article>{aside}</body></html>"
    cleaned = clean_page(page.encode())
    assert [post.platform for post in cleaned.posts] == ["youtube", "twitter"]
    assert [piece.post for piece in cleaned.pieces if piece.kind == "embedded_post"] == [1]
    assert cleaned.posts[1].account == "@leclub"
    assert any("Un Autre" in part.text for part in cleaned.removed)
