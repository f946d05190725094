"""The rules of all codes in a language, put to the sentences of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from spacy.tokens import Doc, Token

from annotate.rules.concepts import Concepts, Found, Place, together
from annotate.rules.terms import Sentence, Split, Terms
from corpus.rules import Rule, RuleBook

BESIDE = 1  # sentences before and after one that are beside it
_SUBJECT = frozenset({"nsubj", "csubj", "agent", "obl:agent"})
_OBJECT = frozenset({"dobj", "obj", "nsubjpass", "nsubj:pass", "iobj", "dative", "obl:arg"})
_UP = frozenset({"relcl", "acl", "acl:relcl", "conj", "xcomp", "aux", "aux:pass", "auxpass", "cop"})


class Hit(msgspec.Struct, frozen=True):
    """A rule that holds in a sentence: where its concepts stand there, in the order in which `all` names them."""

    code: str
    rule: Rule
    sentence: int
    places: tuple[Place, ...]


class _Ready(msgspec.Struct, frozen=True):
    code: str
    rule: Rule
    all: tuple[int, ...]
    with_: tuple[int, ...]
    some: tuple[int, ...]
    about: tuple[int, ...]
    not_: tuple[int, ...]
    without: tuple[int, ...]
    subject: int | None
    object: int | None


class Ruler:
    """Rules by the concept of `all` that has the fewest words, so that few are looked at in a sentence."""

    def __init__(self, book: RuleBook, language: str, split: Split) -> None:
        self.concepts = Concepts(Terms(book.words.get(language, {}), split))
        self._by_rarest: dict[int, list[_Ready]] = defaultdict(list)
        for code in book.rules:
            for rule in book.of(code, language):
                ready = self._ready(code, rule)
                rarest = min(rule.all, key=self.concepts.weight)
                self._by_rarest[self.concepts.number(rarest)].append(ready)

    def _ready(self, code: str, rule: Rule) -> _Ready:
        def numbers(concepts: Iterable[str]) -> tuple[int, ...]:
            return tuple(self.concepts.number(concept) for concept in concepts)

        return _Ready(
            code=code,
            rule=rule,
            all=numbers(rule.all),
            with_=numbers(rule.with_),
            some=numbers(rule.some),
            about=numbers(rule.about),
            not_=numbers(rule.not_),
            without=numbers(rule.without),
            subject=None if rule.subject is None else self.concepts.number(rule.subject),
            object=None if rule.object is None else self.concepts.number(rule.object),
        )

    def find(self, doc: Doc, sentences: Sequence[Sentence]) -> tuple[list[Hit], list[Found]]:
        """The rules that hold in each sentence, and where every concept stands in it."""
        found = [self.concepts.find(sentence) for sentence in sentences]
        shown = frozenset().union(*found)
        hits = []
        for number, here in enumerate(found):
            beside = found[max(0, number - BESIDE) : number + BESIDE + 1]
            for concept in here:
                for ready in self._by_rarest.get(concept, ()):
                    places = _holds(ready, here, beside) if shown.issuperset(ready.about) else None
                    if places is not None and _grammar(ready, doc, sentences[number], here, places[0]):
                        hits.append(Hit(ready.code, ready.rule, number, tuple(places)))
        return hits, found


def _holds(ready: _Ready, here: Found, beside: Sequence[Found]) -> list[Place] | None:
    if not all(concept in here for concept in ready.all) or any(concept in here for concept in ready.not_):
        return None
    if not all(any(concept in one for one in beside) for concept in ready.with_):
        return None
    if any(concept in one for concept in ready.without for one in beside):
        return None
    places = together([here[concept] for concept in ready.all], order=ready.rule.order, near=ready.rule.near)
    return places if places is not None and _enough(ready, here, beside, places) else None


def _enough(ready: _Ready, here: Found, beside: Sequence[Found], places: Sequence[Place]) -> bool:
    """Whether so many of `some` as the rule asks for are there, none on words that another has been found on."""
    if not ready.some:
        return True
    taken, number = list(places), 0
    for concept in ready.some:
        free = next((p for p in here.get(concept, ()) if not any(p[0] < t[1] and t[0] < p[1] for t in taken)), None)
        if free is not None:
            taken.append(free)
        number += free is not None or any(concept in one for one in beside if one is not here)
    return number >= ready.rule.enough


def _grammar(ready: _Ready, doc: Doc, sentence: Sentence, here: Found, place: Place) -> bool:
    """Whether the word that the first concept found has the subject and the object that the rule asks for."""
    if ready.subject is None and ready.object is None:
        return True
    if not doc.has_annotation("DEP"):
        return True  # a language without a model: what cannot be known is not asked for
    head = head_of(doc, sentence, place)
    return (ready.subject is None or _depends(doc, head, _SUBJECT, sentence, here.get(ready.subject, ()))) and (
        ready.object is None or _depends(doc, head, _OBJECT, sentence, here.get(ready.object, ()))
    )


def head_of(doc: Doc, sentence: Sentence, place: Place) -> Token:
    """The token of a place on which its others depend."""
    start, end = sentence.units[place[0]].start, sentence.units[place[1] - 1].end
    span = doc.char_span(start, end, alignment_mode="expand")
    return doc[0] if span is None else span.root


def _depends(doc: Doc, head: Token, kinds: frozenset[str], sentence: Sentence, places: Sequence[Place]) -> bool:
    """Whether one of the places stands in a dependent of a kind, of the word or of the verb that it goes with."""
    heads = [head]
    while heads[-1].dep_ in _UP and heads[-1].head is not heads[-1]:
        heads.append(heads[-1].head)
    offsets = [sentence.units[place[0]].start for place in places]
    for one in heads:
        if one is not head and one.pos_ in ("NOUN", "PROPN", "PRON"):  # the accounts that it suspended
            return kinds is _OBJECT and any(_at(one) <= offset <= _end(one) for offset in offsets)
        for child in one.children:
            if child.dep_ in kinds and any(
                doc[child.left_edge.i].idx <= offset < _end(doc[child.right_edge.i]) for offset in offsets
            ):
                return True
    return False


def _at(token: Token) -> int:
    return int(token.idx)


def _end(token: Token) -> int:
    return int(token.idx) + len(token)
