"""Who a phrase of a sentence names: noun phrases beside a verb, its subject, and the name within a phrase."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from annotate.actors.candidates import KINDS

PRONOUNS = {"il": "m", "elle": "f", "ils": "p", "elles": "p", "he": "m", "she": "f", "they": "p"}  # p: several
PERSON = frozenset(label for label, kind in KINDS.items() if kind == "person")
MOST_TOKENS = 14

_OF = frozenset({"de", "d'", "du", "des", "of", "for", "at", "in", "'s", "à", "au", "aux", "en", "with"})
_IN_A_NAME = frozenset({"ADJ", "DET", "NOUN", "NUM", "PROPN", "X"})
_NOBODY = frozenset(
    {
        "je",
        "j'",
        "tu",
        "nous",
        "vous",
        "on",
        "ce",
        "c'",
        "ça",
        "cela",
        "ceci",
        "qu'",
        "que",
        "rien",
        "personne",
        "aucun",
    }
    | {"i", "you", "we", "it", "this", "that", "these", "those", "what", "nobody", "nothing", "no", "none", "there"}
    | {"personne", "tout", "y", "anyone", "everything"}
)
_RELATIVES = frozenset({"who", "qui", "that", "which"})
_BETWEEN_SUBJECT_AND_VERB = frozenset({"ADV", "AUX", "PRON", "PART", "SPACE"})
_OUTSIDE_THE_PHRASE = frozenset(
    {"relcl", "acl:relcl", "acl", "appos", "punct", "advcl", "parataxis", "ccomp", "dep", "cop", "discourse", "advmod"}
)
_SUBJECTS = frozenset({"nsubj"})
_SHARES_ITS_HEADS_SUBJECT = frozenset({"conj", "xcomp", "advcl", "parataxis", "ccomp"})
_ON = frozenset({"on", "last", "this", "next", "ce", "le"})
_DAYS = frozenset(
    {
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "matin",
        "soir",
        "midi",
        "semaine",
        "mois",
    }
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "week", "month", "morning"}
    | {"semaine", "mois", "année", "year", "jour", "day", "yesterday", "today"}
)


def pronoun(token: Token) -> str | None:
    """The gender of a third person's pronoun, as it stands alone or behind its verb (`-t-elle`)."""
    return PRONOUNS.get(token.lower_.lstrip("-").removeprefix("t-"))


def phrase_from(doc: Doc, start: int, stop: int) -> Span | None:
    """The noun phrase that begins at a token; with the name that follows it after a comma, only the name."""
    end = start
    while end < stop and end - start < MOST_TOKENS and (doc[end].pos_ in _IN_A_NAME or doc[end].lower_ in _OF):
        if doc[end].pos_ == "DET" and end > start and doc[end - 1].lower_ not in _OF:
            break  # le Daily Beast | la semaine dernière
        if doc[end].lower_ in _DAYS and end > start and doc[end].ent_type_ not in KINDS:
            break
        end += 1
    while end < stop and doc[end].lower_ in ("and", "et") and doc[end + 1 : end + 2].text[:1].isupper():
        end += 1  # Mira Solt et Jeanne Bly
        while end < stop and doc[end].pos_ in ("PROPN", "X"):
            end += 1
    return _trimmed(doc, start, _to_the_end_of_a_name(doc, end, stop))


def phrase_before(doc: Doc, verb: int, first: int) -> Span | None:
    """The noun phrase that ends before a verb and its auxiliaries, no further back than the token `first`."""
    end = verb
    while end > first and doc[end - 1].pos_ in _BETWEEN_SUBJECT_AND_VERB and pronoun(doc[end - 1]) is None:
        end -= 1
    if end > first and pronoun(doc[end - 1]) is not None:
        return doc[end - 1 : end]
    start = end
    while start > first and end - start < MOST_TOKENS and _in_a_phrase(doc[start - 1]):
        start -= 1
    return _trimmed(doc, start, end)


def subject(verb: Token) -> Span | None:
    """The phrase that a verb has as its subject in the parse, also by way of the verb that it is joined to."""
    seen = 0
    while True:
        for child in verb.lefts:
            if child.dep_ in _SUBJECTS:
                return _subject_phrase(child, verb)
        if verb.dep_ not in _SHARES_ITS_HEADS_SUBJECT or verb.head.i > verb.i or seen > 1:
            return None
        if verb.dep_ in ("ccomp", "parataxis") and verb.morph.get("VerbForm", []) == ["Fin"]:
            return None
        verb, seen = verb.head, seen + 1


def _subject_phrase(token: Token, verb: Token) -> Span | None:
    if token.lower_ in _RELATIVES and verb.dep_ in ("relcl", "acl:relcl", "acl"):
        return phrase_of(verb.head)
    if pronoun(token) is not None:
        return token.doc[token.i : token.i + 1]
    return phrase_of(token)


def phrase_of(head: Token) -> Span | None:
    """The noun phrase around its head, without clauses and appositions."""
    inside = [head]
    for token in inside:
        inside += [t for t in token.children if t.dep_ not in _OUTSIDE_THE_PHRASE and not t.is_space]
    found = sorted(token.i for token in inside)
    at = found.index(head.i)
    first = last = at
    while first > 0 and found[first - 1] >= found[first] - 1:
        first -= 1
    while last + 1 < len(found) and found[last + 1] <= found[last] + 1:
        last += 1
    return _trimmed(head.doc, found[first], found[last] + 1)


def said_by(phrase: Span) -> Span:
    """A speaker's phrase as it is quoted: the person's name if it has one of its own, also in apposition to it."""
    doc = phrase.doc
    for entity in _persons(doc, phrase.start, min(len(doc), phrase.end + 2)):
        before = doc[phrase.start : entity.start]
        last_comma = max((t.i + 1 for t in before if t.text == ","), default=phrase.start)
        lead = doc[last_comma : entity.start]
        if any(t.pos_ == "ADP" or t.lower_ in ("and", "et", "'s") for t in lead):
            continue
        follows = doc[entity.end].lower_ if entity.end < len(doc) else ""
        if entity.start >= phrase.end and not (
            entity.start == phrase.end + 1 and doc[phrase.end].text == "," and not _names_somebody(phrase)
        ):
            continue
        if follows in ("'s", "and", "et") and entity.end < phrase.end:
            continue
        return entity
    return phrase


def is_nobody(phrase: Span) -> bool:
    """Whether a phrase is `it`, `on`, `nobody` and the like, or the writer's own `we`."""
    return phrase[0].lower_ in _NOBODY or phrase.text.casefold() in _NOBODY


def _names_somebody(phrase: Span) -> bool:
    return any(
        entity.start >= phrase.start and entity.end <= phrase.end for entity in _persons(phrase.doc, 0, phrase.end)
    )


def _persons(doc: Doc, start: int, end: int) -> Iterator[Span]:
    for entity in doc.ents:
        if entity.label_ in PERSON and start <= entity.start < end and entity.text[:1].isupper():
            yield _trimmed(doc, entity.start, entity.end) or entity


def _in_a_phrase(token: Token) -> bool:
    return token.pos_ in _IN_A_NAME or token.lower_ in _OF


def _to_the_end_of_a_name(doc: Doc, end: int, stop: int) -> int:
    """A name's end, where the tokens' parts of speech would cut it."""
    while 0 < end < stop and doc[end].ent_iob_ == "I" and doc[end].ent_type_ in KINDS and not doc[end].is_punct:
        end += 1
    return end


def _trimmed(doc: Doc, start: int, end: int) -> Span | None:
    """A phrase without prepositions, signs and days at its edges; None where no name or noun is left."""
    while start < end and (_is_edge(doc[start]) and doc[start].pos_ != "DET"):
        start += 1
    while start < end and (
        _is_edge(doc[end - 1]) or (end - start > 2 and doc[end - 1].lower_ in _DAYS and doc[end - 2].lower_ in _ON)
    ):
        end -= 1
    phrase = doc[start:end]
    if not any(token.pos_ in ("NOUN", "PROPN", "X") or token.text[:1].isupper() for token in phrase):
        return None
    return None if is_nobody(phrase) else phrase


def _is_edge(token: Token) -> bool:
    return token.lower_ in _OF or token.lower_ in _ON or token.pos_ in ("DET", "SPACE") or token.is_punct


def _ends_with_a_day(phrase: Span) -> bool:
    return len(phrase) > 2 and phrase[-1].lower_ in _DAYS and phrase[-2].lower_ in _ON
