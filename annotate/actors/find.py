"""Actors in a text that the authority file knows: its names found, and weighed by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from annotate.actors.doubts import Doubt, is_headline, is_letter_alone, is_somebody, is_word_here, starts_sentence
from annotate.actors.lexicon import Lexicon, lexicon
from annotate.actors.names import Hit, Names, begins_with_article
from annotate.actors.roles import role_of
from annotate.once import text_of
from annotate.proposal import Proposal, rules
from annotate.words import is_common

AGENT = rules("authority")

FULL_NAME, FULL_WORD, HANDLE = 0.95, 0.9, 0.95
ALIAS, ALIAS_WORD, HASHTAG = 0.85, 0.75, 0.8
LESS = 0.05  # accents missing, or all in capitals
DOUBTFUL = 0.5  # perhaps a longer name of something else, or a common word

_GENERATION = re.compile(r"(?:jr|sr|junior|senior|fils|père|ii|iii|iv)\.?\Z", re.IGNORECASE)
_TIED_BEFORE = re.compile(r"\b(?!(?:pro|anti|ex|non|post|pre|pré)[-‐‑])(\w+)['’.]?[-‐‑]\Z", re.IGNORECASE)
_TIED_AFTER = re.compile(r"[-‐‑](\w+)")


class Mention(Proposal, frozen=True, kw_only=True):
    """A proposal for an actor of the authority file, with what the rest of the document may settle."""

    words: int
    person: bool
    doubt: Doubt | None = None


class ActorFinder:
    """Finds the authority file's actors in texts that a pipeline has read.

    `persons` are the ids of actors who are people: their surname inside a longer name is somebody else.
    """

    def __init__(self, names: Names, persons: Iterable[str], *, language: str) -> None:
        self.names = names
        self.persons = frozenset(persons)
        self.language = language
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> list[Mention]:
        """The actors in a stretch of text."""
        text = text_of(doc)
        hits = self.names.find(text)
        return [mention for hit in hits if (mention := self._mention(doc, text, hit, hits)) is not None]

    def _mention(self, doc: Doc, text: str, hit: Hit, hits: Sequence[Hit]) -> Mention | None:
        """A hit, weighed; None where it is somebody else's name."""
        doubt: Doubt | None = None
        is_person = hit.name.actor in self.persons
        if hit.name.kind not in ("handle", "hashtag"):
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is None or is_somebody(text, hit) or _is_half_of_a_double_name(text, hit, hits):
                return None
            others = [other for other in hits if not other.overlaps(hit)]
            before = span.start - hit.name.text.startswith(("du ", "des "))  # Coupe du Monde
            left = _neighbour(doc, max(before, 0), -1, others, self.lexicon)
            right = _neighbour(doc, span.end - 1, 1, others, self.lexicon)
            if is_person and right is not None and _GENERATION.match(right.text):
                return None
            doubt = self._doubt(span, left, right, hit, hits)
            if (
                doubt == "longer name"
                and not is_headline(doc)
                and (is_person or is_common(span[-1].text, self.language))
            ):
                return None
        role = role_of(doc, hit.start, hit.end, self.language, person=is_person)
        return Mention(
            layer="actor",
            code=hit.name.actor,
            start=hit.start,
            end=hit.end,
            score=_by_kind(hit) if doubt is None else DOUBTFUL,
            agent=AGENT,
            attributes={"matched": hit.name.kind} | ({} if role is None else {"role": role}),
            words=hit.name.words,
            person=is_person or self._reads_as_person(doc, hit),
            doubt=doubt,
        )

    def _reads_as_person(self, doc: Doc, hit: Hit) -> bool:
        """Whether the model sees a person in a name whose actor's type leaves that open, as a campaign's staff."""
        return hit.name.words > 1 and any(
            entity.label_ in ("PER", "PERSON")
            and entity.start_char <= hit.start
            and hit.end <= entity.end_char
            and not is_common(entity[-1].text, self.language)
            for entity in doc.ents
        )

    def _doubt(
        self, span: Span, left: Token | None, right: Token | None, hit: Hit, hits: Sequence[Hit]
    ) -> Doubt | None:
        """Why a name may be part of another or no name at all; None where nothing speaks against it."""
        if len(hit.name.text) == 1 and is_letter_alone(span.doc.text, hit, hits):
            return "short name"
        if is_word_here(span, hit, self.language, self.lexicon):
            return "common word"
        if hit.name.words > 1 and not hit.name.cut and not begins_with_article(hit.name.text):
            return None
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


def _neighbour(doc: Doc, token: int, step: int, others: Sequence[Hit], words: Lexicon) -> Token | None:
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
        or near.text.casefold().rstrip(".") in words.titles
        or (starts_sentence(near) and near.pos_ != "PROPN")
    ):
        return None
    return near


def _shares_entity(span: Span, left: Token | None, right: Token | None) -> bool:
    return any(
        entity.start <= min(token.i, span.start) and max(token.i + 1, span.end) <= entity.end
        for token in (left, right)
        if token is not None
        for entity in span.doc.ents
    )
