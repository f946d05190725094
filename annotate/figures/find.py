"""Figures in a text: money, percentages, spans of time, and counts with what is counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from typing import Any

import msgspec
from spacy.tokens import Doc, Token

from annotate.figures.amounts import Amount, amounts
from annotate.figures.counted import Span, is_person, kind_of, span_of_time
from annotate.figures.guards import is_age, is_ago, is_moment
from annotate.figures.numerals import WORDS, plain
from annotate.figures.rates import rate_after, rate_said
from annotate.fold import Folded, fold
from annotate.once import text_of
from annotate.proposal import Proposal, rules

AGENT = rules("figures")

CERTAIN = 0.8  # money, a percentage
COUNTED = 0.75  # a count of something that the lists know
SOME_NOUN = 0.5  # a count of something else
BARE = 0.5  # 2.7 million, of what was counted before

_OF = frozenset({"de", "d'", "d’", "des", "of"})
_REACH = 7  # tokens in which what is counted stands
_QUOTES = '«»“”"()'
_HUNDRED = 100
_SMALL = 11  # numbers in words below this are told of rather than counted, unless of what the lists know
_GROUPS = re.compile(
    r"(?<!\w)(?:staff|team|group|crowd|army|workforce|équipe|groupe|foule|armée|effectif)s? (?:of|de) (?:about "
    r"|some |over )?\Z",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"(?<!\w)(?:sur|out of|of|parmi|among|from|to|à) (?:(?:les|the|its|ses|leurs|their) )?\Z", re.IGNORECASE
)
_OF_THEM = re.compile(r" (?:of (?:them|these|those)|d'entre (?:eux|elles))(?!\w)", re.IGNORECASE)
_MORE_TIMES = re.compile(
    r" (?:fois|times) (?:plus|moins|more|less|fewer|as|larger|bigger|higher|the|out|over|trop|too|mieux|better"
    r"|greater|sur)(?!\w)",
    re.IGNORECASE,
)
_SPAN_CUE = re.compile(
    r"(?<!\w)(?:en|pendant|durant|d'ici|sous|pour|within|in|for|over|under|after|après|dans|than|of|about"
    r"|moins d'|plus d'"
    r"|près d'|environ|nearly|almost|just) \Z",
    re.IGNORECASE,
)
_SPAN_FOLLOWED = re.compile(
    r" (?:before|after|avant|après|durant|à peine|de (?:travail|prison|retard|débat|direct))(?!\w)", re.IGNORECASE
)
_OF_AFTER = re.compile(r" ?(?:of |des? |d')", re.IGNORECASE)
_ALWAYS = re.compile(
    r"(?:24 (?:heures|hours) (?:sur 24|a day)|(?:7|sept|seven) (?:jours sur (?:7|sept)|days a week))", re.IGNORECASE
)
_TIED = re.compile(r"['-]?\w|[-/]\w")  # the number is a piece of a longer word
_TIMES = frozenset({"fois", "time"})
_DETERMINERS = "his her its their my our your the these those ses les leurs nos mes vos ces son sa leur"
_NO_NOUNS = frozenset({"one", "other", "autre", "today", "yesterday", "tonight", "gmt", "utc"})
_WHOSE = frozenset(_DETERMINERS.split())
_NOT_CARRIED = ("percentage", "duration_")
_MINUTES = 60
_BEFORE = 40  # code points before an amount in which cues stand
_NEAR = 300  # code points from what was counted to a number without its noun
_NUMBER_JOINT = re.compile(r",? (?:ou|or|et|and) |, ", re.IGNORECASE)


class _Meaning(msgspec.Struct, frozen=True):
    """What an amount is a figure of; `end` is an offset into the text as written."""

    kind: str
    unit: str | None
    end: int
    score: float
    half: Decimal = Decimal(0)  # deux jours et demi
    times: int = 1


class FigureFinder:
    """Finds figures in texts of one language; numerals are read as English has them outside French."""

    def __init__(self, language: str) -> None:
        self.language = language if language in WORDS else "en"

    def __call__(self, doc: Doc) -> list[Proposal]:
        """The figures in a stretch of text."""
        text = fold(text_of(doc))
        found = list(amounts(text.text, self.language))
        meant = [_meaning(doc, amount, text, self.language) for amount in found]
        figures: list[Proposal] = []
        last: Proposal | None = None
        for place, amount in enumerate(found):
            if figures and text.origins[amount.start] < figures[-1].end:
                continue  # un euro les mille vues
            meaning = meant[place]
            if meaning is None and _may_stand_alone(amount, text, last):
                following = meant[place + 1] if place + 1 < len(found) else None
                joined = following and _NUMBER_JOINT.fullmatch(text.text, amount.end, found[place + 1].start)
                meaning = _as_before(amount, text, following if joined else None, last)
            if meaning is None:
                continue
            figure = _proposal(text, amount, meaning)
            if not meaning.kind.startswith(_NOT_CARRIED):
                last = figure
            figures.append(figure)
        return figures


def _meaning(doc: Doc, amount: Amount, text: Folded, language: str) -> _Meaning | None:
    """What an amount is a figure of, by what stands with it; None where that does not say."""
    folded = text.text
    end = text.span(amount.start, amount.end)[1]
    if amount.currency is not None:
        if amount.article and language == "en" and rate_after(folded, amount.end, money=True) is None:
            return None  # without a dollar
        return _Meaning("money", amount.currency, end, CERTAIN)
    if amount.percent:
        return _Meaning("percentage", "%", end, CERTAIN)
    if amount.points:
        return _Meaning("percentage_points", "percentage point", end, CERTAIN)
    if is_age(folded, amount.number_start, amount.end, float(amount.high)):
        return None
    span = span_of_time(folded, amount.goes_on)
    if span is not None:
        return _time(amount, span, text)
    if amount.article or amount.fraction or _MORE_TIMES.match(folded, amount.goes_on):
        return None
    if amount.in_words and not amount.multiplied and amount.high < _HUNDRED and _OF_AFTER.match(folded, amount.goes_on):
        return None  # eleven of the changes
    return _count(doc, amount, text)


def _time(amount: Amount, span: Span, text: Folded) -> _Meaning | None:
    """A span of time, unless it says when, or how often."""
    folded, start = text.text, amount.start
    if is_moment(folded, start, amount.end, float(amount.high)) or is_ago(folded, span.end):
        return None
    one = amount.in_words and amount.low == amount.high == 1
    if one and not (_SPAN_CUE.search(folded, max(0, start - _BEFORE), start) or _SPAN_FOLLOWED.match(folded, span.end)):
        return None
    if _ALWAYS.match(folded, amount.number_start):
        return None
    end = text.span(start, span.end)[1]
    if amount.fraction and span.unit == "hour":  # half an hour
        return _Meaning("duration_minutes", "minute", end, CERTAIN, times=_MINUTES)
    return _Meaning(span.kind, span.unit, end, CERTAIN, half=span.half)


def _count(doc: Doc, amount: Amount, text: Folded) -> _Meaning | None:
    """A count of what the noun after it names."""
    written = text.original
    end = text.span(amount.start, amount.end)[1]
    noun = noun_after(doc, text.span(amount.start, amount.goes_on)[1])
    if noun is None or amount.is_year:
        return None
    noun_end = _end_of_word(written, noun)
    forms = (noun.text, noun.lemma_, written[noun.idx : noun_end].replace("-", ""))
    known = kind_of(*forms)
    told = amount.in_words and not amount.multiplied and amount.high < _SMALL
    if told and (known is None or amount.high <= 1) and not _often(text, noun_end):
        return None
    if known is None:
        if amount.like_year or (noun.lemma_.casefold() in _TIMES and amount.high < _SMALL):
            return None
        if not (amount.multiplied or amount.grouped or amount.approximation) and _named(doc, amount, text, noun):
            return None
    kind = known or ("people" if is_person(*forms) else "count")
    if not any(sign in _QUOTES for sign in written[end : noun.idx]):
        end = noun_end
    whole = noun_end == noun.idx + len(noun)
    unit = (noun.lemma_ or noun.text) if whole else written[noun.idx : noun_end].removesuffix("s")
    return _Meaning(kind, unit, end, COUNTED if known else SOME_NOUN)


def _often(text: Folded, end: int) -> bool:
    """Whether a rate follows, which makes a figure of any number: three visits a week."""
    return rate_after(text.text, bisect_left(text.origins, end), money=False) is not None


def _named(doc: Doc, amount: Amount, text: Folded, noun: Token) -> bool:
    """Whether a number belongs to a name: Audi 100, 75016 Paris."""
    if noun.pos_ == "PROPN" and noun.text[:1].isupper() and not noun.text.isupper() and not noun.text.endswith("s"):
        return True
    first = bisect_left(doc, text.span(amount.start, amount.end)[0], key=lambda token: token.idx)
    before = doc[first - 1] if first > 0 else None
    return before is not None and before.pos_ == "PROPN" and before.text[:1].isupper() and not before.is_sent_start


def _may_stand_alone(amount: Amount, text: Folded, last: Proposal | None) -> bool:
    """Whether an amount with no noun is one of what was counted before, rather than a mere number."""
    folded = text.text
    if not amount.is_bare or amount.like_year or amount.article or amount.fraction or _TIED.match(folded, amount.end):
        return False
    if is_age(folded, amount.number_start, amount.end, float(amount.high)) or span_of_time(folded, amount.goes_on):
        return False
    if _GROUPS.search(folded, max(0, amount.start - _BEFORE), amount.start):
        return True
    if last is None or text.span(amount.start, amount.end)[0] - last.end > _NEAR:
        if _OF_THEM.match(folded, amount.end) and not amount.in_words:
            return True
        return (amount.multiplied and not amount.in_words) or bool(amount.grouped and amount.approximation)
    if _OUT_OF.search(folded, max(0, amount.start - _BEFORE), amount.start) and not amount.in_words:
        return text.span(amount.start, amount.end)[0] - last.end < _BEFORE or amount.multiplied or amount.grouped
    many = amount.in_words and amount.high >= _SMALL
    of_them = _OF_THEM.match(folded, amount.end) is not None and (many or not amount.in_words)
    exact = amount.approximation is not None and not amount.in_words
    return amount.multiplied or amount.grouped or exact or many or of_them


def _as_before(amount: Amount, text: Folded, following: _Meaning | None, last: Proposal | None) -> _Meaning | None:
    """What an amount without a noun is a figure of: what follows, `ten or twenty posts`, or what was counted before."""
    of_them = _OF_THEM.match(text.text, amount.end)
    end = text.span(amount.start, amount.end if of_them is None else of_them.end())[1]
    if following is not None and not following.kind.startswith(_NOT_CARRIED):
        return _Meaning(following.kind, following.unit, end, BARE)
    if _GROUPS.search(text.text, max(0, amount.start - _BEFORE), amount.start):
        return _Meaning("people", None, end, BARE)
    if last is None or text.span(amount.start, amount.end)[0] - last.end > _NEAR:
        return _Meaning("count", None, end, BARE)
    return _Meaning(last.code, last.attributes.get("unit"), end, BARE)


def _end_of_word(text: str, noun: Token) -> int:
    """Where a noun ends with what a hyphen ties to it: re-tweets."""
    rest = re.compile(r"(?:-\w+)*").match(text, noun.idx + len(noun))
    return noun.idx + len(noun) if rest is None else rest.end()


def noun_after(doc: Doc, end: int) -> Token | None:
    """The noun that an amount counts: `15 millions d'abonnés`, `40,000 of his new followers`."""
    first = bisect_left(doc, end, key=lambda token: token.idx)
    after = [token for token in doc[first : first + _REACH] if token.text.strip(" ")]
    whose = False
    for number, token in enumerate(after):
        known = token.pos_ not in ("VERB", "AUX") and kind_of(token.text, token.lemma_) is not None
        if token.pos_ in ("NOUN", "PROPN") or known:
            if doc.lang_ == "en" and not known:
                token, known = _head(after, number)
            if token.lemma_.casefold() in _NO_NOUNS:
                return None
            return token if token.text.replace("-", "").isalpha() or known else None
        if token.norm_ in _OF:
            whose = True
        elif not (
            token.pos_ in ("ADJ", "ADV")
            or token.text in _QUOTES
            or token.tag_ in ("VBN", "VBG")
            or (whose and token.pos_ in ("DET", "PRON") and token.norm_ in _WHOSE)
        ):
            return None
    return None


def _head(after: list[Token], number: int) -> tuple[Token, bool]:
    """The last of the nouns that stand together, or the first of them that the lists know: 500 campaign volunteers."""
    token, known = after[number], False
    for one in after[number + 1 : number + 3]:
        known = one.pos_ != "VERB" and kind_of(one.text, one.lemma_) is not None
        if not (known or one.pos_ in (token.pos_, "NOUN")) or not one.is_alpha or one.lemma_ in _NO_NOUNS:
            known = False
            break
        token = one
        if known:
            break
    return token, known


def _proposal(text: Folded, amount: Amount, meaning: _Meaning) -> Proposal:
    low, high = (bound * meaning.times + meaning.half for bound in (amount.low, amount.high))
    said: dict[str, Any] = {"kind": meaning.kind, "low": plain(low), "high": plain(high)}
    if low == high:
        said["value"] = said["low"]
    if meaning.unit is not None:
        said["unit"] = meaning.unit
    if amount.approximation is not None:
        said["approximation"] = amount.approximation
    start, end = text.span(amount.start, amount.end)[0], meaning.end
    folded_end = bisect_left(text.origins, end)
    rate = rate_after(text.text, folded_end, money=meaning.kind == "money")
    per = rate_said(text.text, amount.start, amount.end, folded_end)
    if rate is not None and rate.per != meaning.unit:
        per, end = rate.per, text.span(amount.start, rate.end)[1]
    if per is not None:
        said["per"] = per
    return Proposal(
        layer="figure", code=meaning.kind, start=start, end=end, score=meaning.score, agent=AGENT, attributes=said
    )
