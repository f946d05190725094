"""Who is said to speak beside a quotation: `said X`, `X said`, `X said: ...`, `selon X`, `a-t-il dit`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc, Span, Token

from annotate.quotations.lexicon import Lexicon
from annotate.quotations.phrases import phrase_before, phrase_from, pronoun, said_by, subject
from annotate.words import forms

REACH = 30  # tokens in which a verb of speech stands from the quotation

_ENDS = frozenset('.!?…;:«»“”"')
_CLITICS = frozenset(
    {"se", "s'", "l'", "le", "la", "les", "lui", "nous", "leur", "m'", "me", "en", "y", "vous", "te", "t'"}
)
_LEAD = 5  # tokens in `the 14th-ranked Schwartzman` before the name
_LINKS = frozenset({"comme", "ainsi", "as", "et", "and", "puis", "then", "also"})
_AUXILIARIES = frozenset({"avoir", "être", "have", "be"})
_VERBS = frozenset({"VERB", "AUX", "X"})  # X: a tweeté
_NEGATIONS = frozenset({"pas", "jamais", "not", "n't", "never", "guère", "point"})


class Attribution(msgspec.Struct, frozen=True):
    """A speaker (None: the text tells of speech, but of nobody) and the stretch that tells, in tokens."""

    speaker: Span | None
    start: int
    end: int
    negated: bool = False
    sure: bool = True


class Attributions:
    """What a text that a pipeline has read tells about its speakers."""

    def __init__(self, doc: Doc, words: Lexicon) -> None:
        self.doc = doc
        self.words = words
        self.parsed = doc.has_annotation("DEP")

    def is_speech(self, token: Token, among: frozenset[str] | None = None) -> bool:
        """Whether a token is a verb of speech."""
        return token.is_alpha and not forms(token).isdisjoint(self.words.quoting if among is None else among)

    def after(self, start: int, stop: int) -> Attribution | None:
        """What follows a quotation from the token `start`, up to `stop` at most."""
        doc = self.doc
        while start < stop and (doc[start].text in (",", "-", "–", "—") or doc[start].text == " "):
            start += 1
        stop = self._clause_end(start, min(stop, start + REACH))
        return self.source(start, stop) or self.inverted(start, stop) or self.straight(start, stop)

    def inverted(self, start: int, stop: int) -> Attribution | None:
        """`a déclaré X`, `s'insurge X`, `ajoute-t-il`, `said X`, from the token `start`."""
        at = self._skip(start, stop, _LINKS)
        at = self._skip(at, stop, _CLITICS)
        who: Span | None = None
        if at < stop and self.doc[at].lemma_ in _AUXILIARIES and not self.is_speech(self.doc[at]):
            who, at = self._suffix(at + 1, stop)
            while at < stop and self.doc[at].pos_ == "ADV":
                at += 1
        if at >= stop or not self._heads_a_clause(self.doc[at]):
            return None
        verb = at
        if who is None:
            who, at = self._suffix(at + 1, stop)
        if who is None:
            who = self._noun_after(verb + 1, stop)
        if who is None:
            return None
        return Attribution(said_by(who), start, max(who.end, at))

    def source(self, start: int, stop: int) -> Attribution | None:
        """`selon X`, `according to X`, `dixit X` from the token `start`."""
        if start >= stop:
            return None
        for words in self.words.sources.get(self.doc[start].lower_, ()):
            end = start + len(words)
            if end < stop and tuple(t.lower_ for t in self.doc[start:end]) == words:
                if pronoun(self.doc[end]) is not None or self.doc[end].lower_ in ("lui", "him", "her", "them", "eux"):
                    return Attribution(None, start, end + 1)
                phrase = phrase_from(self.doc, end, stop)
                if phrase is None or phrase.start > end + 1 or not self._may_be_a_source(phrase, words):
                    return None
                return Attribution(said_by(phrase), start, phrase.end)
        return None

    def before(self, first: int, stop: int, *, colon: bool) -> Attribution | None:
        """What leads to a quotation at the token `stop`: its clause begins no earlier than the token `first`."""
        first = self._clause_start(max(first, stop - 2 * REACH), stop)
        while first < stop and (self.doc[first].is_space or self.doc[first].is_punct):
            first += 1
        if first >= stop:
            return None
        sign = self.doc[stop - 1].text if stop > first else ""
        if self.doc[first].lower_ in _LINKS and (found := self.inverted(first, stop)) is not None:
            return found
        verbs = self.words.quoting | self.words.calling if colon or sign == "," else self.words.calling
        reach = stop - REACH if colon else stop - REACH // 2
        for token in reversed(self.doc[max(first, reach) : stop]):
            if self._heads_a_clause(token, verbs) and token.pos_ in _VERBS:
                who = self.subject(token, first)
                if who is not None and (colon or self.may_speak(who)):
                    return Attribution(said_by(who), first, stop, negated=is_negated(token))
        source = self.source(self._skip(first, stop, _LINKS), stop)
        if source is not None:
            return source
        if any(self._heads_a_clause(token, verbs) for token in self.doc[first:stop]):
            return Attribution(None, first, stop)
        return self._introduced(first, stop) if colon else None

    def subject(self, verb: Token, first: int) -> Span | None:
        """A verb's subject by the parse, else the noun phrase before it, no earlier than the token `first`."""
        who = subject(verb) if self.parsed else None
        if who is not None and who.start < first:
            return None
        return who or phrase_before(self.doc, verb.i, first)

    def straight(self, start: int, stop: int) -> Attribution | None:
        """`X said`, `X, the lawyer, told the paper` from the token `start`."""
        start = self._skip(start, stop, _LINKS)
        for token in self.doc[start:stop]:
            if token.pos_ in _VERBS and self._heads_a_clause(token):
                who = self.subject(token, start)
                if who is not None and who.start - start <= (_LEAD if self.doc[start].pos_ in ("DET", "ADJ") else 1):
                    return Attribution(said_by(who), start, token.i + 1)
        return None

    def _introduced(self, first: int, stop: int) -> Attribution | None:
        """The subject of a sentence before a colon that has no verb of speech: `Le directeur est catégorique :`."""
        for token in self.doc[first:stop]:
            if token.dep_ == "nsubj" and token.head.i < stop:
                who = self.subject(token.head, first)
                if who is not None and (pronoun(who[0]) or self.is_somebody(who)):
                    return Attribution(said_by(who), first, stop, sure=False)
        return None

    def is_somebody(self, phrase: Span) -> bool:
        """Whether a phrase has a name in it, or one of the nouns that speech.yaml lists for speakers."""
        if any(token.ent_type_ and token.text[:1].isupper() for token in phrase):
            return True
        return any(not forms(token).isdisjoint(self.words.speakers) for token in phrase)

    def may_speak(self, phrase: Span) -> bool:
        """Whether a verb's subject is somebody, as far as its words show: by a name, a pronoun, or a kind of person."""
        return (
            pronoun(phrase[0]) is not None
            or self.is_somebody(phrase)
            or any(token.pos_ == "PROPN" or _AGENT.search(token.text) for token in phrase)
        )

    def _may_be_a_source(self, phrase: Span, words: Sequence[str]) -> bool:
        if words[0] in self.words.named_sources:
            return phrase[0].text[:1].isupper() and bool(phrase[0].ent_type_)
        return self.is_somebody(phrase) or phrase[0].text[:1].isupper()

    def _heads_a_clause(self, token: Token, among: frozenset[str] | None = None) -> bool:
        """Whether a verb of speech tells of somebody who speaks: no noun, no infinitive."""
        if not self.is_speech(token, among) or token.text[:1].isupper():
            return False
        before = self.doc[token.i - 1] if token.i else None
        if before is not None and (before.pos_ in ("DET", "ADP") or before.lower_ == "to"):
            return token.pos_ in _VERBS and before.lower_ in _CLITICS
        return token.morph.get("VerbForm", []) != ["Inf"] or token.doc.lang_ != "fr"

    def _suffix(self, at: int, stop: int) -> tuple[Span | None, int]:
        """The pronoun behind a verb, which the tokenizer may have cut: `-t`, `-il`."""
        doc = self.doc
        while at < stop and doc[at].text in ("-t", "-t-", "-", "t"):
            at += 1
        if at < stop and doc[at].text.startswith("-") and pronoun(doc[at]) is not None:
            return doc[at : at + 1], at + 1
        if at < stop and doc[at - 1].text == "-" and pronoun(doc[at]) is not None:
            return doc[at : at + 1], at + 1
        if at < stop and doc.lang_ == "en" and pronoun(doc[at]) is not None:
            return doc[at : at + 1], at + 1
        return None, at

    def _noun_after(self, at: int, stop: int) -> Span | None:
        """The subject behind a verb, past adverbs, days and phrases with a preposition: `a reconnu mardi à l'AFP X`."""
        doc = self.doc
        while at < stop and not doc[at].is_punct and doc[at].lower_ not in ("que", "qu'", "that"):
            token = doc[at]
            if token.pos_ in ("ADV", "SPACE", "PART"):
                at += 1
            elif token.pos_ == "ADP":
                skipped = phrase_from(doc, at + 1, min(stop, at + 4))
                at = skipped.end if skipped is not None else at + 1
            elif token.pos_ in ("DET", "NOUN", "PROPN", "ADJ", "X", "NUM") or token.text[:1].isupper():
                phrase = phrase_from(doc, at, stop)
                if phrase is not None and not (len(phrase) == 1 and _is_day(phrase[0])):
                    return phrase
                at = phrase.end if phrase is not None else at + 1
            else:
                return None
        return None

    def _skip(self, at: int, stop: int, words: frozenset[str]) -> int:
        while at < stop and (self.doc[at].lower_ in words or self.doc[at].is_space):
            at += 1
        return at

    def _clause_end(self, start: int, stop: int) -> int:
        for token in self.doc[start:stop]:
            if token.text in _ENDS or "\n" in token.text:
                return token.i
        return stop

    def _clause_start(self, first: int, stop: int) -> int:
        for token in reversed(self.doc[first : max(first, stop - 1)]):
            if (token.text in _ENDS or "\n" in token.text) and not _is_abbreviation(token):
                return token.i + 1
        return first


_AGENT = re.compile(
    r"(?<!numb)(?<!matt)(?<!fact)(?<!pow)(?<!ord)(?:[^aeiou]ers?|ors?|ists?|ians?|m[ae]n|eurs?|euses?|rices?|istes?|iennes?)\Z"
)


def is_negated(verb: Token) -> bool:
    """Whether a verb, or its auxiliary, is denied: `n'a pas dit`, `never said`."""
    around = verb.doc[max(0, verb.i - 3) : verb.i + 2]
    return any(token.lower_ in _NEGATIONS and token.head in (verb, verb.head) for token in around)


def _is_day(token: Token) -> bool:
    return token.lower_ in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _is_abbreviation(token: Token) -> bool:
    return token.text == "." and token.i > 0 and token.doc[token.i - 1].is_title and len(token.doc[token.i - 1]) <= 2
