"""Values that programs stumble over, in the words of each format."""

from __future__ import annotations

from random import Random
from typing import Any

STRINGS = (
    "",
    " ",
    "\x00",
    "\u2028",
    "\ufeff",
    "\ud83d",  # half an emoji
    "\udc00a",
    "e\u0301",  # no NFC
    "\u0958",  # NFC makes two of it
    "\u0345" * 40,
    "\u202eabc",
    "\r\n",
    "a\rb",
    "²",  # a digit for isdigit, not for int
    "٣",
    "१२",
    "9" * 25,
    "9" * 5000,  # more digits than int() takes
    "-1",
    "1e999",
    "1.16925E+18",
    "NaN",
    "null",
    "0000-00-00",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2017-02-31",
    "2017-02-03T25:61:61Z",
    "2017-01-27T12:00:00.123456789Z",
    "Wed Sep 99 13:51:55 +9999 2019",
    "31 février 2017 à 25 h 99",
    "February 30, 99999",
    "https://[::1",
    "http://[",
    "https://a.example:99999999/",
    "https://twitter.com//status/²",
    "https://www.youtube.com/watch?v=",
    "//",
    "javascript:alert(1)",
    "data:text/html;base64,AAAA",
    "at://did:plc:x/app.bsky.feed.post/3k",
    "@",
    "#",
    "%",
    "%ff%00",
    "{}",
    "<p>",
    "</",
    "<![CDATA[",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&#99999999999999999999;",
    "&a;",
    "../../../../etc/passwd",
    "C:\\a",
    "(" * 300,
    "\\u0000",
    "www." * 200,
    "a" * 3000,
    "a " * 2000,
    "« " * 300,
    "\n" * 500,
    "1 " * 500,
    "://" * 200,
    "@a #b " * 200,
)
NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**64, 10**30, -(10**30), 0.5, 1e308, -1e-308, 1.16925e18, 253402300800)


def text(chance: Random) -> str:
    """One of them, now and then two."""
    found = chance.choice(STRINGS)
    return found + chance.choice(STRINGS) if chance.random() < 0.1 else found


def utf8(chance: Random) -> bytes:
    """The same in bytes, now and then in none of the usual encodings."""
    if chance.random() < 0.1:
        return chance.choice(
            (b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x80", b"\x1f\x8b", b"PK\x03\x04", b"\xf4\x90\x80\x80")
        )
    return text(chance).encode("utf-8", "surrogatepass")


def value(chance: Random) -> Any:
    """A value of JSON of any type."""
    pick = chance.randrange(8)
    if pick < 3:
        return text(chance)
    if pick < 5:
        return chance.choice(NUMBERS)
    return chance.choice((None, True, False, [], {}, [[]], [None], {"": None}, [{}], {"id": {}}, [[[[]]]]))
