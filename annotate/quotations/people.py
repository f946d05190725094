"""The people whom a text names, and whether each is a man, a woman or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc, Span, Token

from annotate.fold import one_line
from annotate.once import text_of
from annotate.proposal import Proposal
from annotate.quotations.heard import Who
from annotate.quotations.lexicon import Lexicon
from annotate.quotations.phrases import PERSON, pronoun

_SPOKESPERSON = re.compile(
    r"\b(?:spokes(?:wo)?m[ae]n|spokespersons?|spokespeople|porte-parole|representatives?|représentante?s?)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?:de|du|des|of|for|at|in|à|chez|pour|with|au|aux)\b|\bd['’]|['’]s?\b", re.IGNORECASE)
_GENDER_OF_A_WORD = {"la": "f", "une": "f", "le": "m", "un": "m", "les": "p", "des": "p", "deux": "p", "plusieurs": "p"}
_WOMAN = re.compile(r"(?:woman|actress|girl|mother|sister|daughter|widow|wife|lady)\Z", re.IGNORECASE)
_MAN = re.compile(r"(?:man|boy|father|brother|son|husband)\Z", re.IGNORECASE)


class People:
    """Names of a stretch of text: those of `actors` (known ones and candidates) and those that the pipeline sees."""

    def __init__(self, doc: Doc, words: Lexicon, actors: Sequence[Proposal], persons: frozenset[str]) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.words = words
        self.actors = actors
        self.persons = persons

    def outside(self, quotations: Sequence[tuple[int, int]]) -> list[Who]:
        """The persons who are named outside of quotations, by their place."""
        found = {who.start: who for who in (*self._entities(), *self._known())}
        return [
            who
            for _, who in sorted(found.items())
            if not any(start <= who.start and who.end <= end for start, end in quotations)
        ]

    def who(self, phrase: Span) -> Who:
        """A speaker's phrase, with its actor where it is known."""
        gender = pronoun(phrase[0]) if len(phrase) == 1 else None
        start, end = self._whole_name(phrase)
        text = one_line(self.text[start:end])
        if gender is not None:
            return Who(start, end, phrase.text.lstrip("-").removeprefix("t-"), gender, pronoun=True)
        actor, speaks_for = self._actor_of(start, end)
        person = self._is_person(start, end) or actor in self.persons
        return Who(start, end, text, self._gender(phrase), person=person, actor=actor, speaks_for=speaks_for)

    def _entities(self) -> Iterator[Who]:
        for entity in self.doc.ents:
            if entity.label_ in PERSON and entity.text[:1].isupper():
                yield self._one(self.who(entity), entity)

    def _known(self) -> Iterator[Who]:
        for actor in self.actors:
            span = self.doc.char_span(actor.start, actor.end, alignment_mode="expand")
            if actor.code in self.persons and span is not None:
                yield self._one(self.who(span), span)

    def _one(self, who: Who, name: Span) -> Who:
        """A person who is named together with another: `she` might be either."""
        beside = {self.doc[i].lower_ for i in (name.start - 1, name.end) if 0 <= i < len(self.doc)}
        return msgspec.structs.replace(who, gender="p") if beside & {"and", "et", "&"} else who

    def _whole_name(self, phrase: Span) -> tuple[int, int]:
        """A phrase whose last word is the beginning of a longer name, with all of that name."""
        start, end = phrase.start_char, phrase.end_char
        names = [(e.start_char, e.end_char) for e in self.doc.ents if e.label_ in PERSON]
        for first, last in [*names, *((a.start, a.end) for a in self.actors)]:
            if start <= first < end < last:
                return start, last
        return start, end

    def _is_person(self, start: int, end: int) -> bool:
        if any(e.label_ in PERSON and start <= e.start_char and e.end_char >= end for e in self.doc.ents):
            return True
        return any(a.attributes.get("kind") == "person" and a.start <= start and end <= a.end for a in self.actors)

    def _actor_of(self, start: int, end: int) -> tuple[str | None, str | None]:
        """The actor who is named as the speaker, and the one for whom the speaker speaks."""
        phrase = self.text[start:end]
        for actor in self.actors:
            if not (start <= actor.start and actor.end <= end):
                continue
            owner = self.text[actor.end : min(end, actor.end + 2)] in ("'s", "’s")
            if not owner and not _OF.search(phrase[: actor.start - start]):
                return actor.code, None
            if _SPOKESPERSON.search(phrase):
                return None, actor.code
        return None, None

    def _gender(self, phrase: Span) -> str | None:
        """What a title, a first name, an article or the noun itself says."""
        first = phrase[0]
        before = self.doc[first.i - 1] if first.i and not phrase.root.is_punct else None
        if any(token.lower_ in ("and", "et") for token in phrase):
            return "p"
        for token in (first, before):
            title = self.words.titles.get(token.lower_.rstrip(".")) if token is not None else None
            if title is not None:
                return title
        for token in phrase:
            if token.text[:1].isupper() and (gender := self._of_a_name(token)) is not None:
                return gender
        if first.pos_ == "DET" or first.lower_ in _GENDER_OF_A_WORD:
            return _GENDER_OF_A_WORD.get(first.lower_) or self._of_a_noun(phrase)
        if before is not None and before.pos_ == "NOUN" and before.i and self.doc[before.i - 1].lower_ in ("la", "le"):
            return _GENDER_OF_A_WORD[self.doc[before.i - 1].lower_]
        return self._of_a_noun(phrase)

    def _of_a_name(self, token: Token) -> str | None:
        return self.words.names.get(token.lower_)

    def _of_a_noun(self, phrase: Span) -> str | None:
        nouns = [token for token in phrase if token.pos_ == "NOUN"]
        if not nouns:
            return None
        if nouns[0].morph.get("Number", []) == ["Plur"]:
            return "p"
        if _WOMAN.search(nouns[0].text):
            return "f"
        return "m" if _MAN.search(nouns[0].text) else None
