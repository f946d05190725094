"""What figures count: the words for it in both languages, by kind."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

_KINDS = {
    "followers": "abonné abonnée follower subscriber fan",
    "reposts": "retweet rt repost republication re-tweet",
    "shares": "partage share",
    "likes": "like favori favorite favourite j'aime",
    "views": "vue view impression visionnage",
    "clicks": "clic click",
    "visits": "connexion visite visiteur visit visitor",
    "comments": "commentaire réponse comment reply replies",
    "posts": "tweet message post publication billet texto sms text",
    "accounts": "compte account profil profile bot robot page",
    "people": (
        "personne collaborateur collaboratrice organisateur organisatrice bénévole militant militante supporter "
        "sympathisant salarié employé électeur électrice votant influenceur influenceuse membre internaute utilisateur "
        "candidat adhérent femme homme américain français people person staffer organizer organiser volunteer activist "
        "supporter employee voter influencer member user candidate woman women man men american representative "
        "inscrit inscrite signup registrant parrain filleul referrer "
        "ambassador ambassadeur creator créateur signataire signatory signatories contributor donor donateur"
    ),
    "places": "état pays ville région département circonscription state country countries city cities county counties",
    "count": "point",
}
KINDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}
# Counted in words below eleven these are told of rather than counted: three ministers.
_TOLD = (
    "étudiant étudiante élève manifestant manifestante participant participante député députée élu élue sénateur maire "
    "habitant citoyen citoyenne journaliste blogueur blogueuse conseiller agent jeune enfant lecteur spectateur "
    "téléspectateur auditeur client joueur recrue stagiaire expert chercheur permanent volontaire monteur "
    "student pupil protester demonstrator lawmaker senator mayor delegate resident citizen journalist "
    "reporter blogger adviser agent child children reader viewer listener customer client worker player recruit "
    "intern researcher editor teenager parent mother father guest attendee consultant contractor staff"
)
_MORE_PEOPLE = frozenset(_TOLD.split())

_SPANS = {
    "duration_seconds": r"secondes?|seconds?|secs?",
    "duration_minutes": r"minutes?|mins?|mn",
    "duration_hours": r"heures?|hours?|hrs?|h",
    "duration_days": r"jours?|journées?|days?",
    "duration_weeks": r"semaines?|weeks?",
    "duration_months": r"mois|months?",
    "duration_years": r"ans?|années?|years?",
}
_SPAN = re.compile(
    r"(?P<joint>[ -]?)(?:(?:petites?|longues?|longs?|courtes?|premi[eè]re?s?|derni[eè]re?s?|prochaine?s?|full"
    r"|long|short|straight"
    r"|consecutive|whole|calendar|working|more|autres?) )?(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _SPANS.items())
    + r")(?!\w|-end|-place)(?P<half> et demie?(?!\w)| and a half(?!\w))?",
    re.IGNORECASE,
)


class Span(msgspec.Struct, frozen=True):
    """A unit of time after a number: its kind of figure, the unit's name, where it ends, and what a half adds."""

    kind: str
    unit: str
    end: int
    half: Decimal


def span_of_time(text: str, end: int) -> Span | None:
    """The unit of time that follows a number in a folded text: six months, 12-hour, deux ans et demi."""
    match = _SPAN.match(text, end)
    if match is None:
        return None
    kind = str(match.lastgroup) if match["half"] is None else next(k for k in _SPANS if match[k])
    return Span(
        kind, kind.removeprefix("duration_").removesuffix("s"), match.end(), Decimal("0.5" if match["half"] else 0)
    )


MONTHS = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|janv|févr|juil|déc)\b\.?"
)


def _forms(word: str) -> tuple[str, str, str]:
    word = word.casefold()
    return word, word.removesuffix("s"), word.removesuffix("es")


def kind_of(*forms: str) -> str | None:
    """The kind of what is counted, by any of a word's forms."""
    return next((KINDS[form] for word in forms for form in _forms(word) if form in KINDS), None)


def is_person(*forms: str) -> bool:
    """Whether a word, by any of its forms, is for people though no rule counts on it."""
    return any(form in _MORE_PEOPLE for word in forms for form in _forms(word))
