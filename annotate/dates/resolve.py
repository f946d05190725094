"""Time expressions resolved: against the day of publication, or against the date that the text told last.

Nothing is guessed: an expression that needs a day where only a year is known has no value, but the reason why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from annotate.dates import when
from annotate.dates.anchor import Anchor
from annotate.dates.meaning import (
    Between,
    Few,
    Fixed,
    From,
    Meaning,
    Mention,
    PartOfYear,
    Season,
    Shift,
    Since,
    Tense,
    Unsaid,
    Until,
    Weekday,
    Weekend,
    WeekOf,
    Yearless,
)
from annotate.dates.when import PRECISIONS, When
from annotate.proposal import Proposal, rules

AGENT = rules("dates")
EXPLICIT = "explicit"
PUBLICATION = "relative to publication"

SAID = 0.9  # the text tells the whole date
COUNTED = 0.8  # from publication, in one way only
BY_TENSE = 0.75  # the verb tells whether it is past or to come
NEAREST = 0.6  # nothing tells; the nearest in the way of the press
BY_TEXT = 0.6  # from the date told last
UNRESOLVED = 0.4

_NEAR = timedelta(days=45)  # a day without its year is the nearest one, whatever the tense of a verb beside it
_SOON = timedelta(days=2)  # a present tense is of the day that is so near, else of the last one: he speaks Thursday
_HALF_YEAR = timedelta(days=183)
_TOLD_LONG_AGO = timedelta(days=300)
_REACH = 1  # paragraphs back in which the date stands that the text counts from


class Resolved(msgspec.Struct, frozen=True):
    """What an expression came to: when, counted from what (`basis`, `anchor`), and how sure that is."""

    when: When
    basis: str = EXPLICIT
    anchor: str | None = None
    score: float = SAID


class Reason(msgspec.Struct, frozen=True):
    """Why an expression has no value."""

    why: str


NO_ANCHOR = Reason("no date of publication")
COARSE = Reason("date of publication too coarse")
NO_DATE = Reason("no date before it")
PAST_OR_FUTURE = Reason("past or future")
NO_SUCH_DAY = Reason("no such day")


class Resolver:
    """Resolves the expressions of one document, in the order of its text."""

    def __init__(self, anchor: Anchor | None) -> None:
        self.anchor = anchor
        self.told: list[tuple[int, Resolved | None]] = []  # by paragraph; None is one that was not resolved

    def __call__(self, mention: Mention, paragraph: int) -> Resolved | Reason:
        """What an expression in a paragraph comes to; later ones may be counted from it."""
        try:
            found = self._resolve(mention.meaning, mention.tense, paragraph)
        except OverflowError:
            found = NO_SUCH_DAY
        if isinstance(found, Resolved):
            found = _with_clock(found, mention)
        if mention.code != "issue":
            self.told.append((paragraph, found if isinstance(found, Resolved) else None))
        return found

    def _resolve(self, meaning: Meaning, tense: Tense | None, paragraph: int) -> Resolved | Reason:
        match meaning:
            case Fixed():
                return Resolved(meaning.when)
            case Unsaid():
                return Reason(meaning.reason)
            case Yearless():
                return self._yearless(meaning, tense, paragraph)
            case Weekday():
                return self._weekday(meaning, tense, paragraph)
            case Shift():
                return self._shift(meaning, paragraph)
            case Weekend() | Season() | Few() | PartOfYear():
                return self._of_publication(meaning, tense)
            case _:
                return self._composed(meaning, tense, paragraph)

    def _composed(self, meaning: Meaning, tense: Tense | None, paragraph: int) -> Resolved | Reason:
        match meaning:
            case Between():
                return self._between(meaning, tense, paragraph)
            case Since():
                return _mapped(self._resolve(meaning.start, tense or "past", paragraph), when.since)
            case Until():
                return _mapped(self._resolve(meaning.end, tense, paragraph), when.until)
            case WeekOf():
                inner = self._resolve(meaning.date, tense, paragraph)
                return _mapped(inner, lambda of: when.week(_start(of)))
            case From():
                inner = self._resolve(meaning.date, tense, paragraph)
                if isinstance(inner, Reason):
                    return inner
                return _counted(inner, meaning.shift, inner.basis, inner.anchor)
        raise TypeError(f"No way to resolve {meaning!r}.")

    def _between(self, meaning: Between, tense: Tense | None, paragraph: int) -> Resolved | Reason:
        first, last = self._resolve(meaning.start, tense, paragraph), self._resolve(meaning.end, tense, paragraph)
        if isinstance(last, Reason) or (isinstance(first, Reason) and not isinstance(meaning.start, Yearless)):
            return first if isinstance(first, Reason) else last
        if isinstance(meaning.start, Yearless):  # its year is that of the other end, or the one before
            first = _before(meaning.start, last)
        elif isinstance(meaning.start, Weekday) and isinstance(meaning.end, Weekday) and isinstance(first, Resolved):
            ahead = (meaning.end.weekday - meaning.start.weekday) % 7 or 7
            last = msgspec.structs.replace(last, when=when.day(_start(first.when) + timedelta(days=ahead)))
        if isinstance(first, Reason):
            return first
        both = when.between(first.when, last.when)
        if both is None:
            return NO_SUCH_DAY
        return msgspec.structs.replace(max((first, last), key=lambda end: end.basis != EXPLICIT), when=both)

    def _from_publication(self, unit: str) -> Anchor | Reason:
        """The anchor, where a distance in this unit can be counted from it."""
        if self.anchor is None:
            return NO_ANCHOR
        enough = PRECISIONS.index(self.anchor.precision) <= PRECISIONS.index("month" if unit == "season" else unit)
        return self.anchor if enough else COARSE

    def _from_text(self, unit: str, paragraph: int) -> Resolved | Reason:
        """The date told last before, where a distance in this unit can be counted from it."""
        for there, resolved in reversed(self.told):
            if paragraph - there > _REACH or resolved is None:
                return NO_DATE
            if resolved.when.told_to(unit):
                return resolved
        return NO_DATE

    def _shift(self, shift: Shift, paragraph: int) -> Resolved | Reason:
        if shift.of == "text":
            told = self._from_text(shift.unit, paragraph)
            if isinstance(told, Reason):
                return told
            value = (
                when.containing(_start(told.when), told.when.precision).value
                if told.when.precision == "minute"
                else told.when.value
            )
            return _counted(told, shift, f"relative to {value}", value)
        anchor = self._from_publication(shift.unit)
        if isinstance(anchor, Reason):
            return anchor
        found = when.containing(when.shifted(anchor.day, shift.unit, shift.by), shift.unit)
        return self._said(found, COUNTED)

    def _said(self, found: When, score: float) -> Resolved:
        return Resolved(found, PUBLICATION, None if self.anchor is None else self.anchor.value, score)

    def _weekday(self, meaning: Weekday, tense: Tense | None, paragraph: int) -> Resolved | Reason:
        if meaning.of == "text":
            told = self._from_text("day", paragraph)
            if isinstance(told, Reason):
                return told
            found = _weekday_near(_start(told.when), meaning.weekday, meaning.turn or 0, meaning.turn != 0)
            return Resolved(when.day(found), f"relative to {told.when.start}", str(told.when.start), BY_TEXT)
        anchor = self._from_publication("day")
        if isinstance(anchor, Reason):
            return anchor
        if meaning.turn in (-1, 1):
            return self._said(when.day(_weekday_near(anchor.day, meaning.weekday, meaning.turn, True)), COUNTED)
        if meaning.turn == 0 and tense not in ("past", "future"):
            return self._said(when.day(_weekday_near(anchor.day, meaning.weekday, 0, False)), NEAREST)
        soon = _weekday_near(anchor.day, meaning.weekday, 1, False) - anchor.day <= _SOON
        side = 1 if tense == "future" or (tense == "present" and soon) else -1
        score = BY_TENSE if tense in ("past", "future") else NEAREST
        return self._said(when.day(_weekday_near(anchor.day, meaning.weekday, side, False)), score)

    def _yearless(self, meaning: Yearless, tense: Tense | None, paragraph: int) -> Resolved | Reason:
        told = self._story(paragraph)
        if told is not None and tense != "future" and meaning.turn is None:
            near = _nearest(meaning, _start(told.when))
            if near is not None and abs(_start(near) - _start(told.when)) < _HALF_YEAR:
                return Resolved(near, f"relative to {told.when.value}", told.when.value, BY_TEXT)
        anchor = self._from_publication("month")
        if isinstance(anchor, Reason):
            return anchor
        turn = meaning.turn if meaning.turn is not None else {"past": -1, "future": 1}.get(tense or "", 0)
        near = _nearest(meaning, anchor.day)
        if near is None:
            return NO_SUCH_DAY
        close = meaning.day is not None and abs(_start(near) - anchor.day) <= _NEAR
        if turn == 0 or (meaning.turn is None and close):
            sure = COUNTED if close else BY_TENSE if abs(_start(near) - anchor.day) <= 2 * _NEAR else NEAREST
            return self._said(near, sure)
        found = _on_side(meaning, anchor.day, turn)
        return NO_SUCH_DAY if found is None else self._said(found, BY_TENSE)

    def _story(self, paragraph: int) -> Resolved | None:
        """The date told last where the text is about a time long before publication, or has no publication date."""
        told = self._from_text("month", paragraph)
        if isinstance(told, Reason) or told.basis == PUBLICATION:
            return None
        if self.anchor is not None and self.anchor.day - _start(told.when) < _TOLD_LONG_AGO:
            return None
        return told

    def _of_publication(self, meaning: Meaning, tense: Tense | None) -> Resolved | Reason:
        """Weekends, seasons, parts of years and the last few weeks."""
        units: dict[type[Meaning], str] = {Weekend: "day", Season: "season", PartOfYear: "year"}
        anchor = self._from_publication(meaning.unit if isinstance(meaning, Few) else units[type(meaning)])
        if isinstance(anchor, Reason):
            return anchor
        match meaning:
            case Weekend():
                return self._weekend(meaning, tense, anchor)
            case Season():
                return self._season(meaning, tense, anchor)
            case PartOfYear():
                found = when.part_of_year(anchor.day.year + meaning.turn, meaning.unit, meaning.which)
                return self._said(found, COUNTED)
            case Few():
                return self._said(_few(meaning, anchor.day), COUNTED)
        raise TypeError(f"No way to resolve {meaning!r}.")

    def _weekend(self, meaning: Weekend, tense: Tense | None, anchor: Anchor) -> Resolved:
        this = when.weekend(anchor.day)
        turn = meaning.turn
        if turn == 0 and anchor.day < _start(this):  # before Saturday: the one that was, or the one to come
            gone = meaning.past or anchor.day.weekday() < 3
            turn = -1 if tense == "past" or (gone and tense != "future") else 0
        elif turn == 1 and anchor.day < _start(this):
            turn = 0
        score = NEAREST if meaning.turn == 0 and tense not in ("past", "future") else BY_TENSE
        return self._said(when.weekend(anchor.day + timedelta(days=7 * turn)), score)

    def _season(self, meaning: Season, tense: Tense | None, anchor: Anchor) -> Resolved | Reason:
        around = [when.season(meaning.name, anchor.day.year + by) for by in (-1, 0, 1, 2)]
        past = [one for one in around if one.end is not None and one.end < anchor.day]
        ahead = [one for one in around if _start(one) > anchor.day]
        now = [one for one in around if one not in past and one not in ahead]
        if meaning.turn in (-1, 1):
            found = past[-1] if meaning.turn == -1 else ahead[0]
            return self._said(_plain_winter(found), COUNTED)
        if now:
            return self._said(_plain_winter(now[0]), COUNTED)
        if tense in ("past", "future"):
            return self._said(_plain_winter(past[-1] if tense == "past" else ahead[0]), BY_TENSE)
        if meaning.turn is None:
            return PAST_OR_FUTURE
        this_year = next((one for one in around if _start(one).year == anchor.day.year), ahead[0])
        return self._said(_plain_winter(this_year), NEAREST)


def _start(of: When) -> date:
    """The first day of what is known to have one."""
    if of.start is None:
        raise OverflowError("This stretch of time has no beginning.")
    return of.start


def _mapped(found: Resolved | Reason, change: Any) -> Resolved | Reason:
    return found if isinstance(found, Reason) else msgspec.structs.replace(found, when=change(found.when))


def _counted(told: Resolved, shift: Shift, basis: str, anchor: str | None) -> Resolved | Reason:
    """So many units from a date in the text."""
    if not told.when.told_to(shift.unit):
        return Reason("the date before it is too coarse")
    found = when.containing(when.shifted(_start(told.when), shift.unit, shift.by), shift.unit)
    return Resolved(found, basis, anchor, min(told.score, BY_TEXT))


def _with_clock(found: Resolved, mention: Mention) -> Resolved:
    of = found.when
    if mention.clock is not None and of.precision == "day" and of.single and of.start == of.end:
        of = when.at(of, mention.clock.hour, mention.clock.minute, mention.clock.zone)
    elif mention.about:
        of = when.about(of)
    return msgspec.structs.replace(found, when=of)


def _weekday_near(around: date, weekday: int, side: int, strictly: bool) -> date:
    """The day of this name before (-1) or after (1) a day, or that day unless `strictly`; 0 is the nearest."""
    ahead = (weekday - around.weekday()) % 7
    if side == 0:
        return around + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    by = ahead if side > 0 else ahead - 7 if ahead else 0
    return around + timedelta(days=by if by or not strictly else 7 * side)


def _candidates(meaning: Yearless, around: date) -> list[When]:
    """The days or months of this name in the years around, with its weekday where that is told."""
    found = []
    for year in range(around.year - 8, around.year + 9):
        try:
            first = date(year, meaning.month, meaning.day or 1)
        except ValueError:
            continue
        near = meaning.weekday is not None or abs(year - around.year) <= 1
        if near and (meaning.weekday is None or first.weekday() == meaning.weekday):
            found.append(when.month(first) if meaning.day is None else when.day(first))
    return found


def _nearest(meaning: Yearless, around: date) -> When | None:
    month = around.replace(day=1) if meaning.day is None else around
    return min(_candidates(meaning, around), key=lambda one: abs(_start(one) - month), default=None)


def _on_side(meaning: Yearless, around: date, side: int) -> When | None:
    """The last one before, or the first one after; the month or day itself is both."""
    found = _candidates(meaning, around)
    if side < 0:
        return next((one for one in reversed(found) if _start(one) <= around), None)
    return next((one for one in found if (one.end or around) >= around), None)


def _before(meaning: Yearless, last: Resolved) -> Resolved | Reason:
    """The day or month of this name that comes before the other end of an interval."""
    found = _on_side(meaning, last.when.end or _start(last.when), -1)
    return NO_SUCH_DAY if found is None else msgspec.structs.replace(last, when=found)


def _few(meaning: Few, day: date) -> When:
    """From the publication on or back; weeks are counted in days, decades in years, since EDTF has neither there."""
    unit, told = {"week": ("day", "week"), "decade": ("year", "decade")}.get(meaning.unit, (meaning.unit, meaning.unit))
    here = when.containing(day, unit)
    if meaning.count is None:
        found = when.last_few(here) if meaning.by < 0 else when.next_few(here)
    else:
        there = when.containing(when.shifted(day, meaning.unit, meaning.by * meaning.count), unit)
        both = when.between(there, here) if meaning.by < 0 else when.between(here, there)
        if both is None:
            raise OverflowError("An interval of no length.")
        found = both
    return msgspec.structs.replace(found, precision=told)


def _plain_winter(of: When) -> When:
    """A winter by its months: whether EDTF's winter of a year is that of its beginning or its end is not agreed."""
    if of.precision != "season" or of.start is None or of.end is None or of.start.month != 12:
        return of
    return msgspec.structs.replace(of, value=f"{of.start.isoformat()[:7]}/{of.end.isoformat()[:7]}")


def proposals(mentions: Iterable[tuple[int, Mention]], anchor: Anchor | None) -> list[Proposal]:
    """The annotations of a document's expressions, each given with the number of its paragraph, in any order."""
    resolver = Resolver(anchor)
    ordered = sorted(mentions, key=lambda placed: placed[1].start)
    return [_proposal(mention, resolver(mention, paragraph)) for paragraph, mention in ordered]


def _proposal(mention: Mention, found: Resolved | Reason) -> Proposal:
    said: dict[str, Any] = {}
    if isinstance(found, Resolved):
        said = {"value": found.when.value, "precision": found.when.precision, "basis": found.basis}
        if found.anchor is not None:
            said["anchor"] = found.anchor
    else:
        said = {"unresolved": found.why}
    if mention.part is not None:
        said["part"] = mention.part
    return Proposal(
        layer="date",
        code=mention.code,
        start=mention.start,
        end=mention.end,
        score=found.score if isinstance(found, Resolved) else UNRESOLVED,
        agent=AGENT,
        attributes=said,
    )
