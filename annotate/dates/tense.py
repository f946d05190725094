"""Whether a time expression belongs to what has happened or to what will, by the verb that governs it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from annotate.dates.meaning import Tense

_STEPS = 8  # how far up the tree the verb stands
_TO_COME = frozenset(
    {"going", "plan", "plans", "planning", "expect", "expects", "expected", "set", "scheduled", "due", "hope", "hopes"}
    | {"intend", "intends", "slated", "likely", "want", "wants", "promises", "vows", "prepares", "preparing", "aims"}
    | {"va", "vont", "vais", "allons", "doit", "doivent", "devrait", "devraient", "pourrait", "pourraient", "peut"}
    | {"peuvent", "compte", "comptent", "prévoit", "prévoient", "espère", "espèrent", "veut", "veulent", "entend"}
)


def tense_of(passage: Span) -> Tense | None:
    """The tense of the verb above a passage; None where there is no verb, or no parser has read the text."""
    if not passage.doc.has_annotation("DEP"):
        return None
    token: Token = passage.root
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    if token.pos_ not in ("VERB", "AUX"):
        follows = (after for after in passage.doc[passage.end : passage.sent.end] if after.pos_ in ("VERB", "AUX"))
        token = next(follows, token)
    if token.pos_ not in ("VERB", "AUX"):
        return None
    with_it = [token, *(child for child in token.children if child.dep_.startswith(("aux", "cop")))]
    return _english(token, with_it) if passage.doc.lang_ == "en" else _by_morphology(token, with_it)


def _awaited(verb: Token) -> bool:
    """Whether an infinitive stands under a verb that looks ahead: plans to vote, va voter."""
    return verb.head is not verb and verb.head.lower_ in _TO_COME


def _english(verb: Token, with_it: list[Token]) -> Tense | None:
    tags = {token.tag_ for token in with_it}
    words = {token.lower_ for token in with_it[1:]}
    if "MD" in tags:
        return "past" if words & {"have", "'ve"} or "would" in words else "future"
    if "VBD" in tags or words & {"have", "has", "had", "having", "'ve"}:
        return "past"
    if verb.tag_ == "VB":
        return "future" if _awaited(verb) or verb.dep_ == "ROOT" else None
    if verb.tag_ == "VBN":
        return "past" if not words else "present"
    return "present" if verb.tag_ in ("VBZ", "VBP", "VBG") else None


def _by_morphology(verb: Token, with_it: list[Token]) -> Tense | None:
    tenses = {tense for token in with_it for tense in token.morph.get("Tense", [])}
    if "Fut" in tenses:
        return "future"
    if "Inf" in verb.morph.get("VerbForm", []):
        return "future" if _awaited(verb) or any(token.lower_ in _TO_COME for token in with_it) else None
    if tenses & {"Past", "Imp", "Pqp"}:
        return "past"
    return "present" if "Pres" in tenses else None
