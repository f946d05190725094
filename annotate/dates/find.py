"""Time expressions found in a text that a pipeline has read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc, Span

from annotate.dates.english import ENGLISH
from annotate.dates.french import FRENCH
from annotate.dates.grammar import Grammar
from annotate.dates.guards import stands
from annotate.dates.meaning import (
    Between,
    Clock,
    Few,
    Fixed,
    From,
    Mention,
    Season,
    Shift,
    Since,
    Tense,
    Unsaid,
    Until,
    Weekday,
    Weekend,
    Yearless,
)
from annotate.dates.readings import READINGS
from annotate.dates.tense import tense_of
from annotate.fold import Folded, fold
from annotate.once import text_of

GRAMMARS = {grammar.language: grammar for grammar in (FRENCH, ENGLISH)}
_DAILY = (Weekday, Yearless, Shift, Fixed)  # may have a part of the day or an hour after it
_NAMED_BY_PART = ("adverb", "last_night", "night")  # readings whose own words name a part of the day: tonight
_BY_TENSE = (Weekday, Yearless, Season, Weekend)
_BEFORE_OR_AFTER = ("before", "after", "prior", "avant", "après")
_EVES = ("veille", "avant-veille", "lendemain", "surlendemain", "eve")
_ZONES = {
    "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "GMT": "Z", "UTC": "Z", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00",
}  # fmt: skip
_OPEN_END = re.compile(r" ?(?:\Z|[.,;:!?)»”\"…-])|(?: (?:and|but|when|that|et|mais|que|qu'))(?!\w)", re.I)


class Found(msgspec.Struct, frozen=True):
    """A mention with offsets into the folded window, the reading that gave it, and its match."""

    mention: Mention
    reading: str
    match: re.Match[str]


class DateFinder:
    """Finds time expressions in texts of one language; in a language without a grammar it finds none."""

    def __init__(self, language: str) -> None:
        self.grammar = GRAMMARS.get(language)

    def __call__(self, doc: Doc) -> list[Mention]:
        """The time expressions in a stretch of text, in order, none overlapping another."""
        if self.grammar is None:
            return []
        found: list[Mention] = []
        written = text_of(doc)
        for start, end, kinds in self.grammar.windows(written):
            window = _Window(self.grammar, doc, fold(written[start:end]), start)
            found += window.mentions(kinds)
        return found


class _Window:
    """A stretch of a document around telling words."""

    def __init__(self, grammar: Grammar, doc: Doc, text: Folded, start: int) -> None:
        self.grammar, self.doc, self.text, self.start = grammar, doc, text, start

    def mentions(self, kinds: set[str]) -> list[Mention]:
        joined = self._joined(_longest(self._candidates(kinds)))
        return [self._placed(found) for found in joined]

    def _candidates(self, kinds: set[str]) -> list[Found]:
        found = []
        for rule in self.grammar.rules:
            if rule.near not in kinds:
                continue
            for match in rule.pattern.finditer(self.text.text):
                start, end = match.span("at" if "at" in match.re.groupindex else 0)
                meaning = READINGS[rule.reading](match, self.grammar)
                if meaning is None or not stands(
                    self.grammar, rule.reading, self.text, match, self._passage(start, end)
                ):
                    continue
                mention = Mention(start=start, end=end, meaning=meaning, part=self._part(rule.reading, match))
                found.append(Found(mention, rule.reading, match))
        return found

    def _passage(self, start: int, end: int) -> Span | None:
        first, last = self.text.span(start, end)
        return self.doc.char_span(self.start + first, self.start + last, alignment_mode="expand")

    def _part(self, reading: str, match: re.Match[str]) -> str | None:
        named = match.groupdict().get("part") or match.groupdict().get("lead")
        if named is None and reading in _NAMED_BY_PART:
            named = match[0]
        words = re.findall(r"[\w-]+", (named or "").lower())
        return next((self.grammar.parts[word] for word in words if word in self.grammar.parts), None)

    def _joined(self, found: Sequence[Found]) -> list[Found]:
        """Expressions with what stands around them, and two that are one: between Monday and Friday."""
        joined: list[Found] = []
        passed = -1
        for number, one in enumerate(found):
            if number == passed:
                continue
            after = found[number + 1] if number + 1 < len(found) else None
            one = self._with_day_part(one, joined[-1].mention.end if joined else 0)
            pair = None if after is None else self._pair(one, after)
            if pair is not None:
                passed = number + 1
            joined.append(self._with_lead(pair or self._of_event(one)))
        return joined

    def _with_day_part(self, found: Found, free_from: int) -> Found:
        """With the part of the day and the hour that stand beside it, not before where the last expression ends."""
        mention, text = found.mention, self.text.text
        if not isinstance(mention.meaning, _DAILY) or found.reading in ("year", "month", "unit", "ago", "few"):
            return found
        part = self.grammar.beside["part_after"].match(text, mention.end)
        if part is not None and mention.part is None:
            mention = msgspec.structs.replace(mention, end=part.end(), part=self.grammar.parts[part["part"].lower()])
        clock = self.grammar.beside["clock_after"].match(text, mention.end)
        before = self.grammar.beside["clock_before"].search(text, free_from, mention.start)
        named = found.match.groupdict()
        if named.get("hour"):
            zone = named.get("zone") or ""
            mention = msgspec.structs.replace(mention, clock=Clock(int(named["hour"]), int(named["minute"]), zone))
        elif clock is not None:
            mention = msgspec.structs.replace(mention, end=clock.end(), clock=_clock(clock))
        elif before is not None:
            mention = msgspec.structs.replace(mention, start=before.start(), clock=_clock(before))
        return msgspec.structs.replace(found, mention=mention)

    def _pair(self, one: Found, other: Found) -> Found | None:
        """Two expressions as one: `between A and B`, or a distance from a date, `two days before B`."""
        text, first, second = self.text.text, one.mention, other.mention
        if first.end > second.start:
            return None
        if one.reading in ("eve", "later") and isinstance(first.meaning, Shift):
            if (
                _leans(one)
                and self.grammar.beside["of"].fullmatch(text, first.end, second.start)
                and second.clock is None
            ):
                return self._merged(one, first.start, second, From(first.meaning, second.meaning), "date")
            return None
        if not isinstance(second.meaning, Weekday | Yearless | Fixed | Season | Shift):
            return None
        lead = self.grammar.beside["between"].search(text, 0, first.start)
        joint = self.grammar.beside["joint"].fullmatch(text, first.end, second.start)
        if lead is None or joint is None or isinstance(first.meaning, Between | Few | Unsaid):
            return None
        both = lead[0].lower().startswith(("entre", "between"))
        if both != joint[0].lower().startswith((" et", " and")):
            return None
        return self._merged(one, lead.start(), second, Between(first.meaning, second.meaning), "interval")

    def _merged(self, one: Found, start: int, last: Mention, meaning: Between | From, code: str) -> Found:
        mention = Mention(start=start, end=last.end, meaning=meaning, code=code, part=one.mention.part or last.part)
        return msgspec.structs.replace(one, mention=mention)

    def _of_event(self, found: Found) -> Found:
        """A distance from something that is no date is not told: the night before the vote."""
        mention, text = found.mention, self.text.text
        if not isinstance(mention.meaning, Shift) or not _leans(found):
            return found
        if _turning_word(found) in _EVES:
            event = self.grammar.beside["event"].match(text, mention.end) is not None
        else:
            event = _OPEN_END.match(text, mention.end) is None
        if not event:
            return found
        return msgspec.structs.replace(found, mention=msgspec.structs.replace(mention, meaning=Unsaid("event")))

    def _with_lead(self, found: Found) -> Found:
        """With what stands before it: since, until, around, a newspaper whose issue it dates."""
        mention, text, beside = found.mention, self.text.text, self.grammar.beside
        meaning = mention.meaning
        if isinstance(meaning, Between):
            return msgspec.structs.replace(found, mention=msgspec.structs.replace(mention, code="interval"))
        if isinstance(meaning, Few):
            return msgspec.structs.replace(found, mention=msgspec.structs.replace(mention, code="interval"))
        for name, kind in (("since", Since), ("until", Until)):
            before = beside[name].search(text, 0, mention.start)
            if before is not None and not isinstance(meaning, Unsaid):
                whole = msgspec.structs.replace(mention, start=before.start(), meaning=kind(meaning), code="interval")
                return msgspec.structs.replace(found, mention=whole)
        about = beside["about"].search(text, 0, mention.start)
        if about is not None or found.match.groupdict().get("about"):
            start = mention.start if about is None else about.start()
            mention = msgspec.structs.replace(mention, start=start, about=True)
        if "issue" in beside and beside["issue"].search(text, 0, mention.start):
            mention = msgspec.structs.replace(mention, code="issue")
        return msgspec.structs.replace(found, mention=mention)

    def _placed(self, found: Found) -> Mention:
        """With offsets into the document's text, and the tense where it matters."""
        mention = found.mention
        start, end = self.text.span(mention.start, mention.end)
        placed = msgspec.structs.replace(mention, start=self.start + start, end=self.start + end)
        inner = mention.meaning
        if isinstance(inner, Since | Between):
            inner = inner.start
        elif isinstance(inner, Until):
            inner = inner.end
        if not isinstance(inner, _BY_TENSE):
            return placed
        return msgspec.structs.replace(placed, tense=self._tense(mention))

    def _tense(self, mention: Mention) -> Tense | None:
        """The tense of its verb, unless a word before it looks ahead: scheduled for; by Friday, if that is not past."""
        beside, text = self.grammar.beside, self.text.text
        if beside["future"].search(text, 0, mention.start):
            return "future"
        passage = self._passage(mention.start, mention.end)
        tense = None if passage is None else tense_of(passage)
        by_then = isinstance(mention.meaning, Until) or beside["by_then"].search(text, 0, mention.start) is not None
        return "future" if by_then and tense != "past" else tense


def _turning_word(found: Found) -> str:
    named = found.match.groupdict()
    return (named.get("eve") or named.get("turn") or "").lower()


def _leans(found: Found) -> bool:
    """Whether what an expression is counted from may follow it: the day before, la veille."""
    return _turning_word(found) in (*_BEFORE_OR_AFTER, *_EVES)


def _longest(candidates: list[Found]) -> list[Found]:
    """In order, of those that overlap the one that begins first, and of those the longest."""
    chosen: list[Found] = []
    for one in sorted(candidates, key=lambda found: (found.mention.start, -found.mention.end)):
        if not chosen or one.mention.start >= chosen[-1].mention.end:
            chosen.append(one)
    return chosen


def _clock(match: re.Match[str]) -> Clock:
    named = match.groupdict()
    zone = _ZONES.get((named.get("zone") or "").upper(), "")
    if named.get("hour24"):
        return Clock(int(named["hour24"]), int(named["minute24"]), zone)
    hour, minute = int(named["hour"]), int(named.get("minute") or 0)
    half = (named.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Clock(hour, minute, zone)
