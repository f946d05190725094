"""`hustings annotate next`: which documents a person's time would teach most.

Nothing is read by a pipeline: what was suggested is in the log, and the learned model looks at the texts themselves.
A document that nobody has annotated gets points for

- doubt: of every code and sentence, how unsure it is that the code is there: the entropy, in bits, of the learned
  model's probability where there is one, else of the score of a waiting suggestion; the ten highest count;
- rarity: for every code suggested there 1 / sqrt(1 + n), n passages being judged to show it, or being in documents that
  stand before this one in the list;
- disagreement: for every sentence and code that rules and model see differently, how far the model is from them.

The points are divided by the minutes that the document takes (one, and one for 200 words). Near duplicates and
translations of an annotated document are left out, and of several one is listed.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from annotate.actors.making import kinds_of
from annotate.learn.apply import Learned, learned
from annotate.learn.features import Eye, eye, seen
from annotate.learn.groups import groups_of
from annotate.learn.judged import judged
from annotate.stretches import stretches
from corpus.console import progress
from corpus.folder import Corpus
from corpus.model import Annotation, Document

HIGHEST = 10  # doubts of a document that count
WORDS_A_MINUTE = 200
WORTH_SAYING = 0.5  # bits of doubt, and how far rules and model are apart


class Doubt(msgspec.Struct, frozen=True, order=True):
    """How unsure it is that a sentence shows a code, in bits."""

    bits: float
    code: str


class Waiting(msgspec.Struct, frozen=True):
    """A document that nobody has annotated: what there is to learn from it, before other documents are looked at."""

    document: str
    title: str
    group: str
    minutes: float
    doubts: tuple[Doubt, ...]  # the highest, that first
    codes: tuple[str, ...]  # suggested, each as often as it is
    apart: float
    disagreements: int


class Next(msgspec.Struct, frozen=True):
    """A document worth a person's time: `points` a minute, of what, and why in words."""

    document: str
    title: str
    points: float
    minutes: float
    doubt: float
    rarity: float
    disagreement: float
    copies: int  # others that say the same
    why: str


def next_documents(corpus: Corpus, *, limit: int = 20) -> list[Next]:
    """The documents to annotate next, the most instructive first; none without a suggestion or a model's doubt."""
    model = learned(corpus)
    with corpus.store() as store, corpus.events() as log:
        events = [corpus.act_of_today(event) for event in log.events()]
        group = groups_of(store)
        touched = {e.document for e in events if e.act not in ("suggest", "reanchor", "delete")}
        texts = {id: d.text for id in touched if (d := store.document(id)) is not None}
        done = judged(events, texts)
        taken = {group.get(one.document, one.document) for one in done}
        eyes = _Eyes(corpus)
        ids = store.document_ids()
        waiting = []
        with progress("Looking at documents", len(ids), unit="documents") as step:
            for id in ids:
                document = None if group.get(id, id) in taken else store.document(id)
                if document is not None:
                    suggested = list(log.annotations(id, states=["suggested"]))
                    waiting.append(_waiting(document, group.get(id, id), suggested, model, eyes))
                step.advance()
    known = Counter(vote.code for one in done for vote in one.votes if vote.right)
    return list(_ranked(waiting, known, limit))


class _Eyes:
    """The eye of each language, made when it first comes up."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.kinds = kinds_of(corpus.authority)
        self._made: dict[str, Eye] = {}

    def of(self, language: str) -> Eye:
        if language not in self._made:
            self._made[language] = eye(language, self.corpus.rules, self.kinds)
        return self._made[language]


def _waiting(
    document: Document, group: str, suggested: Sequence[Annotation], model: Learned | None, eyes: _Eyes
) -> Waiting:
    tactics = [one for one in suggested if one.layer == "tactic"]
    by_model = {code.code for code in model.codes} if model is not None else set()
    doubts = [Doubt(_bits(one.score or 0.5), one.code) for one in tactics if one.code not in by_model]
    apart: list[float] = []
    if model is not None and by_model:
        for probability, code, is_suggested in _judged_by(model, document, suggested, eyes):
            doubts.append(Doubt(_bits(probability), code))
            far = abs(probability - is_suggested)
            if far > WORTH_SAYING:
                apart.append(far)
    return Waiting(
        document=document.id,
        title=document.title or document.text[:60].replace("\n", " "),
        group=group,
        minutes=1 + len(document.text.split()) / WORDS_A_MINUTE,
        doubts=tuple(heapq.nlargest(HIGHEST, doubts)),
        codes=tuple(sorted(one.code for one in tactics)),
        apart=sum(apart),
        disagreements=len(apart),
    )


def _judged_by(
    model: Learned, document: Document, suggested: Sequence[Annotation], eyes: _Eyes
) -> Iterator[tuple[float, str, bool]]:
    """For each sentence and code the model's probability, and whether rules suggest it there."""
    own = [one for one in suggested if one.agent != model.agent]
    for stretch in stretches(document):
        if stretch.language not in model.stored.about.languages:
            continue
        end = stretch.start + len(stretch.text)
        here = [_moved(one, -stretch.start) for one in own if stretch.start <= one.start and one.end <= end]
        sentences = seen(stretch.text, eyes.of(stretch.language), here)
        for sentence, sure in zip(sentences, model.probabilities(sentences).tolist(), strict=True):
            for code, probability in zip(model.codes, sure, strict=True):
                yield probability, code.code, code.code in sentence.by_rules


def _moved(annotation: Annotation, by: int) -> Annotation:
    return msgspec.structs.replace(annotation, start=annotation.start + by, end=annotation.end + by)


def _bits(p: float) -> float:
    """The entropy of a yes that has this probability."""
    p = min(max(p, 0.001), 0.999)
    return float(-p * np.log2(p) - (1 - p) * np.log2(1 - p))


def _ranked(waiting: Iterable[Waiting], known: Mapping[str, int], limit: int) -> Iterator[Next]:
    """The best first, one at a time: what is chosen makes its codes less rare for those after it."""
    groups: dict[str, list[Waiting]] = defaultdict(list)
    for one in waiting:
        if one.doubts or one.codes:
            groups[one.group].append(one)
    left = {group: max(ones, key=lambda one: (_points(one, known), one.document)) for group, ones in groups.items()}
    seen_so_far = Counter(known)
    while left and limit > 0:
        group = min(left, key=lambda g: (-_points(left[g], seen_so_far), left[g].document))
        one = left.pop(group)
        yield _told(one, seen_so_far, len(groups[group]) - 1)
        seen_so_far.update(one.codes)
        limit -= 1


def _points(one: Waiting, known: Mapping[str, int]) -> float:
    return (sum(doubt.bits for doubt in one.doubts) + _rarity(one, known) + one.apart) / one.minutes


def _rarity(one: Waiting, known: Mapping[str, int]) -> float:
    return float(sum(1 / np.sqrt(1 + known.get(code, 0)) for code in set(one.codes)))


def _told(one: Waiting, known: Mapping[str, int], copies: int) -> Next:
    why = []
    unsure = Counter(doubt.code for doubt in one.doubts if doubt.bits > WORTH_SAYING)
    if unsure:
        why.append("not sure of " + ", ".join(_times(code, n) for code, n in unsure.most_common(3)))
    rare = sorted(set(one.codes), key=lambda code: (known.get(code, 0), code))[:2]
    if rare:
        why.append("few judged: " + ", ".join(f"{code} ({known.get(code, 0)})" for code in rare))
    if one.disagreements:
        why.append(f"rules and model differ {_often(one.disagreements)}")
    if copies:
        why.append(f"{copies} more {'says' if copies == 1 else 'say'} the same")
    return Next(
        document=one.document,
        title=one.title,
        points=round(_points(one, known), 3),
        minutes=round(one.minutes, 1),
        doubt=round(sum(doubt.bits for doubt in one.doubts), 3),
        rarity=round(_rarity(one, known), 3),
        disagreement=round(one.apart, 3),
        copies=copies,
        why="; ".join(why),
    )


def _times(code: str, number: int) -> str:
    return code if number == 1 else f"{code} ({number} times)"


def _often(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
