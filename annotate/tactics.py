"""Tactics in a text: the codebook's cues, scored by how much a cue says."""

from __future__ import annotations

from spacy.tokens import Doc

from annotate.cues import Cue, CueHit, CueIndex, read_cue
from annotate.pipelines import Pipeline
from annotate.proposal import Proposal, rules
from annotate.words import is_word, units
from corpus.codebook import Codebook

AGENT = rules("codebook")

SEVERAL_WORDS = 0.6
RARE_WORD = 0.5  # a single word that no dictionary has: astroturfing
ONE_MEANT = 0.4  # a word and its preposition: relayed by
COMMON_WORD = 0.3  # buzz, script, community
INEXACT = 0.1  # less for other words in between, or another order


class TacticFinder:
    """Finds the codebook's cues in documents read by a pipeline."""

    def __init__(self, codebook: Codebook, pipeline: Pipeline) -> None:
        self.language = pipeline.language
        written = [(t.slug, cue) for t in codebook.tactics for cue in t.cues.get(pipeline.language, ())]
        docs = pipeline.nlp.pipe(text for _, text in written)
        read = [cue for (code, text), doc in zip(written, docs, strict=True) for cue in read_cue(code, text, doc)]
        self.index = CueIndex(read)

    def __call__(self, doc: Doc) -> list[Proposal]:
        """The passages in a stretch of text that speak of a tactic, by the codebook's own words for it."""
        text = doc.text
        found = []
        for hit in self.index.find(units(doc)):
            start, end = _with_both_brackets(text, hit.start, hit.end)
            found.append(
                Proposal(
                    layer="tactic",
                    code=hit.cue.code,
                    start=start,
                    end=end,
                    score=self._score(hit),
                    agent=AGENT,
                    attributes={"cue": hit.cue.text},
                )
            )
        return found

    def _score(self, hit: CueHit) -> float:
        score = _weight(hit.cue, self.language)
        return score if hit.exact else round(score - INEXACT, 2)


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
