"""The meaning of passages at work beside the rules: what it adds.

It takes nothing of theirs away. What a rule has words for may be told in a sentence whose neighbours speak of something
else; asked whether to believe the rules, the vectors of real articles denied a third of what these had rightly found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from annotate.learn.sentences import covers
from annotate.meaning.encoder import recent, vectors
from annotate.meaning.model import Model, Numbers, shipped
from annotate.meaning.windows import Window, windows
from annotate.proposal import Proposal, rules
from annotate.rules.find import Told
from corpus.codebook import Codebook
from corpus.folder import Corpus

AGENT = rules("meaning")
PLATFORM = "platform"
SpeaksOf = Callable[[str, str], bool]  # whether an attribute is one of a code's


class Text(NamedTuple):
    """A text with what rules and the rest propose of it, and what its sentences say of conduct."""

    text: str
    proposals: Sequence[Proposal]
    told: Sequence[Told]


class Meaning:
    """Judges texts by the shipped regression, for the codes that the corpus's codebook has too."""

    def __init__(self, model: Model, book: Codebook, kinds: Mapping[str, str]) -> None:
        self.model = model
        self.agent = f"{AGENT}+{model.about.id}"
        today = [(book.find(code), column) for column, code in enumerate(model.about.codes)]
        self.columns = {tactic.slug: column for tactic, column in today if tactic is not None}
        self.platforms = frozenset(id for id, kind in kinds.items() if kind == PLATFORM)

    def __call__(self, texts: Sequence[Text], speaks_of: SpeaksOf) -> list[list[Proposal]]:
        """What is proposed of each text when meaning has had its say."""
        cut = [list(windows(one.text)) for one in texts]
        flat = [one.text[w.start : w.end] for one, found in zip(texts, cut, strict=True) for w in found]
        sure = self.model.probabilities(recent(flat))
        result, first = [], 0
        for one, found in zip(texts, cut, strict=True):
            here = sure[first : first + len(found)]
            first += len(found)
            added = [self._proposed(*place, one, speaks_of) for place in self._places(one, found, here)]
            result.append([*one.proposals, *added])
        return result

    def _places(self, one: Text, found: Sequence[Window], sure: Numbers) -> list[tuple[tuple[int, int], str, float]]:
        """The tactics that no rule saw, each in the sentence of its window that speaks of it most; how sure it is."""
        best: dict[tuple[tuple[int, int], str], float] = {}
        for window, row in zip(found, sure, strict=True):
            codes = [code for code, column in self.columns.items() if row[column] >= self.model.about.add]
            codes = [code for code in codes if not _stands(code, window, one.proposals)]
            if not codes:
                continue
            alone = row[None]  # a single sentence speaks of it most, however much that is
            if len(window.sentences) > 1:
                alone = self.model.probabilities(vectors([one.text[start:end] for start, end in window.sentences]))
            for code in codes:
                sentence = window.sentences[int(alone[:, self.columns[code]].argmax())]
                best[sentence, code] = max(best.get((sentence, code), 0.0), float(row[self.columns[code]]))
        return [(sentence, code, score) for (sentence, code), score in best.items()]

    def _proposed(self, sentence: tuple[int, int], code: str, score: float, one: Text, speaks_of: SpeaksOf) -> Proposal:
        said: dict[str, Any] = {}
        for told in one.told:
            if covers(told.start, told.end, sentence):
                said |= {name: value for name, value in told.values if speaks_of(name, code)}
        named = {p.code for p in one.proposals if p.layer == "actor" and covers(p.start, p.end, sentence)}
        if named & self.platforms:
            said["platform"] = sorted(named & self.platforms)
        start, end = sentence
        return Proposal(
            layer="tactic", code=code, start=start, end=end, score=round(score, 2), agent=self.agent, attributes=said
        )


def _stands(code: str, window: Window, proposals: Sequence[Proposal]) -> bool:
    """Whether a rule proposes the code in a window already."""
    return any(p.code == code and p.start < window.end and p.end > window.start for p in proposals)


def meaning(corpus: Corpus, kinds: Mapping[str, str]) -> Meaning | None:
    """What judges by meaning in a corpus, where its settings do not switch it off."""
    model = shipped() if corpus.settings.meaning else None
    return None if model is None else Meaning(model, corpus.codebook, kinds)
