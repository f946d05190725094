"""What several sources say of the same thing: figures grouped by what is counted or paid, their values side by side.

Two figures are of the same thing where their kind, unit, rate and subject are the same; followers and abonnés are one
unit. They contradict each other where what each says, taken as loosely as it is said, has no value in common.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations, product
from math import inf, isfinite

import msgspec

from annotate.figures.heads import head_of
from corpus.model import Annotation, Document

# Kinds in which the unit says nothing beyond the kind: abonnés, followers, fans.
_ONE_UNIT = frozenset(
    {
        "followers",
        "reposts",
        "shares",
        "likes",
        "views",
        "clicks",
        "visits",
        "comments",
        "posts",
        "accounts",
        "percentage",
    }
)
# Sums, shares and spans of different things look alike: only those of one subject are compared.
_NEEDS_SUBJECT = ("money", "percentage", "duration_", "count")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*\s|\n")
_REACH = 300  # code points from an actor to a figure of theirs
_ABOUT = 0.1  # `about` and `nearly` allow a tenth
_ROUND = 1000  # from here on a number is taken as rounded to its last digit that is not 0


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in a document: the passage (code points), what it says, and its source with its date."""

    annotation: str
    document: str
    source: str  # outlet, account or title
    published_at: str | None
    start: int
    end: int
    passage: str
    low: float
    high: float
    approximation: str | None
    state: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one thing; `contradicts` where two documents cannot both be right."""

    kind: str
    unit: str | None
    per: str | None
    subject: str | None  # an actor's id or a candidate's code
    statements: list[Statement]
    contradicts: bool
    apart: tuple[str, str] | None = None  # the annotations of two figures that show it

    @property
    def documents(self) -> int:
        """How many documents say something of it."""
        return len({statement.document for statement in self.statements})


def compare(
    documents: Iterable[tuple[Document, Sequence[Annotation]]],
    *,
    no_subjects: Callable[[str], bool] = lambda actor: False,
) -> list[Comparison]:
    """Group the figures of documents by what they are of; groups of the most documents first, then by name.

    Each document comes with its annotations; rejected and deleted ones are left out. `no_subjects` tells of an actor's
    id whether nothing is counted of it where somebody else is near (a platform: followers *on* Instagram).
    """
    groups: dict[tuple[str, str, str, str], list[Statement]] = {}
    for document, theirs in documents:
        standing = [one for one in theirs if one.state not in ("rejected", "deleted")]
        actors = sorted((one for one in standing if one.layer == "actor"), key=lambda one: one.start)
        for one in standing:
            if one.layer != "figure" or not _is_told(one.attributes):
                continue
            subject = subject_of(document.text, one, actors, no_subjects)
            groups.setdefault(_key(one, subject), []).append(_statement(document, one))
    found = [_comparison(key, statements) for key, statements in groups.items()]
    return sorted(found, key=lambda one: (-one.documents, one.kind, one.unit or "", one.per or "", one.subject or ""))


def _is_told(said: Mapping[str, object]) -> bool:
    """Whether a figure has bounds that are numbers: what people write into attributes may be anything."""
    bounds = (said.get("low"), said.get("high", said.get("low")))
    return all(isinstance(one, int | float) and isfinite(one) for one in bounds)


def subject_of(
    text: str, figure: Annotation, actors: Sequence[Annotation], no_subjects: Callable[[str], bool]
) -> str | None:
    """The actor nearest before a figure in its sentence, or else after it; `actors` in the order of their starts."""
    at = bisect_left(actors, figure.start, key=lambda one: one.start)
    before = [one for one in reversed(actors[max(0, at - 20) : at]) if _together(text, one.end, figure.start)]
    after = [one for one in actors[at : at + 20] if _together(text, figure.end, one.start)]
    near = [one for one in (*before, *after) if not no_subjects(one.code)] or [*before, *after]
    return near[0].code if near else None


def _together(text: str, start: int, end: int) -> bool:
    return end - start <= _REACH and _SENTENCE_END.search(text, start, max(start, end)) is None


def _key(figure: Annotation, subject: str | None) -> tuple[str, str, str, str]:
    said = figure.attributes
    kind, unit = str(said.get("kind", figure.code)), str(said.get("unit") or "")
    if kind in _ONE_UNIT:
        unit = ""
    elif kind != "money":
        unit = head_of(unit)
    return kind, unit, str(said.get("per") or ""), subject or ""


def _statement(document: Document, figure: Annotation) -> Statement:
    said: Mapping[str, object] = figure.attributes
    approximation = said.get("approximation")
    return Statement(
        annotation=figure.id,
        document=document.id,
        source=document.outlet or document.account or document.title or document.id,
        published_at=document.published_at,
        start=figure.start,
        end=figure.end,
        passage=figure.quotation,
        low=float(str(said["low"])),
        high=float(str(said.get("high", said["low"]))),
        approximation=None if approximation is None else str(approximation),
        state=figure.state,
    )


def _comparison(key: tuple[str, str, str, str], statements: list[Statement]) -> Comparison:
    kind, unit, per, subject = key
    ordered = sorted(statements, key=lambda one: (one.published_at or "", one.document, one.start))
    known = bool(subject) or not kind.startswith(_NEEDS_SUBJECT)
    two = apart(ordered) if known else None
    return Comparison(
        kind=kind,
        unit=unit or None,
        per=per or None,
        subject=subject or None,
        statements=ordered,
        contradicts=two is not None,
        apart=None if two is None else (two[0].annotation, two[1].annotation),
    )


def apart(statements: Collection[Statement]) -> tuple[Statement, Statement] | None:
    """Two figures of documents that cannot both be right, the lower first; None where there are no such documents.

    No figure of the one document meets any of the other; of theirs these two are nearest to each other.
    """
    told: dict[str, dict[tuple[float, float], Statement]] = {}
    for one in statements:
        told.setdefault(one.document, {}).setdefault(meant(one), one)
    different = list({frozenset(said): said for said in told.values()}.values())
    if len(different) < 2:
        return None
    lowest = min(different, key=lambda said: max(high for _, high in said))
    highest = max(different, key=lambda said: min(low for low, _ in said))
    for first, second in ((lowest, highest), *combinations(different, 2)):  # with thousands the first pair tells
        if not any(a[0] <= b[1] and b[0] <= a[1] for a in first for b in second):
            a, b = min(product(first, second), key=lambda pair: max(pair[1][0] - pair[0][1], pair[0][0] - pair[1][1]))
            return (first[a], second[b]) if a <= b else (second[b], first[a])
    return None


def contradicts(statements: Collection[Statement]) -> bool:
    """Whether two documents say what cannot both be."""
    return apart(statements) is not None


def meant(one: Statement) -> tuple[float, float]:
    """The values that a statement allows: `about 500` 450 to 550; 2.7 million what rounds to it."""
    low, high = one.low - _rounded(one.low), one.high + _rounded(one.high)
    if one.approximation in ("more_than", "at_least"):
        return low, inf
    if one.approximation in ("less_than", "at_most"):
        return -inf, high
    if one.approximation == "about":
        return low * (1 - _ABOUT), high * (1 + _ABOUT)
    if one.approximation == "nearly":
        return low * (1 - _ABOUT), high
    return low, high


def _rounded(number: float) -> float:
    """How far the true number may be from one that was rounded: half of its last place that is not 0."""
    if number < _ROUND or number != int(number):
        return 0.0
    digits = str(int(number))
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) / 2 if digits.endswith("0") else 0.0
