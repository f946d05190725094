"""Reported speech without quotation marks: `X said that ...`, `..., a indiqué X`, `selon X, ...`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc, Span, Token

from annotate.quotations.attribution import Attributions, is_negated
from annotate.quotations.phrases import pronoun, said_by

FEWEST = 3  # words in what is reported

_THAT = frozenset({"que", "qu'", "that"})
_WHETHER = frozenset({"if", "whether", "si", "s'", "how", "why", "what", "where", "when", "who", "comment", "pourquoi"})
_MODALS = frozenset({"would", "could", "might", "may", "should", "must", "will", "can", "shall"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl"})
_PREDICATES = frozenset({"VERB", "AUX", "NOUN", "ADJ", "PRON"})
_JOINS = frozenset({"but", "mais", "et", "and"})
_EDGE = frozenset(",;:.!?…–—-(")
_AFTER_THE_CLAUSE = frozenset(',;.!?…:»”")–—')


class Reported(msgspec.Struct, frozen=True):
    """A reported clause, in tokens, and who is said to say it; `denied` where the verb is one of denial."""

    start: int
    end: int
    speaker: Span
    denied: bool = False


def reported(doc: Doc, told: Attributions) -> Iterator[Reported]:
    """The reported clauses of a text that a pipeline with a parser has read."""
    if not doc.has_annotation("DEP"):
        return
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and told.is_speech(token, told.words.telling) and _is_told(token):
            found = _clause_of(token, told) or _clause_before(token, told)
            if found is not None:
                yield found
    commas = [token.i for token in doc if token.text == ","]
    for sentence in doc.sents:
        found = _after_a_source(sentence, told) or _before_a_source(sentence, commas, told)
        if found is not None:
            yield found


def _is_told(verb: Token) -> bool:
    """Whether somebody did say it: the verb is finite, neither negated nor conditional."""
    if verb.morph.get("VerbForm", []) == ["Inf"] or "Cnd" in verb.morph.get("Mood", []) or is_negated(verb):
        return False
    auxiliaries = [child for child in verb.lefts if child.dep_.startswith("aux")]
    return not any(a.lower_ in _MODALS or a.lower_ == "to" or "Cnd" in a.morph.get("Mood", []) for a in auxiliaries)


def _clause_of(verb: Token, told: Attributions) -> Reported | None:
    """The clause that a verb has as its object, behind it."""
    doc = verb.doc
    clause = next((c for c in verb.rights if c.dep_ in _CLAUSES and c.pos_ in _PREDICATES), None)
    if clause is None:
        return None
    start, end = max(clause.left_edge.i, verb.i + 1), clause.right_edge.i + 1
    that = next((t.i for t in doc[verb.i + 1 : clause.i] if t.lower_ in _THAT), None)
    if that is not None:
        start = max(that + 1, start)
    elif not _is_bare(clause) or any(t.text in _AFTER_THE_CLAUSE for t in doc[verb.i + 1 : start + 1]):
        return None
    if doc[start].lower_ in _WHETHER or doc[start - 1].lower_ in _WHETHER:
        return None
    return _reported(verb, start, _cut(doc, start, end), told)


def _is_bare(clause: Token) -> bool:
    """Whether a clause reports without `that`: a finite one in English, an infinitive in French (dit ne pas savoir)."""
    if clause.doc.lang_ == "fr":
        return clause.dep_ == "xcomp" and clause.morph.get("VerbForm", []) == ["Inf"]
    return clause.dep_ == "ccomp"


def _clause_before(verb: Token, told: Attributions) -> Reported | None:
    """The clause that a comma parts from `the auditor said` or `a indiqué l'auditeur`, at the sentence's end."""
    doc, sentence = verb.doc, verb.sent
    comma = next((t for t in reversed(doc[sentence.start : verb.i]) if t.text == ","), None)
    if comma is None or verb.i - comma.i > 8 or any(t.lower_ in _THAT for t in doc[comma.i : verb.i]):
        return None
    after = told.inverted(comma.i + 1, sentence.end) or told.straight(comma.i + 1, verb.i + 1)
    if after is None or after.speaker is None:
        return None
    if any(not t.is_punct and not t.is_space for t in doc[max(after.end, verb.i + 1) : sentence.end]):
        return None
    start = sentence.start
    if not any(t.pos_ in ("VERB", "AUX") for t in doc[start : comma.i]):
        return None
    return _checked(Reported(start, comma.i, after.speaker), told)


def _after_a_source(sentence: Span, told: Attributions) -> Reported | None:
    """`Selon X, ...`: the rest of the sentence."""
    doc, end = sentence.doc, sentence.end
    start = sentence.start
    while start < end and doc[start].is_space:
        start += 1
    source = told.source(start, end)
    if source is None or source.speaker is None:
        return None
    comma = next((t for t in doc[source.end : end] if t.text in _AFTER_THE_CLAUSE), None)
    if comma is None or comma.text != ",":
        return None
    first = comma.i + 1
    if doc[comma.i + 1 : end].text.count(",") and not any(
        t.pos_ in ("VERB", "AUX") for t in _until_comma(doc, first, end)
    ):
        first = next(t.i for t in doc[first:end] if t.text == ",") + 1  # selon X, ancien conseiller, ...
    return _checked(Reported(first, end, source.speaker), told)


def _before_a_source(sentence: Span, commas: Sequence[int], told: Attributions) -> Reported | None:
    """`..., selon X.`: the sentence up to there. `commas`: the text's, by the numbers of their tokens."""
    doc = sentence.doc
    for comma in commas:
        inside = sentence.start < comma < sentence.end
        if inside and (source := told.source(comma + 1, sentence.end)) is not None:
            rest = doc[source.end : sentence.end]
            if source.speaker is not None and len(rest) <= 2 and all(t.is_punct or t.is_space for t in rest):
                return _checked(Reported(sentence.start, comma, source.speaker), told)
    return None


def _until_comma(doc: Doc, start: int, end: int) -> Iterator[Token]:
    for token in doc[start:end]:
        if token.text == ",":
            return
        yield token


def _reported(verb: Token, start: int, end: int, told: Attributions) -> Reported | None:
    if any(c.dep_ in ("nsubj:pass", "nsubjpass") or (c.i < verb.i and c.lower_ in _THAT) for c in verb.children):
        return None  # it was said; ce qu'elle dit
    who = told.subject(verb, max(verb.sent.start, verb.i - 40))
    if who is None or (who.end > verb.i and who.start < verb.i) or not told.may_speak(who):
        return None
    denied = told.is_speech(verb, told.words.denying)
    return _checked(Reported(start, end, said_by(who), denied), told)


def _checked(found: Reported, told: Attributions) -> Reported | None:
    """A clause without signs at its edges, if it is one: a few words with a verb among them, said by somebody."""
    doc, start, end = told.doc, found.start, found.end
    while start < end and (doc[start].text in _EDGE or doc[start].is_space):
        start += 1
    while start < end and (doc[end - 1].text in _EDGE or doc[end - 1].is_space):
        end -= 1
    clause = doc[start:end]
    if sum(t.is_alpha for t in clause) < FEWEST or not any(t.pos_ in ("VERB", "AUX") for t in clause):
        return None
    if not (pronoun(found.speaker[0]) or any(t.pos_ in ("NOUN", "PROPN", "X") for t in found.speaker)):
        return None
    return msgspec.structs.replace(found, start=start, end=end)


def _cut(doc: Doc, start: int, end: int) -> int:
    """A clause's end: no further than its sentence, a semicolon, or a comma before `but` and `mais`."""
    for token in doc[start:end]:
        if token.text in (";", ":", ".", "!", "?", "…") or "\n" in token.text:
            return token.i
        after = [t.lower_ for t in doc[token.i + 1 : min(end, token.i + 3)]]
        if token.text == "," and after and after[0] in _JOINS and not _THAT & set(after):
            return token.i
    return end
