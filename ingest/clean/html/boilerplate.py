"""Why a line of a page, by what it says, is no part of the article: the phrases, and lines that sign and date it or
tell how to reach its author.
"""

from __future__ import annotations

import re

from corpus.model import Reason
from ingest.clean.dateline import moment_of
from ingest.clean.phrases import reason_of

_LONGEST = 200  # characters of a line with a byline, dates and a reading time in one
_SIGNED = re.compile(
    r"(?:Par|PAR|By|BY) [A-ZÀ-Ý]"
    r"|(?:Publi[ée]e?|Mise? à jour|Mis en ligne|Published|Posted|Updated)\b"
    r"|[^|·•]{2,80}\s[|·•]\s"
    r"|(?:le )?\d{1,2}(?:er)? \S{3,10} \d{4},? (?:par|by) [A-ZÀ-Ý]"
)
_LONGEST_CALL = 300  # characters of a line that tells how to reach or follow the author or the outlet
_NETWORK = r"(?:twitter|x|facebook|instagram|bluesky|mastodon|linkedin)"
_CALL = re.compile(
    rf"(?:follow|suivez|suivre)\b.{{2,80}}\b(?:on|sur) {_NETWORK}\b.{{0,80}}$"
    r"|(?:e-?mail|write to|have a tip|got a tip|contact|reach|écri(?:re|vez)|contacte[rz]|joindre)\b.{0,160}\w@\w",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[a-zà-ÿ0-9»”)][.!?] [A-ZÀ-Ý«“]|\.$")
_NOON = re.compile(r"\b([ap])\.m\.")  # its points end no sentence


def line_reason(text: str) -> Reason | None:
    """The reason, or None where the line may be of the article."""
    said = reason_of(text)
    if (
        said is None
        and len(text) <= _LONGEST
        and not _SENTENCE.search(_NOON.sub(r"\1m", text))
        and _dated_signature(text)
    ):
        return "byline"
    if said is None and len(text) <= _LONGEST_CALL and _CALL.match(text):
        return "byline"
    return said


def _dated_signature(text: str) -> bool:
    """`Jeanne Martin | Publié le 3 mai 2017 | Mis à jour …`, `30 janvier 2017, par Jeanne Martin`."""
    return _SIGNED.match(text) is not None and moment_of(text) is not None
