"""The meaning of passages at work beside the rules: what it adds.

It takes nothing of theirs away. What a rule has words for may be told in a sentence whose neighbours speak of something
else; asked whether they known the rules, the vectors of real articles denied what they rightly found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotate.learn.sentences import covers
from annotate.meaning.encoder import vectors
from annotate.meaning.model import Model, Numbers, shipped
from annotate.meaning.windows import Window, windows
from annotate.proposal import Proposal, rules
from corpus.folder import Corpus

AGENT = rules("meaning")
PLATFORM = "platform"


class Meaning:
    """Judges texts by the shipped regression, for the codes that the corpus's codebook has too."""

    def __init__(self, model: Model, codes: Sequence[str], kinds: Mapping[str, str]) -> None:
        self.model = model
        self.agent = f"{AGENT}+{model.about.id}"
        self.columns = {code: n for n, code in enumerate(model.about.codes) if code in set(codes)}
        self.platforms = frozenset(id for id, kind in kinds.items() if kind == PLATFORM)

    def __call__(self, texts: Sequence[str], proposals: Sequence[list[Proposal]]) -> list[list[Proposal]]:
        """What is proposed of each text when meaning has had its say; `proposals` are those of rules and the rest."""
        cut = [list(windows(text)) for text in texts]
        flat = [text[w.start : w.end] for text, found in zip(texts, cut, strict=True) for w in found]
        sure = self.model.probabilities(vectors(flat))
        result, first = [], 0
        for text, found, own in zip(texts, cut, proposals, strict=True):
            here = sure[first : first + len(found)]
            first += len(found)
            result.append([*own, *self._added(text, found, here, own)])
        return result

    def _added(self, text: str, found: Sequence[Window], sure: Numbers, known: Sequence[Proposal]) -> list[Proposal]:
        """The tactics that no rule saw, each in the sentence of its window that speaks of it most."""
        best: dict[tuple[int, int, str], float] = {}
        for window, row in zip(found, sure, strict=True):
            codes = [code for code, column in self.columns.items() if row[column] >= self.model.about.add]
            codes = [code for code in codes if not _stands(code, window, known)]
            if not codes:
                continue
            alone = self.model.probabilities(vectors([text[start:end] for start, end in window.sentences]))
            for code in codes:
                column = self.columns[code]
                start, end = window.sentences[int(alone[:, column].argmax())]
                place = (start, end, code)
                best[place] = max(best.get(place, 0.0), float(row[column]))
        return [self._proposed(*place, score, known) for place, score in best.items()]

    def _proposed(self, start: int, end: int, code: str, score: float, known: Sequence[Proposal]) -> Proposal:
        named = {p.code for p in known if p.layer == "actor" and covers(p.start, p.end, (start, end))}
        said = {"platform": sorted(named & self.platforms)} if named & self.platforms else {}
        return Proposal(
            layer="tactic", code=code, start=start, end=end, score=round(score, 2), agent=self.agent, attributes=said
        )


def _stands(code: str, window: Window, known: Sequence[Proposal]) -> bool:
    """Whether a rule proposes the code in a window already."""
    return any(p.code == code and p.start < window.end and p.end > window.start for p in known)


def meaning(corpus: Corpus, kinds: Mapping[str, str]) -> Meaning | None:
    """What judges by meaning in a corpus, where its settings do not switch it off."""
    model = shipped() if corpus.settings.meaning else None
    return None if model is None else Meaning(model, list(corpus.codebook.tactic), kinds)
