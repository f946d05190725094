"""Tactics in a text: the codebook's rules; its cues alone where a code has no rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from spacy.tokens import Doc

from annotate.pipelines import Pipeline
from annotate.proposal import Proposal, rules
from annotate.rules.concepts import Found
from annotate.rules.cues import Cue, CueHit, CueIndex, read_cue
from annotate.rules.evidence import STRENGTH, grammatical
from annotate.rules.ruler import Hit, Ruler, head_of
from annotate.rules.sentences import clause, sentences, splitter
from annotate.rules.terms import Sentence
from annotate.words import is_word, units
from corpus.codebook import Codebook
from corpus.rules import RuleBook

PLATFORM = "platform"  # mentions of such an actor fill a tactic's attribute of this name
AGENT = rules("codebook")

SEVERAL_WORDS = 0.6
RARE_WORD = 0.5  # a single word that no dictionary has: astroturfing
ONE_MEANT = 0.4  # a word and its preposition: relayed by
COMMON_WORD = 0.3  # buzz, script, community
INEXACT = 0.1  # less for other words in between, or another order
BESIDES = 0.05  # more for each other rule, and for a cue, in the same sentence
SUREST = 0.95


class Told(msgspec.Struct, frozen=True):
    """What the words of a sentence say of whatever is done in it: attributes and their values (`payment`, `paid`)."""

    start: int
    end: int
    values: tuple[tuple[str, str], ...]


class TacticFinder:
    """Finds what a codebook and its rules describe in documents read by a pipeline.

    `kinds` says which actors of the authority file are platforms or politicians, as rules ask for them.
    """

    def __init__(self, codebook: Codebook, book: RuleBook, pipeline: Pipeline, kinds: Mapping[str, str]) -> None:
        self.language = pipeline.language
        self.kinds = kinds
        self.platforms = frozenset(id for id, kind in kinds.items() if kind == PLATFORM)
        self.ruled = {t.slug for t in codebook.offered if book.of(t.slug, pipeline.language)}
        self.cues = _cues(codebook, pipeline)
        self.ruler = Ruler(book, pipeline.language, splitter(pipeline.nlp))
        self.attributes = _attributes(book, self.ruler, pipeline.language)
        self.groups = book.attributes.groups
        self.group = {t.slug: t.group for t in codebook.tactics}
        self.ruler.concepts.ready()

    def __call__(self, doc: Doc, known: Sequence[Proposal] = ()) -> list[Proposal]:
        """The passages that show a tactic. `known`: the actors and figures that were found in the same text."""
        return self.read(doc, known)[0]

    def read(self, doc: Doc, known: Sequence[Proposal] = ()) -> tuple[list[Proposal], list[Told]]:
        """The same, and what each sentence says of conduct, for whoever finds a tactic there by other means."""
        words = units(doc)
        cues = self.cues.find(words)
        found = [self._of_cue(doc.text, hit) for hit in cues if hit.cue.code not in self.ruled]
        pieces = sentences(doc.text, words, known, self.kinds)
        hits, concepts = self.ruler.find(doc, pieces)
        by_place: dict[tuple[int, str], list[Hit]] = defaultdict(list)
        for hit in hits:
            by_place[hit.sentence, hit.code].append(hit)
        for (number, code), same in by_place.items():
            first, last = pieces[number].units[0].start, pieces[number].units[-1].end
            cued = any(cue.cue.code == code and first <= cue.start < last for cue in cues)
            best = max(same, key=lambda hit: (hit.rule.score, hit.rule.name))  # of ties always the same
            score = min(max(SUREST, best.rule.score), best.rule.score + BESIDES * (len(same) - 1 + cued))
            found.append(self._of_rule(doc, best, round(score, 2), pieces[number], concepts[number], known))
        told = [
            Told(piece.units[0].start, piece.units[-1].end, tuple(self._values(own)))
            for piece, own in zip(pieces, concepts, strict=True)
        ]
        return found, [one for one in told if one.values]

    def speaks_of(self, attribute: str, code: str) -> bool:
        """Whether an attribute is one of this code's."""
        groups = self.groups.get(attribute)
        return groups is None or self.group.get(code) in groups

    def hits(self, doc: Doc, known: Sequence[Proposal] = ()) -> list[tuple[Hit, int, int]]:
        """Every rule that holds in a text, with the clause that shows it (code points), overlapping or not."""
        pieces = sentences(doc.text, units(doc), known, self.kinds)
        hits, _ = self.ruler.find(doc, pieces)
        return [(hit, *_clause(doc.text, pieces[hit.sentence], hit)) for hit in hits]

    def _of_rule(
        self, doc: Doc, hit: Hit, score: float, sentence: Sentence, concepts: Found, known: Sequence[Proposal]
    ) -> Proposal:
        inside = _offsets(sentence, hit)
        start, end = _clause(doc.text, sentence, hit)
        said: dict[str, Any] = {"rule": hit.rule.name, **dict(self._said(hit.code, concepts))}
        grammar = grammatical(doc, head_of(doc, sentence, hit.places[0]), inside) if doc.has_annotation("DEP") else None
        evidence = [value for value in (said.get("evidence"), grammar) if value]
        if evidence:
            said["evidence"] = min(evidence, key=STRENGTH.index)
        named = {p.code for p in known if p.layer == "actor" and p.start < end and p.end > start}
        if named & self.platforms:
            said["platform"] = sorted(named & self.platforms)
        said |= hit.rule.sets
        return Proposal(layer="tactic", code=hit.code, start=start, end=end, score=score, agent=AGENT, attributes=said)

    def _said(self, code: str, concepts: Found) -> Iterator[tuple[str, str]]:
        """What the sentence's words say of the code's attributes, each once."""
        return ((name, value) for name, value in self._values(concepts) if self.speaks_of(name, code))

    def _values(self, concepts: Found) -> Iterator[tuple[str, str]]:
        for name, values in self.attributes.items():
            value = next((value for value, number in values if number in concepts), None)
            if value is not None:
                yield name, value

    def _of_cue(self, text: str, hit: CueHit) -> Proposal:
        start, end = _with_both_brackets(text, hit.start, hit.end)
        score = _weight(hit.cue, self.language)
        return Proposal(
            layer="tactic",
            code=hit.cue.code,
            start=start,
            end=end,
            score=score if hit.exact else round(score - INEXACT, 2),
            agent=AGENT,
            attributes={"cue": hit.cue.text},
        )


def _offsets(sentence: Sentence, hit: Hit) -> list[tuple[int, int]]:
    return [(sentence.units[first].start, sentence.units[last - 1].end) for first, last in hit.places]


def _clause(text: str, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    inside = _offsets(sentence, hit)
    return clause(text, sentence, min(inside)[0], max(end for _, end in inside))


def _cues(codebook: Codebook, pipeline: Pipeline) -> CueIndex:
    written = [(t.slug, cue) for t in codebook.offered for cue in t.cues.get(pipeline.language, ())]
    docs = pipeline.nlp.pipe(text for _, text in written)
    return CueIndex(cue for (code, text), doc in zip(written, docs, strict=True) for cue in read_cue(code, text, doc))


def _attributes(book: RuleBook, ruler: Ruler, language: str) -> Mapping[str, list[tuple[str, int]]]:
    """The concept of each value of each attribute; evidence in the order of its strength."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, values in book.attributes.attributes.items():
        order = sorted(values, key=lambda value: STRENGTH.index(value) if value in STRENGTH else len(STRENGTH))
        found[name] = [
            (value, ruler.concepts.number(" | ".join(values[value][language])))
            for value in order
            if values[value].get(language)
        ]
    return found


def _weight(cue: Cue, language: str) -> float:
    if cue.content > 1:
        return SEVERAL_WORDS
    if len(cue.units) > 1:
        return ONE_MEANT
    return COMMON_WORD if is_word(cue.text.casefold(), language) else RARE_WORD


def _with_both_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """A passage with the bracket or quotation mark beside it whose other half it holds: `(faux) comptes`."""
    passage = text[start:end]
    for opening, closing in ("()", "«»", "“”"):
        if closing in passage and opening not in passage and text[start - 1 : start] == opening:
            start -= 1
        if opening in passage and closing not in passage and text.startswith(closing, end):
            end += 1
    return start, end
