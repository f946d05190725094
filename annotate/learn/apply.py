"""A learned model at work beside the rules: what it adds, and what of theirs it holds back."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from annotate.learn.decide import Numbers, sigmoid
from annotate.learn.features import KINDS, Eye, Sentence, seen
from annotate.learn.sentences import covers
from annotate.learn.stored import OfCode, Stored, newest
from annotate.learn.vectors import meant
from annotate.meaning.encoder import recent
from annotate.proposal import Proposal, rules
from corpus.codebook import Codebook
from corpus.folder import Corpus

BECAUSE = 3  # features that are named for a suggestion
MEANING = "<meaning>"  # as what its whole meaning is named there; no word has these brackets


class _Values(msgspec.Struct, frozen=True):
    """How much speaks for each code in each sentence (rows by sentences): features with names, and the meaning."""

    named: Numbers
    meant: Numbers


class Learned:
    """Judges the sentences of texts by a stored model."""

    def __init__(self, stored: Stored, book: Codebook | None = None) -> None:
        """With a codebook, only what the model learned of codes that mean what they meant counts, by today's slugs."""
        used = [one for one in stored.about.codes if one.used and one.platt is not None]
        names = [one.code if book is None else _today(one, book) for one in used]
        kept = [place for place, name in enumerate(names) if name is not None]
        self.stored = msgspec.structs.replace(stored, weights=stored.weights[:, kept])
        self.codes = [msgspec.structs.replace(used[place], code=str(names[place])) for place in kept]
        self.agent = f"{rules('learned')}+{stored.about.id}"
        self.names = [name for kind in KINDS for name in stored.names[kind]]
        self.columns: dict[str, dict[str, int]] = {}
        first = 0
        for kind in KINDS:
            self.columns[kind] = {name: first + n for n, name in enumerate(stored.names[kind])}
            first += len(stored.names[kind])
        self.numbers = {one.code: number for number, one in enumerate(self.codes)}
        self.intercepts = np.array([one.intercept for one in self.codes])
        self.slopes = np.array([one.platt.slope for one in self.codes if one.platt is not None])
        self.offsets = np.array([one.platt.offset for one in self.codes if one.platt is not None])
        self.idf = np.concatenate([stored.idf[kind] for kind in KINDS])

    def __call__(self, text: str, eye: Eye, proposals: Sequence[Proposal]) -> list[Proposal]:
        """What is proposed of a text when the model has had its say; `proposals` are those of rules and the rest."""
        if not self.codes or eye.language not in self.stored.about.languages:
            return list(proposals)
        sentences = seen(text, eye, proposals)
        values = self._values(sentences)
        sure = self._calibrated(values)
        found = [p for p in proposals if not self._is_doubtful(p, sentences, sure)]
        for number, sentence in enumerate(sentences):
            for column, code in enumerate(self.codes):
                if sure[number, column] >= code.policy.add and code.code not in sentence.by_rules:
                    because = self._because(sentence, column, float(values.meant[number, column]))
                    found.append(self._proposed(sentence, code.code, float(sure[number, column]), because))
        return found

    def _is_doubtful(self, p: Proposal, sentences: Sequence[Sentence], sure: Numbers) -> bool:
        """Whether a rule proposes a code where the model is too unsure of it: in every sentence of the passage."""
        column = self.numbers.get(p.code) if p.layer == "tactic" else None
        if column is None:
            return False
        keep = self.codes[column].policy.keep
        here = [one[column] for s, one in zip(sentences, sure, strict=True) if covers(p.start, p.end, (s.start, s.end))]
        return bool(here) and max(here) < keep

    def probabilities(self, sentences: Sequence[Sentence]) -> Numbers:
        """How probable each code of `codes` is in each sentence: rows by sentences."""
        return self._calibrated(self._values(sentences))

    def _calibrated(self, values: _Values) -> Numbers:
        return sigmoid(self.slopes * (values.named + values.meant + self.intercepts) + self.offsets)

    def _values(self, sentences: Sequence[Sentence]) -> _Values:
        named = np.zeros((len(sentences), len(self.codes)))
        for number, sentence in enumerate(sentences):
            at, values = self._row(sentence)
            named[number] = values @ self.stored.weights[at]
        meaning = meant(recent([sentence.around for sentence in sentences]), self.stored.centre)
        return _Values(named, meaning @ self.stored.weights[len(self.names) :])

    def _row(self, sentence: Sentence) -> tuple[list[int], Numbers]:
        """The features of a sentence that the model knows, and the value of each (vectors.named, of one row)."""
        at: list[int] = []
        values: list[Numbers] = []
        for kind in KINDS:
            columns = self.columns[kind]
            here = [columns[name] for name in sentence.of(kind) if name in columns]
            own = self.idf[here]
            at += here
            values.append(own / (np.sqrt((own**2).sum()) or 1.0) if kind == "words" else own)
        return at, np.concatenate(values)

    def _because(self, sentence: Sentence, column: int, meant: float) -> list[str]:
        """What speaks most for a code in a sentence, that first; `meant` is how much its meaning does."""
        at, values = self._row(sentence)
        speaks = [(float(v), self.names[a]) for v, a in zip(values * self.stored.weights[at, column], at, strict=True)]
        ordered = sorted([*speaks, (meant, MEANING)], key=lambda one: (-one[0], one[1]))
        return [name for value, name in ordered if value > 0][:BECAUSE]

    def _proposed(self, sentence: Sentence, code: str, probability: float, because: Sequence[str]) -> Proposal:
        return Proposal(
            layer="tactic",
            code=code,
            start=sentence.start,
            end=sentence.end,
            score=round(probability, 2),
            agent=self.agent,
            attributes={"because": list(because)},
        )


def _today(of: OfCode, book: Codebook) -> str | None:
    """The slug that a learned code has now; None where it is retired, or has taken in another since it was learned."""
    tactic = book.find(of.code)
    if tactic is None or tactic.retired is not None:
        return None
    known = {of.code, *of.formerly, tactic.slug}
    return tactic.slug if known.issuperset(tactic.formerly) else None


def learned(corpus: Corpus) -> Learned | None:
    """The newest model of a corpus, where there is one and its settings do not switch it off."""
    if not corpus.settings.learned:
        return None
    stored = newest(corpus.root)
    return None if stored is None else Learned(stored, corpus.codebook)
