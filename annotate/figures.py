"""Figures in a text: money, percentages, and counts with what is counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from spacy.tokens import Doc, Token

from annotate.amounts import Amount, amounts
from annotate.counted import PERIODS, TIMES, kind_of
from annotate.fold import Folded, fold
from annotate.numerals import WORDS, plain
from annotate.proposal import Proposal, rules

AGENT = rules("figures")

CERTAIN = 0.8  # money, a percentage
COUNTED = 0.75  # a count of something that the lists know
SOME_NOUN = 0.5  # a count of something else
BARE = 0.5  # 2.7 million, of what was counted before

_PER = re.compile(
    rf"(?: (?:par|per|an?|each|every|chaque|du|le|la|de l'|l')| ?/) ?({'|'.join(PERIODS)})s?(?!\w)", re.IGNORECASE
)
_PER_ADJECTIVE = re.compile(
    r" (mensuel|annuel|quotidien|hebdomadaire)(?:le)?s?(?!\w)|,? (monthly|yearly|daily|weekly)(?!\w)"
)
_ADJECTIVES = {
    "mensuel": "month", "annuel": "year", "quotidien": "day", "hebdomadaire": "week",
    "monthly": "month", "yearly": "year", "daily": "day", "weekly": "week",
}  # fmt: skip
_OF = frozenset({"de", "d'", "d’", "des", "of"})
_REACH = 6  # tokens in which what is counted stands
_QUOTES = '«»“”"()'


class FigureFinder:
    """Finds figures in texts of one language; numerals are read as English has them outside French."""

    def __init__(self, language: str) -> None:
        self.language = language if language in WORDS else "en"

    def __call__(self, doc: Doc) -> list[Proposal]:
        """The figures in a stretch of text."""
        text = fold(doc.text)
        found: list[Proposal] = []
        last: Proposal | None = None
        for amount in amounts(text.text, self.language):
            figure = _figure(doc, amount, text, last)
            if figure is None:
                continue
            if figure.code not in ("money", "percentage"):
                last = figure
            found.append(figure)
        return found


def _figure(doc: Doc, amount: Amount, text: Folded, last: Proposal | None) -> Proposal | None:
    """The figure that an amount is, by what follows it; None where it is only a number."""
    written = text.original
    start, end = text.span(amount.start, amount.end)
    if amount.currency is not None:
        return _proposal(written, amount, start, end, CERTAIN, kind="money", unit=amount.currency)
    if amount.percent:
        return _proposal(written, amount, start, end, CERTAIN, kind="percentage", unit="%")
    counted_from = text.span(amount.start, amount.goes_on)[1]
    if (
        amount.in_words
        and not amount.multiplied
        and written[counted_from:][:10].lstrip().startswith(("of ", "de ", "d'"))
    ):
        return None  # one of them
    noun = _noun_after(doc, counted_from)
    if noun is None:
        if not amount.multiplied or amount.in_words:
            return None
        kind, unit = ("count", None) if last is None else (last.code, last.attributes.get("unit"))
        return _proposal(written, amount, start, end, BARE, kind=kind, unit=unit)
    noun_end = _end_of_word(written, noun)
    known = kind_of(noun.text, noun.lemma_, written[noun.idx : noun_end].replace("-", ""))
    if amount.is_year or (known is None and (amount.in_words or noun.lemma_.casefold() in TIMES)):
        return None
    if not any(sign in _QUOTES for sign in written[end : noun.idx]):
        end = noun_end
    unit = noun.lemma_ or noun.text
    return _proposal(written, amount, start, end, COUNTED if known else SOME_NOUN, kind=known or "count", unit=unit)


def _end_of_word(text: str, noun: Token) -> int:
    """Where a noun ends with what a hyphen ties to it: re-tweets."""
    rest = re.compile(r"(?:-\w+)*").match(text, noun.idx + len(noun))
    return noun.idx + len(noun) if rest is None else rest.end()


def _noun_after(doc: Doc, end: int) -> Token | None:
    """The noun that an amount counts: `15 millions d'abonnés`, `100 digital organizers`."""
    first = bisect_left(doc, end, key=lambda token: token.idx)
    after = [token for token in doc[first : first + _REACH] if token.text.strip(" ")]
    for number, token in enumerate(after):
        known = token.pos_ not in ("VERB", "AUX") and kind_of(token.text, token.lemma_) is not None
        if token.pos_ in ("NOUN", "PROPN") or known:
            # An English noun may stand before the one that is counted: 500 campaign volunteers.
            following = after[number + 1] if number + 1 < len(after) else None
            if not known and following is not None and kind_of(following.text, following.lemma_):
                return following
            return token if token.is_alpha or known else None
        if token.pos_ not in ("ADJ", "ADV") and token.text not in _QUOTES and token.norm_ not in _OF:
            return None
    return None


def _proposal(
    text: str, amount: Amount, start: int, end: int, score: float, *, kind: str, unit: str | None
) -> Proposal:
    said: dict[str, Any] = {"kind": kind, "low": plain(amount.low), "high": plain(amount.high)}
    if amount.low == amount.high:
        said["value"] = said["low"]
    if unit is not None:
        said["unit"] = unit
    if amount.approximation is not None:
        said["approximation"] = amount.approximation
    per = _PER.match(text, end) or _PER_ADJECTIVE.match(text, end)
    if per is not None:
        word = next(group for group in per.groups() if group).casefold()
        said["per"] = PERIODS.get(word) or _ADJECTIVES[word]
        end = per.end()
    return Proposal(layer="figure", code=kind, start=start, end=end, score=score, agent=AGENT, attributes=said)
