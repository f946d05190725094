"""What a rule's match means. Each reading takes the match and the grammar, and gives a meaning or None."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from annotate.dates import when
from annotate.dates.grammar import Grammar
from annotate.dates.meaning import (
    Between,
    Few,
    Fixed,
    Meaning,
    PartOfYear,
    Season,
    Shift,
    Unsaid,
    Weekday,
    Weekend,
    WeekOf,
    Yearless,
)

Match = re.Match[str]


def _group(match: Match, name: str) -> str | None:
    """A named group, lower case; None where the rule has none of that name or it matched nothing."""
    found = match.groupdict().get(name)
    return found.lower() if found else None


def _number(match: Match, name: str) -> int | None:
    found = _group(match, name)
    return None if found is None else int(found)


def _turn(match: Match, grammar: Grammar) -> tuple[int, str] | None:
    found = _group(match, "turn") or _group(match, "this")
    return None if found is None else grammar.turns[found]


def _month_number(match: Match, grammar: Grammar, name: str = "month") -> int:
    return grammar.words.months[match[name].lower().removesuffix(".")]


def _date_of(year: int | None, month: int, day: int | None, **more: int | None) -> Meaning | None:
    """A day or a month, with its year or without; None where the calendar has no such day."""
    try:
        first = date(2000 if year is None else year, month, day or 1)  # 2000 had a 29 February
    except ValueError:
        return None
    if year is None:
        return Yearless(month, day, **more)
    return Fixed(when.month(first) if day is None else when.day(first))


def _calendar(match: Match, grammar: Grammar) -> Meaning | None:
    day = match["day"].lower()
    weekday, turn = _group(match, "weekday"), _turn(match, grammar)
    if weekday is not None:
        weekday = weekday.removesuffix(".")
    words = grammar.words
    named = None if weekday is None else (words.weekdays | words.short_weekdays)[weekday]
    return _date_of(
        _number(match, "year"),
        _month_number(match, grammar),
        int(day) if day.isdigit() else 1,
        weekday=named,
        turn=None if turn is None else turn[0],
    )


def _numbers(match: Match, grammar: Grammar) -> Meaning | None:
    """Day, month and year in digits. Outside ISO's order French writes the day first; in English either may be."""
    year = int(match["year"])
    if "first" not in match.groupdict():
        return _date_of(year, int(match["month"]), int(match["day"]))
    first, second = int(match["first"]), int(match["second"])
    as_french, as_american = _date_of(year, second, first), _date_of(year, first, second)
    if grammar.language == "fr" or as_american is None:
        return as_french
    return as_american if as_french is None or first == second else Unsaid("day or month first")


def _days(match: Match, grammar: Grammar) -> Meaning | None:
    year, month = _number(match, "year"), _month_number(match, grammar)
    first, last = _date_of(year, month, int(match["day"])), _date_of(year, month, int(match["day2"]))
    if first is None or last is None or int(match["day"]) >= int(match["day2"]):
        return None
    return Between(first, last)


def _months(match: Match, grammar: Grammar) -> Meaning | None:
    month, month2 = _month_number(match, grammar), _month_number(match, grammar, "month2")
    year2 = _number(match, "year2")
    year = _number(match, "year") or (year2 if year2 is None or month <= month2 else year2 - 1)
    first, last = _date_of(year, month, None), _date_of(year2, month2, None)
    return None if first is None or last is None else Between(first, last)


def _month(match: Match, grammar: Grammar) -> Meaning | None:
    turn = _turn(match, grammar)
    return _date_of(_number(match, "year"), _month_number(match, grammar), None, turn=None if turn is None else turn[0])


def _week_of(match: Match, grammar: Grammar) -> Meaning | None:
    day = _date_of(_number(match, "year"), _month_number(match, grammar), int(match["day"]))
    return None if day is None else WeekOf(day)


def _weekday(match: Match, grammar: Grammar) -> Meaning | None:
    turn = _turn(match, grammar)
    number = grammar.words.weekdays[match["weekday"].lower()]
    if turn is None:
        return Weekday(number)
    return Weekday(number, turn[0], "text" if turn[1] == "text" else "publication")


def _night(match: Match, grammar: Grammar) -> Meaning | None:
    first = Weekday(grammar.words.weekdays[match["weekday"].lower()])
    second = _group(match, "weekday2")
    if second is None:
        return first
    number = grammar.words.weekdays[second]
    return Between(first, Weekday(number)) if (number - first.weekday) % 7 == 1 else None


def _adverb(match: Match, grammar: Grammar) -> Meaning | None:
    return Shift("day", grammar.adverbs[match["adverb"].lower()])


def _today(match: Match, grammar: Grammar) -> Meaning | None:
    return Shift("day", 0, "text" if _group(match, "there") else "publication")


def _last_night(match: Match, grammar: Grammar) -> Meaning | None:
    return Shift("day", -1)


def _same_day(match: Match, grammar: Grammar) -> Meaning | None:
    return Shift("day", 0, "text")


def _eve(match: Match, grammar: Grammar) -> Meaning | None:
    word = match["eve"].lower()
    by = {"next": 1, "previous": -1, "eve": -1}.get(word)
    return Shift("day", grammar.turns[word][0] if by is None else by, "text")


def _unit(match: Match, grammar: Grammar) -> Meaning | None:
    unit = grammar.words.unit(match["unit"])
    if _group(match, "there"):
        return Shift(unit, 0, "text")
    turn = _turn(match, grammar)
    if turn is None:
        return Shift(unit, 0)
    return Shift(unit, turn[0], "text" if turn[1] == "text" else "publication")


def _count(match: Match, grammar: Grammar) -> int | None:
    """How many; None for a few."""
    found = _group(match, "count")
    if found is None or not (found.isdigit() or found in grammar.words.numbers):
        return None
    return grammar.words.number(found)


def _ago(match: Match, grammar: Grammar) -> Meaning | None:
    return _distance(match, grammar, -1, "publication")


def _ahead(match: Match, grammar: Grammar) -> Meaning | None:
    return _distance(match, grammar, 1, "publication")


def _later(match: Match, grammar: Grammar) -> Meaning | None:
    by, of = grammar.turns[match["turn"].lower()]
    return _distance(match, grammar, by, of)


def _distance(match: Match, grammar: Grammar, sign: int, of: str) -> Meaning | None:
    count = _count(match, grammar)
    if count is None:
        return Unsaid("vague")
    return Shift(grammar.words.unit(match["unit"]), sign * count, "text" if of == "text" else "publication")


def _few(match: Match, grammar: Grammar) -> Meaning | None:
    word = match["turn"].lower()
    by = grammar.turns[word][0]
    unit, count = grammar.words.unit(match["unit"]), _count(match, grammar)
    if count is None and match["unit"].lower() in ("week", "month", "year", "decade"):
        count = 1
    return Few(unit, by, count)


def _part_of_year(match: Match, grammar: Grammar) -> Meaning | None:
    word = match["ordinal"].lower()
    which = int(word) if word.isdigit() else grammar.words.ordinals[word]
    named = _group(match, "unit")
    unit = "quarter" if named is None else grammar.words.unit(named)
    if unit == "half":
        which = 2 if word in ("dernier", "last", "final") else which
    if which > 12 // when.MONTHS[unit]:
        return None
    year = _number(match, "year")
    if year is not None:
        return Fixed(when.part_of_year(year, unit, which))
    turn = _turn(match, grammar)
    return PartOfYear(unit, which, 0 if turn is None else turn[0])


def _season(match: Match, grammar: Grammar) -> Meaning | None:
    name, year, turn = grammar.words.seasons[match["season"].lower()], _number(match, "year"), _turn(match, grammar)
    if year is not None:
        return Fixed(when.season(name, year))
    if turn is not None and turn[1] == "text":
        return Unsaid("vague")
    return Season(name, None if turn is None else turn[0])


def _weekend(match: Match, grammar: Grammar) -> Meaning | None:
    turn = _turn(match, grammar)
    return None if turn is None else Weekend(turn[0], past=_group(match, "turn") == "over the")


def _years(match: Match, grammar: Grammar) -> Meaning | None:
    first = int(match["year"])
    last = int(match["year2"]) if len(match["year2"]) == 4 else first // 100 * 100 + int(match["year2"])
    return Between(Fixed(when.year(first)), Fixed(when.year(last))) if first < last <= first + 200 else None


def _year(match: Match, grammar: Grammar) -> Meaning | None:
    return Fixed(when.year(int(match["year"])))


def _decade(match: Match, grammar: Grammar) -> Meaning | None:
    number = int(match["decade"])
    if number < 100:
        number += 2000 if number in (0, 10) else 1900
    return Fixed(when.decade(number))


READINGS: dict[str, Callable[[Match, Grammar], Meaning | None]] = {
    "adverb": _adverb,
    "ago": _ago,
    "ahead": _ahead,
    "calendar": _calendar,
    "days": _days,
    "decade": _decade,
    "eve": _eve,
    "few": _few,
    "last_night": _last_night,
    "later": _later,
    "month": _month,
    "months": _months,
    "night": _night,
    "numbers": _numbers,
    "part_of_year": _part_of_year,
    "same_day": _same_day,
    "season": _season,
    "today": _today,
    "unit": _unit,
    "week_of": _week_of,
    "weekday": _weekday,
    "weekend": _weekend,
    "year": _year,
    "years": _years,
}
