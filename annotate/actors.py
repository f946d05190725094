"""Actors in a text that the authority file knows: its names found, and weighed by what stands around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from spacy.tokens import Doc, Span, Token

from annotate.names import Hit, Names
from annotate.proposal import Proposal, rules
from annotate.words import is_common

AGENT = rules("authority")

FULL_NAME, FULL_WORD, HANDLE = 0.95, 0.9, 0.95
ALIAS, ALIAS_WORD, HASHTAG = 0.85, 0.75, 0.8
LESS = 0.05  # accents missing, or all in capitals
DOUBTFUL = 0.5  # perhaps a longer name of something else, or a common word
SHARED = 0.45  # several actors have this name and nothing tells which is meant
SHORTEST = 2  # X is too short to be sure of

HEADLINE = 0.6  # share of capitalised words from which a capital says nothing

_BEFORE_A_NAME = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "sir", "president", "mayor", "senator", "sen", "governor", "gov", "secretary"}
    | {"congressman", "congresswoman", "representative", "rep", "candidate", "judge", "former", "team", "camp"}
    | {"m", "mm", "mme", "mlle", "me", "président", "présidente", "maire", "sénateur", "sénatrice", "ministre"}
    | {"candidat", "député", "députée", "gouverneur", "gouverneure", "général", "ex"}
)
_GENERATION = re.compile(r"(?:jr|sr|junior|senior|fils|père|ii|iii|iv)\.?\Z", re.IGNORECASE)
_TIED_BEFORE = re.compile(r"\b(?!(?:pro|anti|ex|non|post|pre|pré)[-‐‑])(\w+)['’.]?[-‐‑]\Z", re.IGNORECASE)
_TIED_AFTER = re.compile(r"[-‐‑](\w+)")

Doubt = Literal["common word", "longer name", "short name"]


class Mention(Proposal, frozen=True, kw_only=True):
    """A proposal for an actor of the authority file, with what the rest of the document may settle."""

    words: int
    doubt: Doubt | None = None


class ActorFinder:
    """Finds the authority file's actors in texts that a pipeline has read.

    `persons` are the ids of actors who are people: their surname inside a longer name is somebody else.
    """

    def __init__(self, names: Names, persons: Iterable[str], *, language: str) -> None:
        self.names = names
        self.persons = frozenset(persons)
        self.language = language

    def __call__(self, doc: Doc) -> list[Mention]:
        """The actors in a stretch of text."""
        text = doc.text
        hits = self.names.find(text)
        return [mention for hit in hits if (mention := self._mention(doc, text, hit, hits)) is not None]

    def _mention(self, doc: Doc, text: str, hit: Hit, hits: Sequence[Hit]) -> Mention | None:
        """A hit, weighed; None where it is somebody else's name."""
        doubt: Doubt | None = None
        if hit.name.kind not in ("handle", "hashtag"):
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is None or _is_half_of_a_double_name(text, hit, hits):
                return None
            others = [other for other in hits if not other.overlaps(hit)]
            left, right = _neighbour(doc, span.start, -1, others), _neighbour(doc, span.end - 1, 1, others)
            is_person = hit.name.actor in self.persons
            if is_person and right is not None and _GENERATION.match(right.text):
                return None
            if hit.name.words == 1:
                doubt = self._doubt(span, left, right, hit)
                if doubt == "longer name" and is_person and not _is_headline(doc) and _shares_entity(span, left, right):
                    return None
        return Mention(
            layer="actor",
            code=hit.name.actor,
            start=hit.start,
            end=hit.end,
            score=_by_kind(hit) if doubt is None else DOUBTFUL,
            agent=AGENT,
            attributes={"matched": hit.name.kind},
            words=hit.name.words,
            doubt=doubt,
        )

    def _doubt(self, span: Span, left: Token | None, right: Token | None, hit: Hit) -> Doubt | None:
        """Why a single word may be part of another name or no name at all; None where nothing speaks against it."""
        if len(hit.name.text) < SHORTEST:
            return "short name"
        first = span[0]
        if starts_sentence(first) and first.pos_ != "PROPN" and is_common(first.text, self.language):
            return "common word"
        around = [token for token in (left, right) if token is not None]
        if _shares_entity(span, left, right) or any(token.pos_ == "PROPN" for token in around):
            return "longer name"
        return None


def _by_kind(hit: Hit) -> float:
    one_word = hit.name.words == 1
    score = {
        "name": FULL_WORD if one_word else FULL_NAME,
        "alias": ALIAS_WORD if one_word else ALIAS,
        "handle": HANDLE,
        "hashtag": HASHTAG,
    }[hit.name.kind]
    return round(score - LESS * (hit.unaccented or hit.shouted), 2)


def _is_half_of_a_double_name(text: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a hyphen ties the hit to a capitalised word that is no actor's name: Kosciusko-Morizet, not pro-Obama."""
    tied = (_TIED_BEFORE.search(text, max(0, hit.start - 40), hit.start), _TIED_AFTER.match(text, hit.end))
    return any(
        word is not None
        and word.group(1)[0].isupper()
        and not any(other.start <= word.start(1) < other.end for other in hits)
        for word in tied
    )


def _neighbour(doc: Doc, token: int, step: int, others: Sequence[Hit]) -> Token | None:
    """The capitalised word beside a token, if only a space stands between and it is neither a title nor an actor."""
    beside = token + step
    while 0 <= beside < len(doc) and doc[beside].is_space:
        beside += step
    if not 0 <= beside < len(doc):
        return None
    near = doc[beside]
    first, second = (near, doc[token]) if step < 0 else (doc[token], near)
    spaces = first.text_with_ws[len(first) :] + doc[first.i + 1 : second.i].text
    if not spaces or "\n" in spaces or not near.text[0].isupper() or near.sent != doc[token].sent:
        return None
    if any(other.start < near.idx + len(near) and near.idx < other.end for other in others):
        return None
    if (
        near.ent_type_ == "DATE"
        or near.text.casefold().rstrip(".") in _BEFORE_A_NAME
        or (starts_sentence(near) and near.pos_ != "PROPN")
    ):
        return None
    return near


def starts_sentence(token: Token) -> bool:
    """Whether nothing but signs stands before a token in its sentence, so that its capital says nothing."""
    return all(before.is_punct or before.is_space for before in token.doc[token.sent.start : token.i])


def _shares_entity(span: Span, left: Token | None, right: Token | None) -> bool:
    return any(
        entity.start <= min(token.i, span.start) and max(token.i + 1, span.end) <= entity.end
        for token in (left, right)
        if token is not None
        for entity in span.doc.ents
    )


def _is_headline(doc: Doc) -> bool:
    """Whether most words outside of names have a capital, short ones like `of` and `à` left aside."""
    words = [token.text for token in doc if token.is_alpha and len(token) >= len("from") and not token.ent_type_]
    return len(words) > 1 and sum(word[0].isupper() for word in words) / len(words) > HEADLINE


def settled(proposals: Sequence[Proposal]) -> list[Proposal]:
    """A document's proposals after all of it was read.

    A surname is surer where the full name stands somewhere in the document, and a common word is a name where it is
    one elsewhere. A name that several actors share is the one's who is named in full, doubtful where none or several
    are.
    """
    mentions = [p for p in proposals if isinstance(p, Mention)]
    full = {m.code for m in mentions if m.words > 1}
    sure = {m.code for m in mentions if m.doubt is None}
    rivals: dict[tuple[int, int], set[str]] = defaultdict(set)
    for m in mentions:
        rivals[m.start, m.end].add(m.code)
    kept: list[Proposal] = []
    for p in proposals:
        if not isinstance(p, Mention):
            kept.append(p)
        elif (score := _settled_score(p, full, sure, rivals[p.start, p.end] - {p.code})) > 0:
            kept.append(msgspec.structs.replace(p, score=score))
    return kept


def _settled_score(mention: Mention, full: set[str], sure: set[str], rivals: set[str]) -> float:
    named, rival_named = mention.code in full, bool(rivals & full)
    if rivals and rival_named and not named:
        return 0.0
    if rivals and rival_named == named:
        return min(mention.score, SHARED)
    if mention.doubt == "common word" and mention.code in sure:
        return FULL_WORD if mention.attributes["matched"] == "name" else ALIAS_WORD
    if named and mention.score == ALIAS_WORD:
        return ALIAS
    return mention.score
