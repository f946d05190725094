"""The agreement of a corpus, by layer and code, each measure with its interval or the reason why it has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np

from annotate.agreement.codings import Coding, Unit, adjudicated, codings
from annotate.agreement.measures import PassageF1, SetAlpha, Weights, alpha, interval, kappa
from annotate.agreement.unitizing import Continuum, Passage, Unitizing
from corpus.errors import UsageError
from corpus.folder import Corpus
from corpus.model import Layer

Name = Literal["alpha", "kappa", "alpha of sets", "alpha of passages", "F1 exact", "F1 overlapping"]
EVERY = "*"  # all codes of a layer together

SAME = "undefined: no variation"
NOTHING = "undefined: nothing found"
UNSTABLE = "no interval: undefined for too many samples of so few documents"


class Measure(msgspec.Struct, frozen=True):
    """A value with the interval that 95 % of bootstrap samples over documents fall into, or why it has none."""

    name: Name
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


class Agreement(msgspec.Struct, frozen=True):
    """One code, or all of a layer (`*`): over how many documents, by whom, how many passages each found, how alike."""

    layer: Layer
    code: str
    documents: int
    passages: dict[str, int]  # by coder
    only_accepted: dict[str, int]  # of these, how many a machine proposed and the coder only accepted
    measures: list[Measure]


class Shared(msgspec.Struct, frozen=True):
    """A document that several people coded: its length in code points, and what each of them found."""

    document: str
    length: int
    by_coder: dict[str, tuple[Unit, ...]]


def agreement(
    corpus: Corpus,
    *,
    coders: Sequence[str] = (),
    layers: Sequence[Layer] = (),
    without_accepted: bool = False,
    with_gold: bool = False,
    only_submitted: bool = False,
    but: Collection[str] = (),
    samples: int = 1000,
) -> list[Agreement]:
    """The agreement of the people named, or of all, over the documents that two or more of them finished.

    `without_accepted` leaves out what a machine proposed and a person only accepted, which makes people agree more than
    they would by themselves. `with_gold` takes what was adjudicated as one more coder. `only_submitted` counts nothing
    that was not submitted, also where nothing ever was; `but` are documents left out. UsageError where nobody is left
    to agree with anybody.
    """
    with corpus.events() as log:
        events = [corpus.act_of_today(event) for event in log.events()]
    done = [c for c in codings(events, only_submitted=only_submitted) if not coders or c.coder in coders]
    done = [c for c in done if c.document not in but]
    if with_gold:
        done += adjudicated(events, {c.document for c in done})
    with corpus.store() as store:
        lengths = {document.id: len(document.text) for document in store.documents()}
    documents = _shared(done, lengths, without_accepted)
    if not documents:
        names = ", ".join(sorted({c.coder for c in done})) or "nobody"
        raise UsageError(
            f"No document was finished by two people or more (finished work: {names}).",
            todo="Agreement needs the same document annotated and submitted by two people.",
        )
    return list(_by_code(documents, layers, samples))


def _shared(done: Iterable[Coding], lengths: Mapping[str, int], without_accepted: bool) -> list[Shared]:
    found: dict[str, dict[str, tuple[Unit, ...]]] = defaultdict(dict)
    for coding in done:
        units = (unit for unit in coding.units if not (without_accepted and unit.only_accepted))
        found[coding.document][coding.coder] = tuple(units)
    return [
        Shared(document, lengths[document], found[document])
        for document in sorted(found)
        if len(found[document]) > 1 and document in lengths
    ]


def _by_code(documents: Sequence[Shared], layers: Sequence[Layer], samples: int) -> Iterable[Agreement]:
    codes: dict[Layer, set[str]] = defaultdict(set)
    for document in documents:
        for units in document.by_coder.values():
            for unit in units:
                codes[unit.layer].add(unit.code)
    for layer in sorted(codes):
        if layers and layer not in layers:
            continue
        yield _measured(documents, layer, None, samples)
        for code in sorted(codes[layer]):
            yield _measured(documents, layer, code, samples)


def _measured(documents: Sequence[Shared], layer: Layer, code: str | None, samples: int) -> Agreement:
    units = [
        {
            coder: [u for u in found if u.layer == layer and code in (None, u.code)]
            for coder, found in d.by_coder.items()
        }
        for d in documents
    ]
    everybody = sorted({coder for d in documents for coder in d.by_coder})
    passages = {coder: sum(len(found.get(coder, ())) for found in units) for coder in everybody}
    accepted = {
        coder: sum(unit.only_accepted for found in units for unit in found.get(coder, ())) for coder in everybody
    }
    rows = [list(found.values()) for found in units]
    presence = _sets(rows, samples) if code is None else _presence(units, everybody, samples)
    spans = [[[(unit.start, unit.end) for unit in found if unit.end] for found in row] for row in rows]
    measures = [*presence, *_of_passages(spans, [d.length for d in documents], rows, code, samples)]
    return Agreement(layer, code or EVERY, len(documents), passages, accepted, measures)


def _presence(units: Sequence[dict[str, list[Unit]]], everybody: Sequence[str], samples: int) -> list[Measure]:
    """Whether a document has the code at all."""
    table = np.array([[sum(not found for found in row.values()), sum(map(bool, row.values()))] for row in units], float)
    measures = [_measure("alpha", lambda times: alpha(table, times), len(units), samples, SAME)]
    if len(everybody) == 2:
        answers = np.array([[bool(row[coder]) for coder in everybody] for row in units])
        measures.append(_measure("kappa", lambda times: kappa(answers, times), len(units), samples, SAME))
    return measures


def _sets(rows: Sequence[Sequence[Sequence[Unit]]], samples: int) -> list[Measure]:
    """Which codes of a layer a document has."""
    sets = SetAlpha([[frozenset(unit.code for unit in found) for found in row] for row in rows])
    return [_measure("alpha of sets", sets.alpha, len(rows), samples, SAME)]


def _of_passages(
    spans: Sequence[Sequence[Sequence[Passage]]],
    lengths: Sequence[int],
    rows: Sequence[Sequence[Sequence[Unit]]],
    code: str | None,
    samples: int,
) -> list[Measure]:
    """Where the code stands. F1 of a whole layer counts a passage as met only where its code is the same."""
    if code is None:
        codes = sorted({unit.code for row in rows for found in row for unit in found})
        spread = [
            [[(u.start, u.end) for u in found if u.code == one and u.end] for found in row]
            for one in codes
            for row in rows
        ]
        exact, partial = (PassageF1(spread, exact=how) for how in (True, False))

        def repeated(f1: Callable[[Weights], float | None]) -> Callable[[Weights], float | None]:
            return lambda times: f1(np.tile(times, len(codes)))

        f1s = repeated(exact.f1), repeated(partial.f1)
        unitized = []
    else:
        f1s = PassageF1(spans, exact=True).f1, PassageF1(spans, exact=False).f1
        continua = [
            Continuum(length, tuple(tuple(found) for found in row)) for length, row in zip(lengths, spans, strict=True)
        ]
        unitized = [_measure("alpha of passages", Unitizing(continua).alpha, len(spans), samples, NOTHING)]
    return [
        *unitized,
        _measure("F1 exact", f1s[0], len(rows), samples, NOTHING),
        _measure("F1 overlapping", f1s[1], len(rows), samples, NOTHING),
    ]


def _measure(
    name: Name, value: Callable[[Weights], float | None], documents: int, samples: int, undefined: str
) -> Measure:
    number = value(np.ones(documents))
    if number is None:
        return Measure(name, None, reason=undefined)
    found = interval(value, documents, samples=samples)
    if found is None:
        return Measure(name, number, reason=UNSTABLE)
    return Measure(name, number, *found)


HEADINGS: dict[Name, str] = {
    "alpha": "alpha",
    "kappa": "kappa",
    "alpha of passages": "passages",
    "F1 exact": "F1 exact",
    "F1 overlapping": "F1 overlap",
}


def table(found: Sequence[Agreement], layer: Layer) -> tuple[list[str], list[list[object]]]:
    """Headings and a row a code of a layer: documents, each coder's passages, each measure with its interval.

    Passages that were only accepted stand behind a plus: `4+3` are four of the coder's own and three accepted ones.
    """
    own = [one for one in found if one.layer == layer]
    coders = sorted({coder for one in own for coder in one.passages})
    rows: list[list[object]] = []
    for one in own:
        measures: dict[Name, Measure] = {"alpha" if m.name == "alpha of sets" else m.name: m for m in one.measures}
        counts = [_count(one.passages[coder], one.only_accepted[coder]) for coder in coders]
        code = f"every {layer}" if one.code == EVERY else one.code
        rows.append([code, one.documents, *counts, *(_cell(measures.get(name)) for name in HEADINGS)])
    return ["code", "documents", *coders, *HEADINGS.values()], rows


def _count(passages: int, accepted: int) -> str:
    return f"{passages - accepted:,}+{accepted:,}" if accepted else f"{passages:,}"


def _cell(measure: Measure | None) -> str:
    if measure is None:
        return ""
    if measure.value is None:
        return (measure.reason or "").removeprefix("undefined: ")
    interval = (
        "" if measure.low is None or measure.high is None else f"\n[{_short(measure.low)} {_short(measure.high)}]"
    )
    return _short(measure.value) + interval


def _short(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1)
