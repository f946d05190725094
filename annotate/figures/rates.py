"""What a figure is per: a month, a click, a thousand views."""

from __future__ import annotations

import re

import msgspec

_UNITS = {
    "hour": "heure hour", "day": "jour journée day", "week": "semaine week", "month": "mois month",
    "year": "an année year", "minute": "minute", "second": "seconde second", "quarter": "trimestre quarter",
    "night": "nuit night", "click": "clic click", "view": "vue view impression affichage visionnage",
    "post": "publication post message billet", "tweet": "tweet", "retweet": "retweet", "like": "like",
    "share": "partage share", "comment": "commentaire comment", "video": "vidéo video clip", "story": "story storie",
    "article": "article", "page": "page", "account": "compte account", "follower": "abonné abonnée follower subscriber",
    "subscription": "abonnement subscription", "visit": "visite visit", "contact": "contact", "lead": "lead",
    "person": "personne person tête head habitant", "voter": "électeur électrice voter", "vote": "voix vote",
    "household": "foyer ménage household home",
    "message": "sms texto courriel mail e-mail email text", "call": "appel call",
    "signature": "signature", "review": "avis review", "unit": "unité pièce piece unit pop item", "seat": "siège seat",
    "campaign": "campagne campaign", "link": "lien link", "image": "image photo picture photograph",
    "session": "séance session", "shift": "shift", "participant": "participant", "user": "utilisateur user",
}  # fmt: skip
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_ONE = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_NOT_THEN = (
    r"(?! (?:dernière?s?|prochaine?s?|suivante?s?|précédente?s?|passée?s?|même|où|d'avant|d'après|before"
    r"|after|later|earlier|ago|old)(?!\w))"
)
_THOUSAND = r"(?:mille|1[ ,.']?000|a thousand|one thousand|thousand)"
_WORDS = re.compile(
    r"(?: (?:de|d'|of) ?(?:travail|work|vidéo|video|texte))?"  # 20 hours of work a week
    r"(?:"
    rf"(?:,? (?:par|per|for every|for each|each|every|chaque|pour chaque|pour|les|the|for)"
    rf"|[ ]?/) ?{_THOUSAND} (?P<of>{_ONE})s?"
    rf"|(?:,? (?:par|per|each|every|for every|for each|chaque|pour chaque)|[ ]?/) ?(?P<per>{_ONE})s?"
    rf"|(?:,? an? |-an?-)(?P<a>{_ONE})|,? (?:du |le |la |de l'|l')(?P<le>{_ONE})"
    r"|,? (?P<unit>apiece|each|chacune?|pièce|a pop)"
    r"|,? per (?P<any>[a-zé]+)"
    rf")(?!\w){_NOT_THEN}",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "mensuel": "month", "annuel": "year", "quotidien": "day", "journalier": "day", "journalièr": "day",
    "hebdomadaire": "week", "horaire": "hour", "monthly": "month", "yearly": "year", "annual": "year", "daily": "day",
    "weekly": "week", "hourly": "hour", "annually": "year",
}  # fmt: skip
_FRENCH_ADJECTIVE = r"mensuel|annuel|quotidien|journali[eè]r|hebdomadaire|horaire"
_ADJECTIVE = re.compile(
    rf",? (?:(?P<fr>{_FRENCH_ADJECTIVE})(?:le|ne|e)?s?|(?P<en>monthly|yearly|annually|daily|weekly|hourly))(?!\w)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?<!\w)(?P<en>monthly|yearly|annual|daily|weekly|hourly) \Z", re.IGNORECASE)
_INSIDE = re.compile(r"(?<!\w)(?P<en>monthly|yearly|annual|daily|weekly|hourly)(?!\w)", re.IGNORECASE)
_PERCENT = frozenset({"cent", "percent"})


class Rate(msgspec.Struct, frozen=True):
    """What a figure is per (`month`, `click`, `1000_views`), and where in the text that is said to end."""

    per: str
    end: int


def rate_after(text: str, end: int, *, money: bool) -> Rate | None:
    """The rate that follows a figure's end in a folded text; `0,30 euro le clic` only after money."""
    match = _WORDS.match(text, end)
    if match is not None and (money or not match["le"]):
        if match["of"]:
            return Rate(f"1000_{UNITS[match['of'].casefold()]}s", match.end())
        if match["unit"]:
            return Rate("unit", match.end())
        word = (match["per"] or match["a"] or match["le"] or match["any"]).casefold()
        return None if word in _PERCENT else Rate(UNITS.get(word, word), match.end())
    adjective = _ADJECTIVE.match(text, end)
    if adjective is None:
        return None
    return Rate(_ADJECTIVES[(adjective["fr"] or adjective["en"]).casefold()], adjective.end())


def rate_said(text: str, start: int, amount_end: int, end: int) -> str | None:
    """The rate that an adjective says before an amount or between it and what it counts: the monthly $1,850."""
    match = _BEFORE.search(text, max(0, start - 10), start) or _INSIDE.search(text, amount_end, end)
    return None if match is None else _ADJECTIVES[match["en"].casefold()]
