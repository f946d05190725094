"""Numbers as French and English write them, in digits and in words."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
}
_TENS = {
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80},
    "en": {
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    },
}
_OTHERS = {
    "fr": {"une": Decimal(1), "quatre-vingts": Decimal(80), "cent": Decimal(100), "un demi": Decimal("0.5")},
    "en": {"a": Decimal(1), "half a": Decimal("0.5")},
}


def _words(language: str) -> dict[str, Decimal]:
    """Numbers below a hundred in words: vingt-cinq, soixante-dix, twenty-five."""
    units = {word: Decimal(number) for number, word in enumerate(_UNITS[language].split(), start=1)}
    found = units | _OTHERS[language]
    for ten, amount in _TENS[language].items():
        found[ten] = Decimal(amount)
        for unit, more in units.items():
            for joint in ("-", " ", "-et-", " et "):
                found[f"{ten}{joint}{unit}"] = amount + more
    return found


WORDS = {language: _words(language) for language in _UNITS}
ARTICLES = frozenset({"a", "un", "une"})  # a number only before a multiplier: a million

_FRENCH_MULTIPLIERS = {"mille": 3, "millier": 3, "million": 6, "milliard": 9, "Md": 9, "Mds": 9, "cents": 2}
_ENGLISH_MULTIPLIERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9}
_SUFFIXES = {"k": 3, "K": 3, "M": 6, "m": 6, "B": 9}  # written close to the number: 15k
MULTIPLIERS = {"fr": _FRENCH_MULTIPLIERS | _SUFFIXES, "en": _ENGLISH_MULTIPLIERS | _SUFFIXES}

_DIGITS = {
    "fr": r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?",
    "en": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?",
}


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def number(language: str) -> str:
    """A regular expression for a number in digits or as a word (spaces folded, see annotate.fold)."""
    return rf"(?:{_DIGITS[language]}|(?<!\w)(?:{_any_of(list(WORDS[language]))})(?!\w))"


def multiplier(language: str) -> str:
    """A regular expression for what multiplies a number: a word after a space, a letter without one
    or before a currency's sign."""
    words = [word for word in MULTIPLIERS[language] if word not in _SUFFIXES]
    close = _any_of(list(_SUFFIXES))
    return rf"(?:[ -]?(?:{_any_of(words)})s?(?!\w)|(?:{close})(?!\w)| (?:{close})(?=[€$£]))"


def value(text: str, language: str) -> Decimal:
    """A number that `number` matched. A comma before exactly three digits parts thousands in French texts too."""
    word = WORDS[language].get(text.casefold())
    if word is not None:
        return word
    digits = text.replace(" ", "")
    if language == "en" or re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        return Decimal(digits.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def factor(text: str | None, language: str) -> Decimal:
    """What a multiplier multiplies by; 1 for none."""
    if text is None:
        return Decimal(1)
    word = text.strip(" -")
    known = MULTIPLIERS[language]
    for form in (word, word.casefold(), word.removesuffix("s"), word.casefold().removesuffix("s")):
        if form in known:
            return Decimal(10) ** known[form]
    return Decimal(1)


def plain(number: Decimal) -> int | float:
    """A number as JSON has it: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)
