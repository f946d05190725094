"""Lines that by themselves are no part of an article, in French and English, and why.

The phrase lists (`ingest.clean.phraselists`) are read from the top; the first that matches gives the reason. Bylines
and photo credits come after, on the line as it stands, because a name is known by its capitals. Precision comes
first: a sentence of an article must never be taken for one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import Reason
from ingest.clean.dateline import DATE_AND_TIME
from ingest.clean.fold import fold
from ingest.clean.phraselists import PHRASES

LONGEST = 420  # characters; the longest of these lines are consent and comment notices

_NAME = r"(?:[^\W\d_a-zà-öø-ÿ][\w’'.-]*|(?:d[e’']|du|van|von|der|la|le|al|el|bin|ben|di|da)(?=[\s’'A-ZÀ-Ý]))"
_NAMES = rf"{_NAME}(?:[ \u00a0]{_NAME}){{0,4}}"
_AGENCY = (
    r"(?:AP|AFP|SIPA(?: ?PRESS)?|Sipa(?: Press)?|REUTERS|Reuters|Getty(?: Images)?|GETTY(?: IMAGES)?|EPA|MaxPPP"
    r"|MAXPPP|NurPhoto|Hans Lucas|REA"
    r"|Shutterstock|SHUTTERSTOCK|iStock|Abaca(?:press)?|ABACA|PA|DPA|dpa|AP Photo|AP Images"
    r"|USA TODAY Sports|Belga|BELGA|Keystone|Unsplash|Pixabay|Flickr|Wikimedia(?: Commons)?|SIPA USA|ZUMA|Gamma"
    r"|Starface|PhotoPQR|Polaris|UPI|CC[ -]BY.{0,12})"
)
_CREDIT = re.compile(
    rf"^(?:©|\([cC]\)|[cC]opyright(?: ©)?)\s*{_NAMES}(?:\s*[/|,–-]\s*{_NAMES}){{0,3}}\s*$"
    r"|^(?:(?:[Cc]r[ée]dits?|CR[ÉE]DITS?)(?:[- ](?:[Pp]hotos?|[Ii]mages?|PHOTOS?|IMAGES?))?|(?:[Pp]hoto|[Ii]mage"
    r"|[Vv]ideo|PHOTO|IMAGE)[- ](?:[Cc]r[ée]dits?|CREDITS?|[Cc]ourtesy)"
    r"|[Pp]hotos?|[Ii]llustrations?|[Ii]nfographie|[Ss]creenshot|[Pp]hotographie|PHOTO|ILLUSTRATION)\s*(?:©|:"
    rf"|[Bb]y\s|[Pp]ar\s|[Vv]ia\s|[Cc]ourtesy of|/)\s*[^.!?]{{2,120}}\.?$"
    rf"|^.{{0,300}}(?:/|©|\s[–—-]\s|\()\s*{_AGENCY}(?:\s*[/,]\s*{_NAMES}){{0,2}}\s*\)?\s*$"
    rf"|^.{{0,300}}(?:©|\((?:AP |Reuters |REUTERS )?(?:[Pp]hotos?|PHOTOS?|[Ii]mage"
    rf"|[Cc]r[ée]dit)\b)[^()]{{2,80}}\)?\.?\s*$"
    rf"|^{_NAMES}\s?/\s?{_NAMES}\s?/\s?{_NAMES}$"
    rf"|^(?:AP Photo|Photo AFP|AFP)\s?/\s?{_NAMES}$|^{_NAMES} (?:via|for|pour) (?:Getty Images|AFP|AP|Reuters)$|^DR$"
)
_NOT_CREDIT = re.compile(
    r"\b(?:avec|with|selon|source|via|from)\s+[^/()]{0,30}\(?[^/()]{0,20}/?[^/()]{0,20}\)?$", re.IGNORECASE
)
_CALENDAR = (
    r"(?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July"
    r"|August|September|October"
    r"|November|December|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche)\b)"
)
_PERSON = rf"{_CALENDAR}{_NAME}(?:[ \u00a0]{_NAME}){{1,4}}"
_DESK = (
    r"(?:the |[Ll]a |[Ll]e |[Ll][’'])?(?:[Rr][ée]daction|[Ss]taff|[Ww]eb(?: [Dd]esk| [Tt]eam)?|[Nn]ewsroom"
    r"|[Ee]ditors?|[Ee]ditorial (?:[Bb]oard|[Tt]eam)|[Aa]dmin|AFP|AP|Reuters"
    r"|Associated Press|Canadian Press|Agence France-Presse)(?:[ \u00a0][\w’'.-]+){0,4}"
)
_WHO = rf"(?:{_PERSON}|{_DESK})(?:(?:,| et| and| &| avec| with)\s(?:{_PERSON}|{_DESK})){{0,4}}"
_BYLINE = re.compile(
    r"^(?:(?:[ÉE]crit |Written |Posted |Publi[ée] |Published |Reported |R[ée]dig[ée] |Propos recueillis "
    r"|Translated |Traduit |Mis en ligne )?(?:[Pp]ar|[Bb]y|BY|PAR)\s*:?"
    r"|(?:[Aa]uteur|[Aa]uthor|[Tt]exte|AUTEUR|AUTHOR|[Ff]rom our correspondent)\s*:|[Uu]n article de"
    rf"|[Rr]eporting by|[Ee]diting by)\s+{_WHO}"
    rf"(?:\s*[,|–—•·(/-]\s*[^.!?]{{2,80}}|\s+(?:[Ll]e|on|[Aa]t|\d|dans|in|[Pp]ubli|[Uu]pdated|[Mm]is).{{0,60}})?\s*$"
    rf"|^{_WHO},? (?:avec|with|\() ?(?:l['’])?(?:AFP|AP|Reuters|agences|agencies)\)?$"
    rf"|^(?:{_WHO},? )?[Ee]nvoyée?s? spécia(?:le|les|l|ux) (?:à|au|en|aux|dans) [^.!?]{{2,40}}$"
)


# A newsletter by its name, known by its capitals: `Sign up for The Ferry Letter, our weekly digest`.
_NAMED_LETTER = re.compile(
    r"^(?:Sign [Uu]p (?:for|to)|Subscribe to|Inscrivez-vous à|Abonnez-vous à)\s+(?:[«“\"]\s?)?"
    r"(?:The|Our|La|Le|Les)\s[A-ZÀ-Ý][\w’'-]*(?:\s(?:[A-ZÀ-Ý][\w’'-]*|of|the|and|&|de|du|des)){0,4}(?:\s?[»”\"])?"
    r"(?:(?:,| [–—-])\s[^.!?]{3,80}|\s(?:for|pour)\s[^.!?]{3,80})?\s?[.!→>]*$"
    r"|^(?:Sign [Uu]p (?:for|to)|Subscribe to) (?:[A-Z][\w’'-]*\s?){1,4}(?:,| [–—-]) (?:our|a|the) [^.!?]{0,40}"
    r"(?:e-?mail|newsletter|digest|briefing|letter|roundup)\b[^.!?]{0,40}[.!]?$"
)
_DATE_AT_END = re.compile(rf"[ ,|·•–—-](?:le |on )?{DATE_AND_TIME}(?: [a-z]{{2,4}})?$")
_SOMEBODY = re.compile(_WHO)


def _is_byline(line: str, folded: str) -> bool:
    if _BYLINE.match(line):
        return True
    dated = _DATE_AT_END.search(folded) if len(folded) <= 160 else None
    if dated is None:
        return False
    name = " ".join(line.split()[: len(folded[: dated.start()].split())]).strip(" ,|·•–—-")
    return bool(_SOMEBODY.fullmatch(name))


def _compiled(lists: Iterable[tuple[Reason, tuple[str, ...]]]) -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    return tuple((reason, re.compile("|".join(f"(?:{pattern})" for pattern in patterns))) for reason, patterns in lists)


_TABLE = _compiled(PHRASES)


def reason_of(line: str) -> Reason | None:
    """Why this line, by itself, is no part of an article; None when it may be one."""
    line = line.strip().lstrip("\ufeff")
    if not line or len(line) > LONGEST:
        return None
    folded = fold(line)
    for reason, pattern in _TABLE:
        if pattern.match(folded):
            return reason
    if _NAMED_LETTER.match(line):
        return "subscription"
    if _is_byline(line, folded):
        return "byline"
    if _CREDIT.match(line) and not _NOT_CREDIT.search(line):
        return "credit"
    return None
