"""What figures count: the words for it in both languages, by kind."""

from __future__ import annotations

import re

_KINDS = {
    "followers": "abonné abonnée follower subscriber fan",
    "reposts": "retweet rt repost republication",
    "shares": "partage share",
    "likes": "like favori favorite favourite",
    "views": "vue view impression visionnage",
    "clicks": "clic click",
    "visits": "connexion visite visiteur visit visitor",
    "comments": "commentaire réponse comment reply replies",
    "posts": "tweet message post publication billet",
    "accounts": "compte account profil profile bot robot page",
    "people": (
        "personne collaborateur collaboratrice organisateur organisatrice bénévole militant militante supporter "
        "sympathisant salarié employé électeur électrice votant influenceur influenceuse membre internaute utilisateur "
        "candidat adhérent femme homme américain français people person staffer organizer organiser volunteer activist "
        "supporter employee voter influencer member user candidate woman women man men american representative "
        "ambassador ambassadeur creator créateur signataire signatory signatories contributor donor donateur"
    ),
    "places": "état pays ville région département circonscription state country countries city cities county counties",
    "duration_hours": "heure hour",
    "duration_minutes": "minute",
}
KINDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}

CURRENCIES = {
    "$": "USD", "us$": "USD", "dollar": "USD", "€": "EUR", "euro": "EUR", "£": "GBP", "pound": "GBP", "livre": "GBP",
    "centime": "EUR", "cent": "USD", "euro cent": "EUR", "euro-cent": "EUR",
}  # fmt: skip
HUNDREDTHS = frozenset({"centime", "cent", "euro cent", "euro-cent"})

PERIODS = {
    "heure": "hour", "jour": "day", "semaine": "week", "mois": "month", "an": "year", "année": "year",
    "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
    "clic": "click", "click": "click", "publication": "post", "post": "post", "tweet": "tweet",
    "personne": "person", "person": "person",
}  # fmt: skip

# Counted, these say when or how often, and are no figures.
TIMES = frozenset(
    {"an", "année", "mois", "jour", "journée", "semaine", "siècle", "seconde", "fois", "point", "heure", "h", "min"}
    | {"year", "month", "day", "week", "weekend", "century", "decade", "second", "time"}
)

MONTHS = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|janv|févr|juil|déc)\b\.?"
)


def kind_of(*forms: str) -> str | None:
    """The kind of what is counted, by any of a word's forms."""
    for form in forms:
        word = form.casefold()
        for candidate in (word, word.removesuffix("s"), word.removesuffix("es")):
            if candidate in KINDS:
                return KINDS[candidate]
    return None


def currency_of(sign: str) -> str:
    """ISO 4217 of a currency's sign or name as it was found."""
    return CURRENCIES[_singular(sign)]


def is_hundredth(sign: str) -> bool:
    """Whether a currency's name means a hundredth of it."""
    return _singular(sign) in HUNDREDTHS


def _singular(sign: str) -> str:
    return re.sub(r" d'euros?\Z", "", sign.strip().casefold()).removesuffix("s")
