"""Posts embedded in a page that lost their frame when it was flattened.

What remains is the post's text, in one line or several, and the line that signs it:

    We are opening forty offices this week. https://t.co/...
    - Ana Belmonte (@anabelmonte) February 21, 2020

The signature is certain; where the text begins is not. The line above the signature is the post's; further lines are
taken while they read like a post (first person, links, hashtags, short beside the article's paragraphs) and the whole
stays within what the platform allows.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.clean.dateline import DATE_AND_TIME, moment_of
from ingest.clean.dump.lines import Line
from ingest.clean.fold import fold
from ingest.clean.result import EmbeddedPost

_LINK = re.compile(r"https?://[^\s<>«»\"”)\]]+|\b(?:pic\.twitter\.com|t\.co)/\w+")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,15})/status(?:es)?/(\d+)")
_DASH = r"^(?P<dash>[-–—―]+\s*)?"
_AUTHOR = r"(?P<author>[^()]{1,60}?)"
_REST = r"(?P<rest>.{0,60})$"
_TWEET = re.compile(rf"{_DASH}{_AUTHOR}\s*\((?P<account>@\w{{1,15}})\)\s*(?:(?:on|sur) Twitter)?[\s:,·•|-]*{_REST}")
_BLUESKY = re.compile(rf"{_DASH}{_AUTHOR}\s*\((?P<account>@[\w-]+(?:\.[\w-]+)+)\)\s*{_REST}")
_INSTAGRAM = re.compile(
    r"^(?:A post shared by|(?:Une )?publication partag[ée]+e? par|Un message partag[ée] par)\s+"
    rf"{_AUTHOR}\s*\((?P<account>@[\w.]{{1,30}})\)\s*(?:on|le|sur)?\s*{_REST}",
    re.IGNORECASE,
)
_FACEBOOK = re.compile(
    rf"^(?:Posted by|Publi[ée]+e? par)\s+{_AUTHOR}\s+(?:on|sur|le)\s+(?P<rest>\D{{0,12}}\d.{{0,40}})$"
)
_SIGNATURES = (("instagram", _INSTAGRAM), ("bluesky", _BLUESKY), ("twitter", _TWEET), ("facebook", _FACEBOOK))
_DATED = re.compile(rf"^(?:le |on )?{DATE_AND_TIME}\W*(?:[a-z]{{3,4}})?$")
_FRAME = re.compile(
    r"^(?:view this post on|voir cette publication sur|see this post on|afficher cette publication sur) \w+"
)

# Characters a post may have; a fifth is added because a machine translation runs longer. Facebook's are cut on a page.
_LONGEST = {"twitter": 280, "bluesky": 300, "instagram": 2200, "facebook": 600}
_SLACK = 1.2
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|i've|i'll|we|we're|we've|we'll|my|our|us|me|je|j'|nous|notre|nos|mon|ma|mes|moi)\b"
)
_SECOND_PERSON = re.compile(r"\b(?:you|your|vous|votre|vos|join|rejoignez|votez|vote for|retweet|rt)\b")
_POSTLIKE = re.compile(r"https?://|pic\.twitter|t\.co/|(?:^|\s)[#@]\w|[\U0001f300-\U0001faff\u2600-\u27bf]")
_QUOTES = re.compile(r"[«»“”\"]")
# What an article says before it shows a post: who reacted, and where.
_ABOUT = re.compile(
    r"\b(?:tweete?[drs]?|tweeting|twitter|instagram|facebook|message|posted|wrote|according to|said|told|replied"
    r"|answer(?:ed|s)|respond(?:ed|s)|react(?:ed|s)|announced|denied|claimed|apologi[sz]ed|he|she"
    r"|a (?:ecrit|reagi|repondu|publie|poste|declare|affirme|explique|annonce|lance)|repondit|replique|annonce|dementi"
    r"|s'est (?:excuse|defendu|justifie)e?|selon|il|elle|son compte)\b"
)


class PostSpan(NamedTuple):
    """An embedded post and its lines, as indexes into the dump's lines: start included, end excluded."""

    start: int
    end: int
    post: EmbeddedPost


class _Signature(NamedTuple):
    platform: str
    author: str
    account: str | None
    date: str
    lines: int  # how many lines sign: 2 where the date stands on its own


def find_posts(lines: Sequence[Line]) -> list[PostSpan]:
    """Every embedded post of a dump, in order; they never overlap."""
    paragraphs = [len(line.text) for line in lines if len(line.text) > 120]
    usual = statistics.median(paragraphs) if paragraphs else 400
    spans: list[PostSpan] = []
    for index, signature in _signatures(lines):
        floor = spans[-1].end if spans else 0
        if index < floor:
            continue
        start = _start(lines, index, floor, signature, usual)
        end = index + signature.lines
        if start < index:
            spans.append(PostSpan(start, end, _post(lines, start, index, end, signature)))
    return spans


def _signatures(lines: Sequence[Line]) -> Iterator[tuple[int, _Signature]]:
    for index, line in enumerate(lines):
        if len(line.text) > 200:
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        signature = _signature(line.text, following)
        if signature is not None:
            yield index, signature


def _signature(text: str, following: str) -> _Signature | None:
    for platform, pattern in _SIGNATURES:
        found = pattern.match(text)
        if found is None:
            continue
        parts = found.groupdict()
        rest, count = parts["rest"], 1
        if not rest.strip() and len(following) < 60 and _DATED.match(fold(following)):
            rest, count = following, 2
        dated = moment_of(rest) is not None
        if dated or (parts.get("dash") and not rest.strip()) or platform == "instagram":
            return _Signature(platform, parts["author"].strip(), parts.get("account"), rest, count)
    return None


def _start(lines: Sequence[Line], sign: int, floor: int, signature: _Signature, usual: float) -> int:
    """The first line of the post signed at `sign`; `sign` itself where nothing above can be its text."""
    room = _LONGEST[signature.platform] * _SLACK
    at = sign
    while at > floor:
        above = lines[at - 1]
        size = len(_LINK.sub("", above.text))
        if _FRAME.match(fold(above.text[:100])):
            return at - 1
        if (above.reason is not None and above.reason not in ("tags", "sharing")) or size > room:
            break
        if at < sign and not _belongs(above, lines[at], lines[sign], usual):
            break
        room -= size
        at -= 1
    return at


def _belongs(above: Line, top: Line, sign: Line, usual: float) -> bool:
    """Whether the line above a post's known lines is the post's too."""
    if above.text.endswith(":") or top.gap > sign.gap:
        return False
    text = fold(above.text)
    points = (
        3 * bool(_FIRST_PERSON.search(text) and not _QUOTES.search(text))
        + 2 * bool(_POSTLIKE.search(text))
        + bool(_SECOND_PERSON.search(text))
    )
    points += len(text) < usual / 2
    points -= 2 * bool(_ABOUT.search(text))
    return points >= 1


def _post(lines: Sequence[Line], start: int, sign: int, end: int, signature: _Signature) -> EmbeddedPost:
    text = "\n".join(line.text for line in lines[start:sign] if not _FRAME.match(fold(line.text[:100])))
    whole = "\n".join(line.text for line in lines[start:end])
    links = tuple(dict.fromkeys(link.rstrip(".,;:!?…") for link in _LINK.findall(whole)))
    own = next(
        (found for found in _STATUS.finditer(whole) if f"@{found[1]}".lower() == (signature.account or "").lower()),
        None,
    )
    first, last = lines[start].number, lines[end - 1].number
    return EmbeddedPost(
        platform=signature.platform,
        text=text,
        account=signature.account,
        author=signature.author or None,
        published=moment_of(signature.date),
        url=own.group() if own else None,
        native_id=own.group(2) if own else None,
        links=links,
        place=f"line {first}" if first == last else f"lines {first}-{last}",
    )
