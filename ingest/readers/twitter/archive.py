"""The archive that X (before: Twitter) gives an account's owner: files like `window.YTD.tweets.part0 = [...]`.

Posts do not name their author: the account stands in `account.js` beside them and goes with each post as context. So
does the note that holds the whole words of a long post. In archives of before 2019 files begin with `Grailbird.data`.
Deleted posts keep their words. Likes and followers hold no document. Of what only the owner could see, messages first,
no bytes are kept, only hash, size and place: an archive is given for research on what was public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import msgspec
import orjson

from corpus.errors import BadRecord
from corpus.ids import sha256
from corpus.model import Place
from corpus.originals import WITHHELD
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, items
from ingest.readers.lenient import identifier, mapping, parsed, text
from ingest.readers.post import Person, draft_of
from ingest.readers.stream import Stream
from ingest.readers.twitter.notes import Notes, elements, note_fields
from ingest.readers.twitter.post import gone, moment
from ingest.readers.twitter.status import is_status, status

_PREFIX = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*"
    rb"(?:window\.(?:YTD\.(?P<part>\w+)\.part\d+|__THAR_CONFIG)|Grailbird\.data\.(?P<old>\w+)"
    rb"|var\s+(?:tweet_index|payload_details|user_details))\s*=\s*"
)
_ELLIPSIS = ("…".encode(), rb"\u2026")
_MOST_PARTS = 100
_POSTS = {"tweet", "tweets", "deleted_tweet", "deleted_tweets", "community_tweet", "community_tweets"}
# What anybody could see, or what tells of the archive itself. Parts that are not listed here, of which X adds new ones,
# are taken for private: messages, contacts, addresses, telephone numbers, logins, devices, interests, payments.
_PUBLIC = _POSTS | {
    *("note_tweet", "tweet_header", "tweet_headers", "deleted_tweet_header", "deleted_tweet_headers"),
    *("deleted_note_tweet", "article", "article_metadata", "moment", "periscope_broadcast_metadata"),
    *("like", "likes", "follower", "following", "profile", "verified", "verified_organization", "account_suspension"),
    *(
        "lists_created",
        "lists_member",
        "lists_subscribed",
        "screen_name_change",
        "community_note",
        "community_note_rating",
    ),
}
_OWNER = ("accountId", "username", "accountDisplayName")  # account.js holds an e-mail address besides


def recognises(head: bytes) -> bool:
    """A file of the archive begins by naming what it holds."""
    return _PREFIX.match(head) is not None


def records(stream: Stream) -> Iterator[Found]:
    """The elements of the file's list; the file itself where the list is empty."""
    match = _PREFIX.match(stream.peek())
    prefix = match.group() if match else b""
    part = (match.group("part") or match.group("old") or b"").decode("ascii") if match else ""
    stream.read(len(prefix))
    start = stream.peek()
    context = _context(part, stream)
    nothing = True
    private = match is not None and match.group("part") is not None and part not in _PUBLIC
    for item in items(stream, TOP):
        nothing = False
        place = _shifted(item.place, prefix)
        if private:
            yield withheld(Found(place=place, raw=item.raw, sha256=item.sha256), part)
            continue
        yield Found(place=place, raw=item.raw, sha256=item.sha256, fault=item.fault, context=context(item.raw))
    if nothing:
        raw = prefix + start
        yield Found(place=Place(offset=0, length=len(raw), line=1), raw=raw, fault=_empty(part))


def _shifted(place: Place, prefix: bytes) -> Place:
    return msgspec.structs.replace(
        place, offset=(place.offset or 0) + len(prefix), line=(place.line or 1) + prefix.count(b"\n")
    )


def _empty(part: str) -> BadRecord:
    return BadRecord("no-record", f"The list of {part or 'entries'} is empty.")


def _context(part: str, stream: Stream) -> Callable[[bytes], bytes | None]:
    """What goes with an element of this file: the account, and of a long post its other half."""
    if part not in _POSTS and part != "note_tweet":
        return lambda raw: None
    whole = mapping(parsed(next(elements(stream.beside("account.js")), b"{}")), "account")
    account = orjson.dumps({"account": {name: whole[name] for name in _OWNER if name in whole}})
    if part == "note_tweet":
        cut = (raw for file in _post_files(stream) for raw in elements(file) if any(mark in raw for mark in _ELLIPSIS))
        halves, name = Notes(cut), b"post"
    else:
        halves, name = Notes(elements(stream.beside("note-tweet.js"))), b"note"

    def context(raw: bytes) -> bytes:
        try:
            half = halves.of(raw)
        except BadRecord:  # this element is no JSON, which its draft will say
            half = None
        other = b',"' + name + b'":' + half if half else b""
        return b'{"part":' + orjson.dumps(part) + b',"account":' + account + other + b"}"

    return context


def withheld(found: Found, what: str) -> Found:
    """A record without its bytes: that it was there can be shown, what it said cannot be read."""
    fault = BadRecord(WITHHELD, f"This is private ({what}): its hash, size and place are kept, its bytes are not.")
    sha = found.sha256 or sha256(found.raw)
    return msgspec.structs.replace(found, raw=b"", sha256=sha, fault=fault)


def _post_files(stream: Stream) -> Iterator[bytes]:
    names = chain(("tweets.js", "tweet.js"), (f"tweets-part{number}.js" for number in range(1, _MOST_PARTS)))
    return (file for name in names if (file := stream.beside(name)) is not None)


def draft(raw: bytes, context: bytes = b"") -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`, `no-id`)."""
    value, around = parsed(raw), parsed(context) if context else {}
    part = text(around, "part") or ""
    note = mapping(value, "noteTweet") or mapping(around, "note", "noteTweet")
    whole = mapping(around, "post") if mapping(value, "noteTweet") else mapping(value)
    tweet = mapping(whole, "tweet") or whole
    if is_status(tweet):
        return _post(tweet, note, _owner(around), part)
    if note:
        return _note(note, _owner(around))
    if identifier(tweet, "tweet_id") and text(tweet, "deleted_at"):
        extra = {"account_id": identifier(tweet, "user_id"), "gone_at": text(tweet, "deleted_at"), "reason": "deleted"}
        return draft_of(gone(identifier(tweet, "tweet_id") or "", "deleted", **extra))
    kind = next(iter(whole), "entry") if len(whole) == 1 else part or "entry"
    raise BadRecord("no-document", f"This is an entry of the archive ({kind[:80]}), and no post.")


def _owner(around: Any) -> Person:
    account = mapping(around, "account", "account")
    return Person(
        id=identifier(account, "accountId"),
        handle=text(account, "username"),
        name=text(account, "accountDisplayName"),
    )


def _post(tweet: dict[str, Any], note: dict[str, Any], owner: Person, part: str) -> Draft:
    whole = {**tweet, "note": note_fields(note)} if note else tweet
    post = status(whole, owner=owner if owner.handle else None)
    deleted_at = text(tweet, "deleted_at")
    if part.startswith("deleted") or deleted_at is not None:
        post = msgspec.structs.replace(post, state="deleted", extra={**post.extra, "gone_at": deleted_at})
    return draft_of(post)


def _note(note: dict[str, Any], owner: Person) -> Draft:
    """A long post whose own number nobody knows."""
    id = identifier(note, "noteTweetId")
    fields = {"id_str": id, "created_at": text(note, "createdAt"), "note": note_fields(note)}
    post = status(fields, owner=owner if owner.handle else None)
    when = moment(text(note, "createdAt"), id)
    return draft_of(msgspec.structs.replace(post, url=None, published=when, notes=(*post.notes, "number of the note")))


READER = Reader(
    name="twitter_archive", media_type="text/javascript", recognises=recognises, records=records, draft=draft
)
