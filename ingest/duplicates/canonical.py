"""Which of several like documents the others are said to be copies of."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

import msgspec

from corpus.model import DocumentKind, State

PRESS = ("article", "page")
UNKNOWN = datetime.max
WEST_OF_ALL = timedelta(hours=12)  # no zone is further behind UTC


class Text(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a document that is compared, without its text."""

    id: str
    kind: DocumentKind
    state: State
    length: int  # code points
    published_at: str | None = None
    platform: str | None = None
    outlet: str | None = None
    account: str | None = None
    passed_on: bool = False  # it says itself that it is a repost, or begins with `RT @name`
    passed_on_from: str | None = None  # that name, in lower case

    @property
    def press(self) -> bool:
        """Whether it is an article or a page rather than a post or a comment."""
        return self.kind in PRESS


Standing = tuple[bool, bool, bool, datetime, int, str]


def standing(text: Text, *, excerpt: bool = False) -> Standing:
    """The order of preference; the least of several is canonical.

    A live document before one that is gone; an original before a repost; a whole before an excerpt that is less than
    half of it; the earliest; the longest; and that the choice be always the same, the least id.
    """
    return text.state != "live", text.passed_on, excerpt, latest(text.published_at), -text.length, text.id


def latest(published_at: str | None) -> datetime:
    """The last moment (UTC) that a time can mean, so that `2012` is not taken to be before 2012-11-06.

    A time without a zone may be as far west as there are zones. Unknown times come after all others.
    """
    if published_at is None:
        return UNKNOWN
    try:
        if len(published_at) == 4:
            return datetime(int(published_at), 12, 31) + timedelta(days=1) + WEST_OF_ALL
        if len(published_at) == 7:
            year, month = int(published_at[:4]), int(published_at[5:])
            return datetime(year, month, monthrange(year, month)[1]) + timedelta(days=1) + WEST_OF_ALL
        if len(published_at) == 10:
            return datetime.fromisoformat(published_at) + timedelta(days=1) + WEST_OF_ALL
        moment = datetime.fromisoformat(published_at)
        zone = moment.utcoffset()
        return moment.replace(tzinfo=None) + (WEST_OF_ALL if zone is None else -zone)
    except (ValueError, OverflowError):
        return UNKNOWN
