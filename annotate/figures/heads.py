"""Words of both languages for the same counted thing, so that figures of it are found together."""

from __future__ import annotations

_SAME = {
    "voter": "électeur électrice votant voter elector",
    "volunteer": "bénévole volontaire volunteer",
    "employee": "salarié salariée employé employée employee staffer collaborateur collaboratrice staff worker",
    "organizer": "organisateur organisatrice organizer organiser",
    "supporter": "sympathisant sympathisante supporter partisan",
    "activist": "militant militante activist",
    "influencer": "influenceur influenceuse influencer créateur créatrice creator",
    "user": "utilisateur utilisatrice internaute user",
    "member": "membre adhérent adhérente member",
    "donor": "donateur donatrice donor contributor",
    "person": "personne people person man homme woman femme",
    "protester": "manifestant manifestante protester demonstrator",
    "resident": "habitant habitante resident inhabitant",
    "student": "étudiant étudiante student",
    "lawmaker": "député députée lawmaker representative mp",
    "journalist": "journaliste journalist reporter",
    "signature": "signature", "signatory": "signataire signatory",
    "address": "adresse address", "e-mail": "courriel mail e-mail email", "text message": "sms texto text",
    "household": "foyer ménage household home", "copy": "exemplaire copy", "article": "article", "video": "vidéo video",
    "advertisement": "annonce publicité ad advert advertisement spot", "review": "avis review", "vote": "voix vote",
    "state": "état state", "country": "pays country", "city": "ville city", "region": "région region",
    "seat": "siège seat", "complaint": "plainte complaint", "meeting": "réunion meeting", "site": "site website",
    "group": "groupe group", "company": "entreprise société company firm", "school": "école school", "point": "point",
}  # fmt: skip
_HEADS = {word: head for head, words in _SAME.items() for word in words.split()}


def head_of(unit: str) -> str:
    """One word for a counted thing in either language; the word itself, without capitals, where no list has it."""
    word = unit.casefold()
    return next((_HEADS[form] for form in (word, word.removesuffix("s")) if form in _HEADS), word)
