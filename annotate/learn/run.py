"""`hustings annotate learn`: documents that people judged are read, codes measured, and a model kept of those that it
helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
import sklearn

from annotate.learn.crossval import Ints, Measured, folds, measured, reliability, values
from annotate.learn.decide import FOUND, PASSAGES, RIGHT, WRONG, Chosen, Numbers, Policy, measures, resampled
from annotate.learn.examples import NO, UNKNOWN, Example, Labels, labelled
from annotate.learn.features import seen
from annotate.learn.fit import STRENGTH, fitted
from annotate.learn.groups import groups_of
from annotate.learn.judged import Judged, judged
from annotate.learn.stored import About, OfCode, Scores, Stored, save
from annotate.learn.vectors import SCALE, Table, rows_of, table, vocabulary
from annotate.meaning.encoder import MODEL
from annotate.proposal import rules
from annotate.reader import Readers
from annotate.stretches import stretches
from corpus.codebook import Codebook
from corpus.console import progress
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Document

LEAST_PASSAGES = 10  # that show a code,
LEAST_DOCUMENTS = 5  # in so many documents that are no copies of each other,
LEAST_WITHOUT = 10  # and sentences that lack it: with less, nothing is learned
SURE = 0.1  # share of bootstrap samples in which the rules alone may be better than with the model
ID_LENGTH = 12


class Learning(msgspec.Struct, frozen=True):
    """What a run gave. `folder` is where the model was put, None where no code had enough; `moved` judgements stand on
    passages that their texts no longer have."""

    folder: str | None
    documents: int
    sentences: int
    moved: int
    codes: tuple[OfCode, ...]
    rules: Scores | None = None
    both: Scores | None = None


def learn(corpus: Corpus, readers: Readers | None = None) -> Learning:
    """Learn from all that people judged, and keep the model in the corpus's folder.

    `readers` are the corpus's, with rules alone, where they are loaded already.
    """
    said, documents, groups = _judged(corpus)
    examples = list(_examples(readers or Readers(corpus, with_model=False), documents, groups))
    book = corpus.codebook
    labels = {code: of for code, of in labelled(examples, said).items() if _is_offered(book, code)}
    group = _numbered(example.group for example in examples)
    moved = sum(one.moved for one in said)
    counted = {
        code: msgspec.structs.replace(_counted(code, of, group), formerly=tuple(book.tactic[code].formerly))
        for code, of in labels.items()
    }
    enough = {code: labels[code] for code, of in counted.items() if not of.why}
    if not enough:
        return Learning(None, len(documents), len(examples), moved, tuple(counted.values()))
    features = table([example.sentence for example in examples])
    fold = folds(group, enough)
    value = values(features, group, fold, enough)
    found = {code: measured(value[code], _by_rules(code, examples), of, group, fold) for code, of in enough.items()}
    codes = [_told(one, found.get(one.code), labels[one.code]) for one in counted.values()]
    overall = [
        _scores(
            sum(
                getattr(found[one.code], "both" if which == "both" and one.used else "rules")
                for one in codes
                if one.code in found
            )
        )
        for which in ("rules", "both")
    ]
    model = _final(features, examples, group, codes, labels, overall)
    folder = save(corpus.root, model)
    about = model.about
    return Learning(
        str(folder.relative_to(corpus.root)), len(documents), len(examples), moved, about.codes, about.rules, about.both
    )


def _is_offered(book: Codebook, code: str) -> bool:
    return code in book.tactic and book.tactic[code].retired is None


def _judged(corpus: Corpus) -> tuple[list[Judged], list[Document], dict[str, str]]:
    with corpus.store() as store, corpus.events() as log:
        events = [corpus.act_of_today(event) for event in log.events()]
        touched = sorted({event.document for event in events if event.act not in ("suggest", "reanchor")})
        there = {id: found for id in touched if (found := store.document(id)) is not None}
        said = judged(events, {id: document.text for id, document in there.items()})
        documents = [there[one.document] for one in said]
        return said, documents, groups_of(store)


def _examples(readers: Readers, documents: Sequence[Document], groups: Mapping[str, str]) -> Iterator[Example]:
    """The sentences of the documents, by document, as rules and the other suggesters see them now."""
    with progress("Reading judged documents", len(documents), unit="documents") as step:
        for document in documents:
            for stretch in stretches(document):
                reader = readers.of(stretch.language)
                (read,) = reader.read([stretch.text])
                for sentence in seen(stretch.text, reader.eye, read.proposals):
                    place = sentence.shifted(stretch.start)
                    yield Example(document.id, groups.get(document.id, document.id), stretch.language, place)
            step.advance()


def _numbered(groups: Iterable[str]) -> Ints:
    names = list(groups)
    number = {name: n for n, name in enumerate(sorted(set(names)))}
    return np.array([number[name] for name in names], dtype=np.int64)


def _counted(code: str, of: Labels, group: Ints) -> OfCode:
    """How much people judged of a code; `why` says what is missing, and is empty where it is enough."""
    documents = len({int(group[passage[0]]) for passage in of.passages})
    without = int((of.said == NO).sum())
    short = []
    if len(of.passages) < LEAST_PASSAGES:
        short.append(f"{LEAST_PASSAGES} passages")
    if documents < LEAST_DOCUMENTS:
        short.append(f"{LEAST_DOCUMENTS} documents")
    if without < LEAST_WITHOUT:
        short.append(f"{LEAST_WITHOUT} sentences without it")
    why = f"too few: {', '.join(short)}" if short else ""
    return OfCode(code=code, passages=len(of.passages), documents=documents, without=without, why=why)


def _by_rules(code: str, examples: Sequence[Example]) -> Chosen:
    return np.array([code in example.sentence.by_rules for example in examples])


def _told(of: OfCode, found: Measured | None, labels: Labels) -> OfCode:
    """What cross-validation gave for a code, and whether its model is used: only where it is surely better."""
    if found is None:
        return of
    samples = resampled([found.rules, found.both])
    alone, both = _scores(found.rules, samples[0]), _scores(found.both, samples[1])
    worse = float((samples[1][:, 2] <= samples[0][:, 2]).mean())
    used = both.f1[0] > alone.f1[0] and worse <= SURE and found.policy != Policy()
    brier, error = reliability(found.probabilities, labels.said)
    return msgspec.structs.replace(
        of,
        used=used,
        why="used" if used else "not better",
        rules=alone,
        both=both,
        brier=round(brier, 4),
        calibration_error=round(error, 4),
        policy=found.policy,
        platt=found.platt,
    )


def _scores(counted: Numbers, samples: Numbers | None = None) -> Scores:
    sums = counted.sum(axis=0)
    samples = resampled([counted])[0] if samples is None else samples
    value = measures(sums)
    low, high = np.percentile(samples, [2.5, 97.5], axis=0)
    p, r, f = ((round(float(value[n]), 4), round(float(low[n]), 4), round(float(high[n]), 4)) for n in range(3))
    right, wrong, hit, passages = (int(sums[n]) for n in (RIGHT, WRONG, FOUND, PASSAGES))
    return Scores(right, wrong, hit, passages, p, r, f)


def _final(
    features: Table,
    examples: Sequence[Example],
    group: Ints,
    codes: Sequence[OfCode],
    labels: Mapping[str, Labels],
    overall: Sequence[Scores],
) -> Stored:
    """The model of the codes that are used, fitted on all examples."""
    every = np.arange(len(examples))
    words = vocabulary(features, every, group)
    rows = rows_of(features, words, every)
    done, weights = [], []
    for code in codes:
        if not code.used:
            done.append(code)
            continue
        of = labels[code.code]
        known = of.said != UNKNOWN
        coefficients, intercept = fitted(rows[known], of.said[known], of.weights[known])
        weights.append(coefficients)
        done.append(msgspec.structs.replace(code, intercept=round(intercept, 6)))
    data = _data(examples, labels)
    about = About(
        id=data[:ID_LENGTH],
        data=data,
        made_with=f"{rules('learned')}, scikit-learn {sklearn.__version__}",
        documents=len({example.document for example in examples}),
        sentences=len(examples),
        languages=tuple(sorted({example.language for example in examples})),
        codes=tuple(done),
        rules=overall[0],
        both=overall[1],
    )
    names = {kind: [features.names[kind][column] for column in words.columns[kind]] for kind in words.columns}
    stacked = np.stack(weights, axis=1) if weights else np.zeros((rows.shape[1], 0))
    return Stored(about, names, words.idf, words.centre, stacked)


def _data(examples: Sequence[Example], labels: Mapping[str, Labels]) -> str:
    """The hash of all that a model depends on: the examples, what people say of them, and how it is learned."""
    how = [
        rules("learned"),
        sklearn.__version__,
        MODEL,
        SCALE,
        STRENGTH,
        LEAST_PASSAGES,
        LEAST_DOCUMENTS,
        LEAST_WITHOUT,
        SURE,
    ]
    said = {
        code: (of.said.tolist(), np.round(of.weights, 9).tolist(), of.passages) for code, of in sorted(labels.items())
    }
    return sha256(msgspec.json.encode([how, examples, said], order="deterministic"))
