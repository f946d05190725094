"""Numbers as French and English write them, in digits and in words.

Texts are folded (annotate.fold): every space is a plain one, every apostrophe straight. Numbers are Decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

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
                if unit == "un":
                    found[f"{ten}{joint}une"] = amount + more
    return found


WORDS = {language: _words(language) for language in _UNITS}
ARTICLES = frozenset({"a", "an", "un", "une"})  # a number only before a multiplier: a million
FRACTIONS = {
    "fr": {"un demi": "0.5", "une demi": "0.5", "trois quarts d'": "0.75", "un quart d'": "0.25"},
    "en": {
        "half a": "0.5", "half an": "0.5", "three-quarters of a": "0.75", "three quarters of a": "0.75",
        "three-quarters of an": "0.75", "three quarters of an": "0.75", "a quarter of a": "0.25",
        "a quarter of an": "0.25",
    },
}  # fmt: skip

_THOUSAND = {"mille": 1000, "thousand": 1000}
_HUNDRED = {"cent": 100, "cents": 100, "hundred": 100}
SPELLED = (*_THOUSAND, *_HUNDRED)
_FRENCH_MULTIPLIERS = {
    "mille": 10**3, "millier": 10**3, "million": 10**6, "milliard": 10**9, "billion": 10**12, "Md": 10**9, "Mds": 10**9,
    "Mrd": 10**9, "mio": 10**6, "mia": 10**9,
}  # fmt: skip
SLANG = "grand"  # a thousand, of money alone
_ENGLISH_MULTIPLIERS = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "mn": 10**6,
    "mln": 10**6, "bn": 10**9, "tn": 10**12, "dozen": 12, "mio": 10**6, SLANG: 10**3,
}  # fmt: skip
# Between a number, or the article, and "de": une quarantaine de blogueuses.
COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "m": 10**6, "B": 10**9}  # written close to the number: 15k
MULTIPLIERS = {"fr": _FRENCH_MULTIPLIERS | COLLECTIVES | _SUFFIXES, "en": _ENGLISH_MULTIPLIERS | _SUFFIXES}

_GROUPED = r"(?!0)\d{1,3}(?:[ ']\d{3})+(?![\d'])"
_DIGITS = {
    "fr": rf"{_GROUPED}(?:,\d+)?|(?!0)\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?(?![\d.])|(?!0)\d{{1,3}}(?:,\d{{3}})+(?!\d)"
    r"|(?!0\d)\d+(?:[.,]\d+)?",
    "en": rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|{_GROUPED}(?:\.\d+)?|(?!0\d)\d+(?:\.\d+)?",
}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _spelled(language: str) -> str:
    """Numbers below a million in words: deux cent mille, twenty-five thousand eight hundred."""
    units = _UNITS[language].split()
    small = _any_of(word for word in WORDS[language] if word not in _OTHERS[language] or word == "quatre-vingts")
    if language == "fr":
        hundreds = rf"(?:(?:{_any_of(units[1:9])})[ -])?cents?(?![ -]d'euro)(?:[ -](?:et[ -])?(?:{small}))?"
        below = rf"(?:{hundreds}|{small})"
        return rf"(?:(?:{below}[ -])?mille(?:[ -]{below})?|{below})"
    hundreds = rf"(?:a|{_any_of(units)})[ -]hundred(?:(?: and |[ -])(?:{small}))?"
    below = rf"(?:{hundreds}|{small})"
    return rf"(?:(?:a|{below})[ -]thousand(?:(?:,? and |,? ){below})?(?! (?:million|billion))|{below})(?: and a half)?"


def number(language: str) -> str:
    """A regular expression for a number in digits or in words, an article or a fraction among them."""
    words = f"{_any_of(FRACTIONS[language])}|{_spelled(language)}|{'une?' if language == 'fr' else 'an?'}"
    # What follows trois quarts d' is tied to it.
    return rf"(?:(?:{_DIGITS[language]})(?: and a half)?|(?<!\w)(?:{words})(?:(?<=')|(?!\w)))"


def multiplier(language: str) -> str:
    """A regular expression for what multiplies a number: a word after a space, a letter without one
    or before a currency's sign."""
    words = [word for word in MULTIPLIERS[language] if word not in (*_SUFFIXES, *COLLECTIVES, SLANG)]
    close = _any_of(_SUFFIXES)
    one = rf"[ -]?(?:{_any_of(words)})s?(?!\w)|(?:{close})(?=[€$£]|(?!\w))| (?:{close})(?=[€$£])| (?-i:M)(?= d[e'])"
    if language == "fr":
        group = rf" (?:{_any_of(COLLECTIVES)})s?(?= d(?:e (?!\d)|'))(?: de (?:milliers|millions|milliards)(?!\w))?"
        one = rf"{group}|(?:{one})(?: et demie?(?!\w))?"
    else:
        one += r"| grand(?! [a-z]| *\w*-)(?!\w)| grand(?= (?:a|per|or|and|for|in|on|to|from)(?!\w))"
    return rf"(?:{one})"


def value(text: str, language: str) -> Decimal:
    """A number that `number` matched. A comma before exactly three digits parts thousands in French texts too."""
    text = text.casefold()
    if text[0].isdigit():
        digits, _, half = text.partition(" and ")
        return _digits(digits, language) + (Decimal("0.5") if half else 0)
    if text in FRACTIONS[language]:
        return Decimal(FRACTIONS[language][text])
    if text in ARTICLES:
        return Decimal(1)
    return WORDS[language].get(text) or _words_value(text, language)


def _words_value(text: str, language: str) -> Decimal:
    """Words read from left to right: what is below a hundred adds up, hundred and thousand multiply it."""
    text, half, _ = text.partition(" and a half")
    whole = part = small = Decimal(0)
    parts = [*re.split(r"[ -]", text.replace(",", "")), ""]
    ten = ""
    for word in parts:
        joined = f"{ten}-{word}" if ten else word
        if joined in WORDS[language] and joined not in _HUNDRED:
            ten, small = joined, WORDS[language][joined]
            continue
        if word in WORDS[language] and word not in _HUNDRED:
            ten, part, small = word, part + small, WORDS[language][word]
        elif word in _HUNDRED:
            ten, part, small = "", part + (small or 1) * 100, Decimal(0)
        elif word in _THOUSAND:
            ten, whole, part, small = "", (part + small or Decimal(1)) * 1000, Decimal(0), Decimal(0)
        elif word == "et" and ten:
            ten = f"{ten}-et"
    return whole + part + small + (Decimal("0.5") if half else 0)


def _digits(text: str, language: str) -> Decimal:
    digits = text.replace(" ", "").replace("'", "")
    if language == "en" or re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", digits):
        return Decimal(digits.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def is_in_words(text: str) -> bool:
    """Whether a number that `number` matched is written in words."""
    return not text[0].isdigit()


def is_fraction(text: str, language: str) -> bool:
    """Whether a number that `number` matched is `half a` or the like, which needs a million or an hour after it."""
    return text.casefold() in FRACTIONS[language]


def factor(text: str | None, language: str) -> Decimal:
    """What a multiplier multiplies by; 1 for none."""
    if text is None:
        return Decimal(1)
    first, *more = text.strip(" -").split(" et demi")[0].split(" de ")
    return _one_factor(first, language) * (_one_factor(more[0], language) if more else 1)


def half_of(text: str | None, language: str) -> Decimal:
    """What `et demi` after a multiplier adds: half of it; 0 without."""
    return factor(text, language) / 2 if text is not None and " et demi" in text else Decimal(0)


def _one_factor(word: str, language: str) -> Decimal:
    known = MULTIPLIERS[language]
    for form in (word, word.casefold(), word.removesuffix("s"), word.casefold().removesuffix("s")):
        if form in known:
            return Decimal(known[form])
    return Decimal(1)


def plain(number: Decimal) -> int | float:
    """A number as JSON has it: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)
