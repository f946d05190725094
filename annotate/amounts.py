"""Amounts in a folded text: numbers with their multiplier, currency or per cent, alone or as the ends of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from annotate.counted import MONTHS, currency_of, is_hundredth
from annotate.numerals import ARTICLES, WORDS, factor, multiplier, number, value

_APPROXIMATIONS = {
    "more_than": r"plus (?:de |d')|more than |over |au-delà de |upwards of ",
    "less_than": r"moins (?:de |d')|less than |fewer than |under ",
    "nearly": r"près (?:de |d')|presque |nearly |almost |close to ",
    "about": r"environ |quelques? |autour (?:de |d')|about |around |some |roughly |approximately ",
    "at_least": r"au moins |at least ",
    "at_most": r"jusqu'à |au plus |up to |at most |as much as |as many as ",
}
_BEFORE = {name: re.compile(rf"(?<!\w)(?:{words})\Z", re.I) for name, words in _APPROXIMATIONS.items()}
_AFTER = re.compile(r" (?:or so|environ|(?P<more>or more|ou plus))(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<!\w)(?:entre|between) \Z", re.IGNORECASE)
_REACH = 20  # code points in which an approximation stands before its number

_SIGN = r"(?:US\$|\$|€|£)"
_MONEY = rf"(?:{_SIGN}|(?:euro[ -]cent|dollar|euro|pound|livre|centime|cent)s?(?: d'euros?)?(?!\w))"
_PERCENT = r"(?:%|pour cent|pourcents?(?!\w)|per ?cent(?!\w))"
_RANGE = re.compile(r" (?:à|to) | ?[-–—] ?", re.IGNORECASE)
_AND = re.compile(r" (?:et|and) ", re.IGNORECASE)

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_IN = re.compile(r"(?<!\w)(?:in|en|since|depuis|by|until|before|after|late|early|fin|début|of|de|the|la|le) \Z", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CLOCK = re.compile(r" ?(?:h|a\.?m|p\.?m|o'clock)(?!\w)|[:.]\d| heures? (?:\d|du (?:matin|soir))|/\d", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf"(?:er)? (?:of )?{MONTHS}", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"(?<!\w){MONTHS} \Z", re.IGNORECASE)


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A number, or the two that bound it; `start` and `end` are offsets into the text it was found in."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str | None = None  # ISO 4217
    percent: bool = False
    approximation: str | None = None
    multiplied: bool = False  # has a `million` or the like
    in_words: bool = False
    is_year: bool = False  # `in 2020`
    goes_on: int  # where what it counts may begin: after an `or so`


@cache
def _quantity(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,#@/:])(?<![^\W\d]-)(?:(?P<sign>{_SIGN}) ?)?"
        rf"(?P<number>{number(language)})(?P<times>{multiplier(language)})?"
        rf"(?P<plus>\+)?(?: ?(?:de |d'|of )?(?P<money>{_MONEY})| ?(?P<percent>{_PERCENT}))?(?!\w)",
        re.IGNORECASE,
    )


def amounts(text: str, language: str) -> Iterator[Amount]:
    """The amounts in a text, in order. Dates, times of day and numbers in addresses are left out."""
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    found = [
        match
        for match in _quantity(language).finditer(text)
        if not any(start <= match.start() < end for start, end in addresses) and not _is_date(text, match)
    ]
    passed = None
    for number_, match in enumerate(found):
        if match is passed:
            continue
        second = found[number_ + 1] if number_ + 1 < len(found) else None
        if second is not None and _is_range(text, match, second):
            passed = second
            yield _with_approximation(text, _range(text, match, second, language))
        elif match["number"].casefold() not in ARTICLES or match["times"]:
            yield _with_approximation(text, _single(text, match, language))


def _is_date(text: str, match: re.Match[str]) -> bool:
    if match["sign"] or match["money"] or match["percent"] or match["times"]:
        return False
    return bool(
        _CLOCK.match(text, match.end())
        or _MONTH_AFTER.match(text, match.end())
        or _MONTH_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
    )


def _is_range(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    between = text[first.end() : second.start()]
    if _RANGE.fullmatch(between):
        return not (_looks_like_year(first) and _looks_like_year(second))
    return _AND.fullmatch(between) is not None and _BETWEEN.search(text, 0, first.start()) is not None


def _looks_like_year(match: re.Match[str]) -> bool:
    return _YEAR.match(match["number"]) is not None and not (match["sign"] or match["money"] or match["times"])


def _value(match: re.Match[str], language: str, times: str | None) -> Decimal:
    amount = value(match["number"], language) * factor(times, language)
    return amount / 100 if match["money"] and is_hundredth(match["money"]) else amount


def _currency(match: re.Match[str]) -> str | None:
    sign = match["sign"] or match["money"]
    return currency_of(sign) if sign else None


def _single(text: str, match: re.Match[str], language: str) -> Amount:
    amount = _value(match, language, match["times"])
    after = _AFTER.match(text, match.end())
    approximation = None if after is None else "at_least" if after["more"] else "about"
    return Amount(
        start=match.start(),
        end=match.end(),
        goes_on=match.end() if after is None else after.end(),
        low=amount,
        high=amount,
        currency=_currency(match),
        percent=match["percent"] is not None,
        approximation="at_least" if match["plus"] else approximation,
        multiplied=match["times"] is not None,
        in_words=match["number"].casefold() in WORDS[language],
        is_year=_looks_like_year(match) and _IN.search(text, 0, match.start()) is not None,
    )


def _range(text: str, first: re.Match[str], second: re.Match[str], language: str) -> Amount:
    """`35 to 70 cents`, `2-3 million`: what stands only after the second number is meant for both."""
    end = _single(text, second, language)
    low = value(first["number"], language) * factor(first["times"] or second["times"], language)
    cents = first["money"] or second["money"]
    if cents and is_hundredth(cents):
        low /= 100
    return Amount(
        start=first.start(),
        end=second.end(),
        goes_on=end.goes_on,
        low=min(low, end.high),
        high=max(low, end.high),
        currency=_currency(first) or end.currency,
        percent=first["percent"] is not None or end.percent,
        multiplied=end.multiplied,
        in_words=end.in_words,
    )


def _with_approximation(text: str, amount: Amount) -> Amount:
    """With what stands before it: `more than`, `près de`; and the `between` of a range."""
    reach = max(0, amount.start - _REACH)
    if amount.low != amount.high:
        between = _BETWEEN.search(text, reach, amount.start)
        return amount if between is None else msgspec.structs.replace(amount, start=between.start())
    for name, pattern in _BEFORE.items():
        before = pattern.search(text, reach, amount.start)
        if before is not None:
            return msgspec.structs.replace(amount, start=before.start(), approximation=name, is_year=False)
    return amount
