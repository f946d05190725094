"""Marks of one language's typography in a text of the other: how it sets quotations, amounts, numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ingest.translated.evidence import Evidence, quotation

MOST = 3.0  # what all marks of a text together may weigh: they are of one make
_MONTHS = {
    "fr": r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
    "en": r"(?:january|february|march|april|june|july|august|september|october|november|december)",
}


class Mark(NamedTuple):
    """A sign that speaks from its `least`th occurrence on; one of `signs` stands in any text that has it, and a plain
    search for these spares the pattern.
    """

    weight: float
    pattern: re.Pattern[str]
    signs: tuple[str, ...]
    least: int = 1


def _mark(weight: float, pattern: str, *signs: str, least: int = 1) -> Mark:
    return Mark(weight, re.compile(pattern, re.MULTILINE), signs, least)


MARKS: dict[str, tuple[Mark, ...]] = {
    "fr": (
        _mark(2.0, r"\$ ?\d", "$"),
        _mark(0.7, r"\d ?\$", "$"),
        _mark(
            1.2, r"\.(?<=\d\.)\d{1,2} (?:millions?|milliards?|%|pour cent|euros|dollars)", ". m", "%", "pour cent", " m"
        ),
        _mark(1.0, r"(?<![\d,])\d{1,3},\d{3}\b(?!,? ?(?:km|m|kg|s|milliards?|millions?)\b)", ",0", ",5"),
        _mark(2.0, r"«[^«»“”\"\n]{3,200}[”\"](?=[\s.,;])|“[^«»“”\"\n]{3,200}»", "«", "“"),
        _mark(1.5, r",[”\"](?=\s)|, ?»(?=\s)", ',"', ",”", ",»", ", »"),
        _mark(1.5, r"\b(?:Mr|Mrs|Ms|Sen|Rep|Gov|Sgt|Lt)\. [A-ZÀ-Ý]", "r. ", "s. ", "n. ", "p. ", "v. ", "t. "),
        _mark(1.5, r"\d ?(?:a\.m\.|p\.m\.|AM|PM)(?!\w)", ".m.", "AM", "PM"),
        _mark(1.5, rf" {_MONTHS['fr']} (?:[12]?\d|3[01])(?:, (?:19|20)\d\d\b|(?= à \d))", ", 20", ", 19", " à "),
        _mark(1.2, rf"\d {_MONTHS['fr']}, (?:19|20)\d\d", ", 20", ", 19"),
        _mark(1.2, r"(?<=[^\W\d_])—(?=[^\W\d_])", "—"),
        _mark(0.4, r" – ", " – ", least=2),
        _mark(0.4, r" — ", " — ", least=2),
        _mark(2.0, r"\((?:D|R|I)-[A-Z][a-z]+\.?\)", "(D-", "(R-", "(I-"),
        _mark(1.0, r"^(?:[A-ZÀ-Ý][\w’'-]{3,} (?:[a-zà-ÿ’']{1,3} )?){4,}[A-ZÀ-Ý][\w’'-]{3,}$", ""),
    ),
    "en": (
        _mark(2.5, r"«[^»\n]{2,200}»", "«"),
        _mark(1.5, r"[,(:] ” \w|\w “[,.]", " ” ", "“,", "“."),
        _mark(
            1.0,
            r" (?:european|french|american|british|german|italian|spanish|russian|parisian)\b",
            "an ",
            "ish ",
            "nch ",
        ),
        _mark(0.7, rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?i:{_MONTHS['en']}) \d", "day "),
        _mark(0.7, r"\bex-? [A-Za-z]", "ex ", "ex- "),
        _mark(1.2, r"(?<=[^\W\d_]) [:;](?=\s)", " :", " ;", least=2),
        _mark(1.5, r"(?<=[^\W\d_]) [?!](?=\s|$)", " ?", " !"),
        _mark(1.5, r"\$ \d", "$ "),
        _mark(1.0, r"\d ?€", "€"),
        _mark(2.5, r",(?<=\d,)\d{1,2} ?(?:million|billion|%|percent|per cent|points?|euros|dollars)\b", ","),
        _mark(1.2, r" (?:(?<=\D\d )|(?<=\D\d\d )|(?<=\D\d\d\d ))\d{3}(?![\d-])", "00", least=2),
        _mark(1.5, r"\((?:…|\.\.\.)\)", "(…)", "(...)"),
        _mark(1.0, r"\d %", " %"),
        _mark(1.2, r"\b\d{1,2} ?h(?: ?\d\d)?\b", "0h", "h0", "h3", "h1", "h4", "h2", "h5", " h "),
        _mark(1.5, r"\b[nN] ?° ?\d", "°"),
        _mark(2.0, r"\b(?:XX?I?|XI?[VX]|XVI{1,3})(?:th|st|e|è?me) ", "XX", "XI", "XV"),
        _mark(0.5, r"(?<=[^\W\d_]) [,.](?=\s|$)", " ,", " .", least=2),
        _mark(0.7, r"^[A-Z][^.\n]{8,80}\w…$", "…\n"),
        _mark(1.2, r"[/©] ?(?:SIPA(?! USA)|Sipa(?! USA)|MAXPPP|MaxPPP|REA|Hans Lucas|Divergence|PHOTOPQR)\b", "/", "©"),
        _mark(
            0.7,
            r"^[A-Z][\w’' -]{2,40}: (?:did|does|do|will|is|are|has|why|how|who|what|should|must|can)\b[^.\n]*\?$",
            "?\n",
        ),
        _mark(1.0, rf" (?<=\d ){_MONTHS['en']}\b", " "),
    ),
}
_QUOTED = {
    "guillemets": re.compile(r"«[^«»\n]{30,}»"),
    "inverted commas": re.compile(r"[\"“][^\"“”\n]{30,}[\"”]"),
}
_TIGHT, _LOOSE = re.compile(r"«\w+"), re.compile(r"« \w+")


def marks(text: str, language: str) -> Iterator[Evidence]:
    """The marks of a foreign typography in a text, the heaviest first, up to `MOST`."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    found = [evidence for mark in MARKS.get(language, ()) if (evidence := _found(text, mark))]
    if language == "fr":
        found += [mixed for mixed in (_two_kinds_of_quotation(text), _two_kinds_of_guillemets(text)) if mixed]
    total = 0.0
    for evidence in sorted(found, key=lambda evidence: -evidence.weight):
        weight = min(evidence.weight, MOST - total)
        if weight > 0:
            yield evidence._replace(weight=weight)
        total += weight


def _found(text: str, mark: Mark) -> Evidence | None:
    if not any(sign in text for sign in mark.signs):
        return None
    seen = list(islice(mark.pattern.finditer(text), mark.least))
    if len(seen) < mark.least:
        return None
    return Evidence("typography", mark.weight, quotation(text, *seen[0].span()))


def _two_kinds_of_quotation(text: str) -> Evidence | None:
    """Whole sentences quoted now in guillemets, now in inverted commas, and neither within the other."""
    if "«" not in text or not ('"' in text or "“" in text):
        return None
    guillemets, commas = _QUOTED["guillemets"], _QUOTED["inverted commas"]
    one, other = guillemets.search(commas.sub(" ", text)), commas.search(guillemets.sub(" ", text))
    if one is None or other is None:
        return None
    return Evidence("typography", 1.2, f"{one.group()[:30].strip()}… / {other.group()[:30].strip()}…")


def _two_kinds_of_guillemets(text: str) -> Evidence | None:
    """Guillemets with a space after them and without, in one text: two hands, or a translator's whim."""
    tight, loose = _TIGHT.search(text), _LOOSE.search(text)
    if tight is None or loose is None:
        return None
    return Evidence("typography", 1.2, f"{tight.group()} / {loose.group()}")
