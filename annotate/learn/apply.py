"""A learned model at work beside the rules: what it adds, and what of theirs it holds back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from annotate.learn.decide import Numbers
from annotate.learn.features import KINDS, SCALES, WORD, Sentence, feature_values, seen
from annotate.learn.sentences import covers
from annotate.learn.stored import OfCode, Stored, newest
from annotate.proposal import Proposal, rules
from corpus.folder import Corpus

BECAUSE = 3  # words that are named for a suggestion


class Learned:
    """Judges the sentences of texts by a stored model."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self.codes = [one for one in stored.about.codes if one.used and one.platt is not None]
        self.agent = f"{rules('learned')}+{stored.about.id}"
        self.columns: dict[str, dict[str, int]] = {}
        first = 0
        for kind in KINDS:
            self.columns[kind] = {name: first + n for n, name in enumerate(stored.names[kind])}
            first += len(stored.names[kind])
        self.idf = np.concatenate([stored.idf[kind] for kind in KINDS])

    def __call__(
        self, text: str, language: str, proposals: Sequence[Proposal], kinds: Mapping[str, str]
    ) -> list[Proposal]:
        """What is proposed of a text when the model has had its say; `proposals` are those of rules and the rest."""
        if not self.codes or language not in self.stored.about.languages:
            return list(proposals)
        sentences = seen(text, language, proposals, kinds)
        sure = [self.probabilities(sentence) for sentence in sentences]
        found = list(proposals)
        for column, code in enumerate(self.codes):
            own = [p for p in found if p.layer == "tactic" and p.code == code.code]
            by_rules: set[int] = set()
            for p in own:
                there = [n for n, s in enumerate(sentences) if covers(p.start, p.end, (s.start, s.end))]
                by_rules.update(there)
                if there and all(sure[n][column] < code.policy.keep for n in there):
                    found.remove(p)
            for number, sentence in enumerate(sentences):
                if number not in by_rules and sure[number][column] >= code.policy.add:
                    found.append(self._proposed(sentence, code, column, float(sure[number][column])))
        return found

    def probabilities(self, sentence: Sentence) -> Numbers:
        """How probable each code of `codes` is in a sentence."""
        at, values = self._row(sentence)
        decided = values @ self.stored.weights[at]
        return np.array(
            [code.platt(decided[n] + code.intercept) if code.platt else 0.0 for n, code in enumerate(self.codes)]
        )

    def _row(self, sentence: Sentence) -> tuple[list[int], Numbers]:
        """The features of a sentence that the model knows, and the value of each (vectors.rows_of, of one row)."""
        at: list[int] = []
        values: list[Numbers] = []
        for kind in KINDS:
            present = feature_values(sentence, kind)
            known = [(self.columns[kind][name], value) for name, value in present.items() if name in self.columns[kind]]
            here = [column for column, _ in known]
            own = self.idf[here] * [value for _, value in known]
            length = np.sqrt((own**2).sum()) if kind != "found" else 1.0
            at += here
            values.append(own / (length or 1.0) * SCALES[kind])
        return at, np.concatenate(values)

    def _proposed(self, sentence: Sentence, code: OfCode, column: int, probability: float) -> Proposal:
        at, values = self._row(sentence)
        words = self.stored.names[KINDS[0]]  # the first columns
        speaks = values * self.stored.weights[at, column]
        names = [words[a] for less, a in sorted(zip(-speaks, at, strict=True)) if less < 0 and a < len(words)]
        return Proposal(
            layer="tactic",
            code=code.code,
            start=sentence.start,
            end=sentence.end,
            score=round(probability, 2),
            agent=self.agent,
            attributes={"because": [name.removeprefix(WORD) for name in names[:BECAUSE]]},
        )


def learned(corpus: Corpus) -> Learned | None:
    """The newest model of a corpus, where there is one and its settings do not switch it off."""
    if not corpus.settings.learned:
        return None
    stored = newest(corpus.root)
    return None if stored is None else Learned(stored)
