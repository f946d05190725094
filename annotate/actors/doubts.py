"""Why a name of the authority file that stands in a text may be no name there, or somebody else's.

`Signal`, `Time` and `Le Monde` are words too: where a capital says nothing (a sentence's start, a headline) something
else must say that it is the name. A single letter (X) needs that everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Doc, Span, Token

from annotate.actors.lexicon import Lexicon
from annotate.actors.names import Hit
from annotate.words import forms, is_common

Doubt = Literal["common word", "longer name", "short name"]

HEADLINE = 0.6  # share of capitalised words from which a capital says nothing

_ARTICLE = re.compile(r"\A(?:the|le|la|les|l)\Z", re.IGNORECASE)
_OBJECTS = frozenset({"dobj", "obj", "ccomp", "xcomp", "obl:agent"})
_PASSIVE = frozenset({"nsubjpass", "nsubj:pass"})
_WHERE = re.compile(
    r"\b(?:on|via|joined|quit|left|platform|network|site|app|sur|réseau|réseau social|plateforme|plate-forme|compte"
    r"|comptes|account|accounts|application)\s+\Z",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\s?(?:'s\b|,?\s?\(?(?:formerly|previously|once|ex-|ex\b|anciennement|auparavant)|\s?(?:users?|accounts?|posts?|feed|timeline"
    r"|handle|profiles?|channels?|groups?|app)\b)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:(?<![.!?] )\b(?!On |Sur |Via |And |Et )[A-Z][\w.]*"
    r"|(?i:\b(?:m|mr|mrs|ms|mme|monsieur|madame|suspect|witness|témoin|docteur|dr|generation|génération|planet|planète)\.?))\s\Z"
)
_LISTED = re.compile(
    r"(?=\s*[,/&]|\s+(?:and|or|et|ou)\b)\s*(?:[,/&]\s*)?(?:(?:and|or|et|ou)\s+)?(?:(?:on|sur|via)\s+)?\s*"
)


def is_headline(doc: Doc) -> bool:
    """Whether most words outside of names have a capital, short ones like `of` and `à` left aside."""
    words = [token.text for token in doc if token.is_alpha and len(token) >= len("from") and not token.ent_type_]
    return len(words) > 1 and sum(word[0].isupper() for word in words) / len(words) > HEADLINE


def starts_sentence(token: Token) -> bool:
    """Whether nothing but signs stands before a token in its sentence, so that its capital says nothing."""
    return all(before.is_punct or before.is_space for before in token.doc[token.sent.start : token.i])


def is_word_here(span: Span, hit: Hit, language: str, words: Lexicon) -> bool:
    """Whether a name that is a word of the language (Signal, Le Point) stands where nothing tells it from that word."""
    head = [token for token in span if not _ARTICLE.match(token.text) and token.is_alpha]
    if len(head) != 1 or not is_common(head[0].text, language):
        return False
    word = head[0]
    first, after = span[0], span.doc[span.end] if span.end < len(span.doc) else None
    if first.i == word.i > 0 and _is_determiner(span.doc[first.i - 1]) and not _names_a_noun(after, language):
        return True
    tells_nothing = hit.shouted or starts_sentence(first) or is_headline(span.doc)
    return tells_nothing and not _acts(word, after, words)


def _is_determiner(token: Token) -> bool:
    return token.pos_ == "DET" and token.text.casefold() not in ("au", "aux", "du", "des")


def _names_a_noun(after: Token | None, language: str) -> bool:
    """Whether a determiner before a name is the next word's: a Slack channel."""
    return language != "fr" and after is not None and after.pos_ in ("NOUN", "PROPN")


def _acts(word: Token, after: Token | None, words: Lexicon) -> bool:
    """Whether a word does what only its bearer can: it says, suspends, has an object or users."""
    if after is not None and (after.text in ("'s", "’s") or forms(after) & (words.organisations | words.people_nouns)):
        return True
    verb = word.head
    if verb.pos_ not in ("VERB", "AUX") or not word.dep_.startswith("nsubj") or verb.i < word.i:
        return False
    if word.pos_ != "PROPN" and not forms(verb) & words.speech:
        return False
    return (
        word.dep_ in _PASSIVE
        or bool(forms(verb) & words.speech)
        or any(child.dep_ in _OBJECTS and child.i > verb.i for child in verb.children)
    )


def is_somebody(text: str, hit: Hit) -> bool:
    """Whether a single letter stands for a person or a kind: Mr X, Generation X, suspect X."""
    return len(hit.name.text) == 1 and _SOMEBODY.search(text, max(0, hit.start - 24), hit.start) is not None


def is_letter_alone(text: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether nothing around a name of one letter says that it is one: Mr X, the X axis, but not `on X`."""
    before, after = text[max(0, hit.start - 24) : hit.start], text[hit.end : hit.end + 24]
    if re.match(r"[-.%]\w|\s+(?:axis|chromosome|ray|rays|files)\b", after):
        return True
    if _WHERE.search(before) or _WHAT.match(after):
        return False
    return not any(
        _LISTED.fullmatch(text[min(other.end, hit.end) : max(other.start, hit.start)])
        for other in hits
        if len(other.name.text) > 1
    )
