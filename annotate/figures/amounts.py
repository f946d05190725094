"""Amounts in a folded text: numbers with their multiplier, currency or per cent, alone or as the ends of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from annotate.figures.approximations import approximation_after, approximation_before
from annotate.figures.currencies import AFTER, BEFORE, SIGNS, currency, is_hundredth
from annotate.figures.guards import REACH, blocked, is_date, is_label, is_model, is_score
from annotate.figures.numerals import (
    ARTICLES,
    COLLECTIVES,
    FRACTIONS,
    SLANG,
    SPELLED,
    WORDS,
    factor,
    half_of,
    is_fraction,
    is_in_words,
    multiplier,
    number,
    value,
)
from annotate.once import words_at

_BETWEEN = re.compile(r"(?<!\w)(?:entre|between) \Z", re.IGNORECASE)
_PERCENT = r"(?:%|pour cent|pourcents?(?!\w)|per ?cent(?!\w|age))"
_POINTS = r"(?:points? de pourcentage|points? de %|percentage points?|(?:%|percent|per cent) points?)(?!\w)"
_RANGE = re.compile(r" (?:à|to) | ?[-–—] ?|- (?:to|à) ", re.IGNORECASE)
_AND = re.compile(r" (?:et|and) ", re.IGNORECASE)
_OR = re.compile(r" (?:ou|or) ", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_IN = re.compile(
    r"(?<!\w)(?:in|en|since|depuis|by|until|before|after|late|early|fin|début|mid|of|de|the|la|le|du|an|année"
    r"|year|for|from"
    r"|élections?|election|présidentielle|présidentielles|législatives|municipales|campagne|campaign|et|and"
    r"|avant|après) ?-?\Z",
    re.I,
)
_DAY = 31
_WORD = re.compile(r"\w+")
_SIGN = re.compile(f"[{''.join(sorted({re.escape(name[0]) for name in SIGNS if not name[0].isalnum()}))}]")


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A number, or the two that bound it; `start` and `end` are offsets into the text it was found in."""

    start: int
    end: int
    number_start: int  # without the words for how exact it is
    low: Decimal
    high: Decimal
    currency: str | None = None  # ISO 4217
    percent: bool = False
    points: bool = False  # percentage points
    approximation: str | None = None
    multiplied: bool = False  # has a `million` or the like
    in_words: bool = False
    article: bool = False  # a, un: a number only with what follows
    grouped: bool = False  # thousands are parted: 40,000
    fraction: bool = False  # half an: a number only with an hour or a million
    like_year: bool = False  # 2020
    is_year: bool = False  # in 2020
    goes_on: int  # where what it counts may begin: after an `or so`

    @property
    def is_bare(self) -> bool:
        """Whether it is a number alone, which what follows must make a figure."""
        return self.currency is None and not self.percent and not self.points


@cache
def _beginnings(language: str) -> frozenset[str]:
    """The words that an amount may begin with, in small letters."""
    written = (*WORDS[language], *FRACTIONS[language], *ARTICLES, *SPELLED, *SIGNS)
    return frozenset(word[0].casefold() for one in written if (word := _WORD.match(one)) is not None)


@cache
def _quantity(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,#@/:])(?<![^\W\d]-)(?<!\d')(?:(?P<sign>{BEFORE}) ?)?"
        rf"(?P<number>{number(language)})(?P<times>{multiplier(language)})?(?P<plus>\+)?"
        rf"(?: ?(?P<points>{_POINTS})|[ -]?(?:de |d'|of )?(?P<money>(?:{AFTER})(?!\w))| ?(?P<percent>{_PERCENT})"
        rf"|(?!\w)|(?<='))",
        re.IGNORECASE,
    )


def _quantities(text: str, language: str) -> Iterator[re.Match[str]]:
    """What the pattern finds. It is a long one, so that it is tried only where a number or a sign may begin."""
    first, quantity, end = _beginnings(language), _quantity(language), 0
    places = [at for word, at in words_at(text) if word in first or not word.isalpha()]
    for at in sorted([*places, *(sign.start() for sign in _SIGN.finditer(text))]):
        if at >= end and (match := quantity.match(text, at)) is not None:
            end = match.end()
            yield match


def amounts(text: str, language: str) -> Iterator[Amount]:
    """The amounts in a text, in order. Dates, times of day, labels and numbers in addresses are left out."""
    found = list(_quantities(text, language))
    closed = blocked(text) if found else []
    found = [match for match in found if not any(start <= match.start() < end for start, end in closed)]
    passed = None
    for place, match in enumerate(found):
        if match is passed:
            continue
        second = found[place + 1] if place + 1 < len(found) else None
        if second is not None and _is_range(text, match, second, language):
            passed = second
            if is_score(text, match.start()):
                continue
            if not _is_none(text, match, second.end()) and not _is_none(text, second, second.end()):
                yield _with_approximation(text, _range(text, match, second, language))
        elif not _is_none(text, match, match.end()):
            yield _with_approximation(text, _single(text, match, language))


def _is_none(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a number with nothing to it is a date or a label."""
    if match["sign"] or match["money"] or match["percent"] or match["points"]:
        return False
    if match["times"]:
        return is_model(match[0])
    return is_date(text, match.start(), match.end()) or is_label(text, match.start(), end)


def _is_range(text: str, first: re.Match[str], second: re.Match[str], language: str) -> bool:
    between = text[first.end() : second.start()]
    if second["number"].casefold() in ARTICLES:
        return False
    if first["number"].casefold() in ARTICLES and not first["times"]:
        return False
    if _RANGE.fullmatch(between):
        if (first["money"] or first["percent"]) and not (second["money"] or second["percent"] or second["sign"]):
            return False
        if _looks_like_year(first):
            return not (_looks_like_year(second) or _IN.search(text, max(0, first.start() - REACH), first.start()))
        falls = value(second["number"], language) < value(first["number"], language)
        return not (falls and first["sign"] and second["sign"])
    if _OR.fullmatch(between):
        low, high = (value(match["number"], language) for match in (first, second))
        return low < high <= low + 2 and not first["money"] and not first["times"]
    return _AND.fullmatch(between) is not None and _BETWEEN.search(text, 0, _begin(text, first)) is not None


def _begin(text: str, first: re.Match[str]) -> int:
    """Where a range begins; `about` may stand between its word and it: entre environ 10 et 20."""
    before = approximation_before(text, first.start())
    return first.start() if before is None else before[0]


def _looks_like_year(match: re.Match[str]) -> bool:
    return _YEAR.match(match["number"]) is not None and not (match["sign"] or match["money"] or match["times"])


def _value(match: re.Match[str], language: str, times: str | None) -> Decimal:
    return value(match["number"], language) * factor(times, language) + half_of(times, language)


def _money(text: str, match: re.Match[str], amount: Decimal) -> tuple[str | None, Decimal]:
    """A number's currency, and what to multiply it by: a hundredth for cents."""
    name = match["sign"] or match["money"]
    if name is None:
        slang = (match["times"] or "").strip().casefold() == SLANG
        return "USD" if slang else None, Decimal(1)
    if match["sign"] == "$" and match["money"]:
        name = match["money"]  # $2 US
    return currency(name, text, amount), Decimal("0.01") if is_hundredth(name) else Decimal(1)


def _single(text: str, match: re.Match[str], language: str) -> Amount:
    amount = _value(match, language, match["times"])
    money, part = _money(text, match, amount)
    end = match.end()
    if match["money"] and money is None:  # 15 livres: books
        end = match.end("times") if match["times"] else match.end("number")
    goes_on, approximation = approximation_after(text, end)
    times = (match["times"] or "").strip().split(" ")[0].removesuffix("s").casefold()
    return Amount(
        start=match.start(),
        number_start=match.start(),
        end=end,
        goes_on=goes_on,
        low=amount * part,
        high=amount * part,
        currency=money,
        percent=match["percent"] is not None,
        points=match["points"] is not None,
        approximation="at_least" if match["plus"] else "about" if times in COLLECTIVES else approximation,
        multiplied=match["times"] is not None,
        in_words=is_in_words(match["number"]),
        article=match["number"].casefold() in ARTICLES and not match["times"],
        grouped=re.search(r"\d[ ,.']\d{3}(?!\d)", match["number"]) is not None,
        fraction=is_fraction(match["number"], language) and not match["times"],
        like_year=_looks_like_year(match),
        is_year=_looks_like_year(match) and _IN.search(text, max(0, match.start() - REACH), match.start()) is not None,
    )


def _range(text: str, first: re.Match[str], second: re.Match[str], language: str) -> Amount:
    """`35 to 70 cents`, `2-3 million`: what stands only after the second number is meant for both."""
    end = _single(text, second, language)
    low = _value(first, language, first["times"] or second["times"])
    named = first if first["sign"] or first["money"] else second
    money, part = _money(text, named, low)
    low *= part
    high = end.high if second["sign"] or second["money"] else end.high * part
    return msgspec.structs.replace(
        end,
        start=first.start(),
        number_start=first.start(),
        low=min(low, high),
        high=max(low, high),
        currency=money or end.currency,
        percent=first["percent"] is not None or end.percent,
        like_year=False,
        is_year=False,
    )


def _with_approximation(text: str, amount: Amount) -> Amount:
    """With what stands before it: `more than`, `près de`; and the `between` of a range."""
    if amount.low != amount.high:
        between = _BETWEEN.search(text, max(0, amount.start - REACH), amount.start)
        if between is not None:
            return msgspec.structs.replace(amount, start=between.start())
    before = approximation_before(text, amount.start)
    if before is None:
        return amount
    start, name = before
    return msgspec.structs.replace(amount, start=start, approximation=name, is_year=False)
