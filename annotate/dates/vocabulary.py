"""The words of the calendar: names of months and days from CLDR (by babel), the rest written here."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from babel.dates import get_day_names, get_month_names

from annotate.figures.numerals import WORDS
from annotate.fold import folded

# What newspapers write beside CLDR's abbreviations.
_MORE_MONTHS = {"fr": {"jan": 1, "fév": 2, "sep": 9}, "en": {"sept": 9}}
_MORE_DAYS = {"fr": {}, "en": {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}}
_UNITS = {
    "fr": {"day": "jours?", "week": "semaines?", "month": "mois", "year": "ans? années?", "decade": "décennies?"}
    | {"quarter": "trimestres?", "half": "semestres?"},
    "en": {"day": "days?", "week": "weeks?", "month": "months?", "year": "years?", "decade": "decades?"}
    | {"quarter": "quarters?", "half": "half"},
}
_SEASONS = {
    "fr": {"printemps": "spring", "été": "summer", "automne": "autumn", "hiver": "winter"},
    "en": {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"},
}
_QUARTERS = {
    "fr": {"premier": 1, "1er": 1, "deuxième": 2, "second": 2, "2e": 2, "troisième": 3, "3e": 3, "quatrième": 4}
    | {"dernier": 4, "4e": 4},
    "en": {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}
    | {"last": 4},
}


class Vocabulary(msgspec.Struct, frozen=True):
    """One language's words, lower case and folded, with what they stand for; months from 1, days from Monday, 0."""

    months: dict[str, int]  # whole names, and the abbreviations without their point
    whole_months: frozenset[str]
    weekdays: dict[str, int]
    short_weekdays: dict[str, int]
    units: dict[str, str]
    seasons: dict[str, str]
    ordinals: dict[str, int]
    numbers: dict[str, int]

    def number(self, text: str) -> int:
        """A count in digits or as a word."""
        return int(text) if text.isdigit() else self.numbers[text.lower()]

    def unit(self, text: str) -> str:
        """The unit that a word is a form of."""
        word = text.lower()
        return next(unit for pattern, unit in self.units.items() if re.fullmatch(pattern, word))

    def fragments(self) -> dict[str, str]:
        """Regular expressions for the words, by the name that rules give them."""
        short = {word for word in self.months if word not in self.whole_months}
        return {
            "MONTH": f"(?:{any_of(self.whole_months)}|(?:{any_of(short)})\\b\\.?)",
            "WHOLE_MONTH": f"(?:{any_of(self.whole_months)})",
            "WEEKDAY": f"(?:{any_of(self.weekdays)})",
            "ANY_WEEKDAY": f"(?:{any_of(self.weekdays)}|(?:{any_of(self.short_weekdays)})\\b\\.?)",
            "UNIT": f"(?:{'|'.join(self.units)})",
            "SEASON": f"(?:{any_of(self.seasons)})",
            "ORDINAL": f"(?:{any_of(self.ordinals)})",
            "COUNT": f"(?:\\d{{1,3}}|{any_of(self.numbers)})",
            "YEAR": r"(?:1[5-9]|20)\d\d(?![\d%€$£]|[.,/:]\d|-\d\d(?:-|/))",
            "DAY": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
        }


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _with_plain(names: dict[str, int]) -> dict[str, int]:
    """The names, and again without accents: aout."""
    return names | {folded(name, accents=False): number for name, number in names.items()}


def _names(found: Iterable[tuple[int, str]]) -> dict[str, int]:
    return {folded(name).lower().removesuffix("."): number for number, name in found}


def vocabulary(language: str) -> Vocabulary:
    """The words of French or English."""
    whole = _with_plain(_names(get_month_names("wide", locale=language).items()))
    short = _with_plain(_names(get_month_names("abbreviated", locale=language).items()) | _MORE_MONTHS[language])
    weekdays = _names(get_day_names("wide", locale=language).items())
    short_weekdays = _names(get_day_names("abbreviated", locale=language).items()) | _MORE_DAYS[language]
    numbers = {word: int(number) for word, number in WORDS[language].items() if number == int(number) and number <= 60}
    if language == "en":
        numbers |= {"an": 1, "a couple of": 2, "a couple": 2}
    return Vocabulary(
        months=short | whole,
        whole_months=frozenset(whole),
        weekdays=weekdays,
        short_weekdays=short_weekdays,
        units={pattern: unit for unit, patterns in _UNITS[language].items() for pattern in patterns.split()},
        seasons=_SEASONS[language],
        ordinals=_QUARTERS[language],
        numbers=numbers,
    )
