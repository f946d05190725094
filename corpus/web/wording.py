"""The interface in French and in English: messages, plurals, numbers, dates, and which of the two a reader gets.

Messages stand in a file a language (en.yaml, fr.yaml) under dotted keys, written with ordinary spaces and quotation
marks; French spacing is set here, once, so that nobody has to type a narrow no-break space.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import format_decimal, format_percent, get_group_symbol
from markupsafe import Markup, escape

from corpus.yamlfile import load_yaml

LANGUAGES = ("en", "fr")
LOCALES = {"en": "en_GB", "fr": "fr_FR"}  # day before month in both: 21 February 2020, 21 février 2020
NARROW = "\N{NARROW NO-BREAK SPACE}"
UNITS = ("byte", "kilobyte", "megabyte", "gigabyte")
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?\Z")

Plural = dict[str, str]  # plural category (`one`, `other`) -> message


def french(text: str) -> str:
    """Set the spaces of French typography in a text written with ordinary ones."""
    text = re.sub(r"[ \N{NO-BREAK SPACE}](?=[:;?!%»])", NARROW, text)
    return re.sub(r"«[ \N{NO-BREAK SPACE}]?", "«" + NARROW, text)


def typeset(text: str, language: str) -> str:
    """A text of ours (a label, a definition; never a document) with its language's typography."""
    return french(text) if language == "fr" else text


def read_messages(path: Path, language: str) -> Mapping[str, str | Plural]:
    """The messages of a file by dotted key, set for print."""
    found: dict[str, str | Plural] = {}
    for key, message in load_yaml(path, dict[str, str | Plural]).items():
        if isinstance(message, str):
            found[key] = typeset(message, language)
        else:
            found[key] = {form: typeset(text, language) for form, text in message.items()}
    return found


class Wording:
    """How one interface language says things. Everything it returns may be put into a page as it is."""

    def __init__(self, language: str, messages: Mapping[str, str | Plural]) -> None:
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self.messages = messages
        self.group = get_group_symbol(self.locale)
        self._bare: dict[str, Markup] = {}  # messages in which there is nothing to fill in: a page has a hundred

    def t(self, key: str, /, **values: Any) -> Markup:
        """A message with its values filled in; values are escaped, whole numbers are written out and choose the plural.

        Raises KeyError for an unknown key: a page with a hole is a fault, and a test looks for it.
        """
        if not values and key in self._bare:
            return self._bare[key]
        message = self.messages[key]
        if not isinstance(message, str):
            form = self.locale.plural_form(values["count"])
            message = message.get(form) or message["other"]
        # As Markup.format, which takes three times as long.
        shown = {name: escape(self.number(v) if isinstance(v, int) else v) for name, v in values.items()}
        said = Markup(str(escape(message)).format(**shown))  # noqa: S704 - escaped, all of it
        if not values:
            self._bare[key] = said
        return said

    def has(self, key: str) -> bool:
        """Whether there is such a message, for words that come from the data."""
        return key in self.messages

    def number(self, value: float) -> str:
        """1,234.5 or 1 234,5."""
        if isinstance(value, int):  # a page has hundreds, and Babel's own way takes thirty times as long
            return f"{value:,}".replace(",", self.group)
        return str(format_decimal(value, locale=self.locale))

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as 87% or 87 %."""
        return french(str(format_percent(share, locale=self.locale))) if self.language == "fr" else f"{share:.0%}"

    def size(self, count: int) -> Markup:
        """A number of bytes in the largest unit that leaves more than one of them."""
        amount, unit = float(count), UNITS[0]
        for unit in UNITS:
            if amount < 1000 or unit == UNITS[-1]:
                break
            amount /= 1000
        return self.t(f"unit.{unit}", amount=self.number(round(amount, 1 if unit != "byte" else 0)))

    def date(self, value: str) -> str:
        """An ISO date of any precision in words, as precise as it is; what is no such date comes back as it was."""
        match = DATE.match(value)
        if match is None:
            return value
        year, month, day, hour, minute, _, zone = match.groups()
        if month is None or not 1 <= int(month) <= 12:
            return year if month is None else value
        name = get_month_names("wide", "format", self.locale)[int(month)]
        if day is None:
            return f"{name} {year}"
        number = "1er" if self.language == "fr" and day == "01" else str(int(day))
        words = f"{number} {name} {year}"
        if hour is None:
            return words
        clock = f"{int(hour)}{NARROW}h{NARROW}{minute}" if self.language == "fr" else f"{hour}:{minute}"
        zone = {"Z": " UTC", None: ""}.get(zone, f" UTC{zone}")
        return f"{words}, {clock}{zone}"

    def period(self, start: str | None, end: str | None) -> Markup | str:
        """From when to when, either of which may be unknown; empty where both are."""
        if start and end:
            return self.date(start) if start == end else f"{self.date(start)} – {self.date(end)}"
        if start:
            return self.t("period.since", date=self.date(start))
        return self.t("period.until", date=self.date(end)) if end else ""

    def language_name(self, code: str | None) -> str:
        """French, français; a code that nobody knows comes back as it was."""
        if not code or code == "und":
            return str(self.t("language.unknown"))
        return str(self.locale.languages.get(code.partition("-")[0].lower(), code))

    def words(self, texts: Mapping[str, str]) -> str:
        """The text in this language, or in any where it has none, set for print."""
        if texts.get(self.language):
            return typeset(texts[self.language], self.language)
        return next((typeset(text, language) for language, text in texts.items() if text), "")


def negotiate(accepted: str) -> str:
    """The interface language for an Accept-Language header (RFC 9110, 12.5.4); English where it names neither."""
    ranges = []
    for order, part in enumerate(accepted.split(",")):
        tag, _, weight = part.strip().partition(";")
        match = re.match(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*\Z", weight)
        quality = float(match[1]) if match else (0.0 if weight else 1.0)
        ranges.append((-quality, order, tag.strip().lower().partition("-")[0]))
    for quality, _, language in sorted(ranges):
        if quality < 0 and language in LANGUAGES:
            return language
    return LANGUAGES[0]
