"""Time expressions beside dateparser's search_dates, on sentences with the values that a person gave them."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from dateparser.search import search_dates
from edtf import parse_edtf

from annotate.dates.anchor import anchor_of
from annotate.dates.find import DateFinder
from annotate.dates.resolve import proposals
from annotate.fold import for_pipeline
from annotate.pipelines import Pipelines
from benchmarks.dates_cases import Case, Expression, cases
from benchmarks.table import show
from corpus.folder import Settings
from corpus.model import Document

LANGUAGES = ("fr", "en")


class Answer(NamedTuple):
    """An expression that a tool found; `value` is EDTF, a time, or None where it says that it cannot tell."""

    start: int
    end: int
    value: str | datetime | None
    precision: str | None = None


Tool = Callable[[Case], list[Answer]]


def ours(language: str) -> Tool:
    pipeline = Pipelines(Settings().models, where="settings").of(language).nlp
    finder = DateFinder(language)

    def find(case: Case) -> list[Answer]:
        document = Document(id="d", kind="article", text=case.text, published_at=case.published)
        mentions = finder(pipeline(for_pipeline(case.text)))
        found = proposals(((0, mention) for mention in mentions), anchor_of(document))
        return [Answer(p.start, p.end, p.attributes.get("value"), p.attributes.get("precision")) for p in found]

    return find


def theirs(language: str) -> Tool:
    def find(case: Case) -> list[Answer]:
        settings = {}
        if case.published is not None:
            settings["RELATIVE_BASE"] = datetime.fromisoformat((case.published + "-01-01")[:10])
        found, last = [], 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answers = search_dates(case.text, languages=[language], settings=settings) or []
        for words, when in answers:
            start = max(case.text.find(words, last), 0)
            last = start + len(words)
            found.append(Answer(start, last, when))
        return found

    return find


def is_right(answer: Answer, wanted: Expression) -> bool:
    """Whether the value is the person's; a tool that knows only times is right anywhere inside it."""
    if wanted.value is None or answer.value is None:
        return wanted.value == answer.value
    if isinstance(answer.value, str):
        return answer.value == wanted.value and answer.precision == wanted.precision
    try:
        first, last = _bounds(wanted.value)
    except ValueError:
        return False
    return first <= answer.value.date() <= last


def _bounds(value: str) -> tuple[date, date]:
    """The first and last day of a value; edtf gives an infinite number for an end that is open."""
    parsed = parse_edtf(value)
    first, last = parsed.lower_strict(), parsed.upper_strict()
    return (
        date(*first[:3]) if isinstance(first, time.struct_time) else date.min,
        date(*last[:3]) if isinstance(last, time.struct_time) else date.max,
    )


def overlaps(one: Answer | Expression, other: Answer | Expression) -> bool:
    return one.start < other.end and other.start < one.end


def measure(tool: Tool, chosen: list[Case], tell: bool = False) -> list[object]:
    """Expressions, those found, those right, and what was found where nothing is; sentences per CPU second."""
    wanted = found = right = false = 0
    started = time.process_time()
    answers = [tool(case) for case in chosen]
    taken = time.process_time() - started
    for case, given in zip(chosen, answers, strict=True):
        wanted += len(case.expressions)
        for expression in case.expressions:
            near = [answer for answer in given if overlaps(answer, expression)]
            found += bool(near)
            good = any(is_right(answer, expression) for answer in near)
            right += good
            if tell and not good:
                print(f"{case.published} {case.text}\n    {case.text[expression.start : expression.end]}: "
                      f"{expression.value}, not {[answer.value for answer in near]}")  # fmt: skip
        extra = [answer for answer in given if not any(overlaps(answer, one) for one in case.expressions)]
        false += len(extra)
        if tell and extra:
            print(f"{case.published} {case.text}\n    nothing: {[case.text[a.start : a.end] for a in extra]}")
    return [wanted, found / wanted, right / wanted, false, round(len(chosen) / taken)]


def main(tell: bool = False) -> None:
    rows: list[list[object]] = []
    for language in LANGUAGES:
        for half in ("development", "test"):
            chosen = [case for case in cases(language) if case.half == half]
            for name, tool in (("hustings", ours(language)), ("dateparser", theirs(language))):
                tool(chosen[0])  # the first is slower for everyone
                rows.append([language, half, name, *measure(tool, chosen, tell and name == "hustings")])
    headings = ["language", "half", "tool", "expressions", "found", "right", "false", "sentences/CPU s"]
    note = (
        "right: the same EDTF value and precision, or rightly none; of dateparser, which gives times, any time inside\n"
        "false: found where a person finds no date; hustings' time includes the spaCy pipeline"
    )
    show("Time expressions", headings, rows, note)


if __name__ == "__main__":
    main()
