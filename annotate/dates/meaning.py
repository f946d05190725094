"""What a time expression means before it is known when it was written: instructions for the resolver."""

from __future__ import annotations

from typing import Literal

import msgspec

from annotate.dates.when import When

Of = Literal["publication", "text"]
Tense = Literal["past", "present", "future"]


class Fixed(msgspec.Struct, frozen=True):
    """Says itself when: 21 February 2020."""

    when: When


class Yearless(msgspec.Struct, frozen=True):
    """A day of a month or a month, without its year. `turn` -1 is the last one, 1 the next, None is not said."""

    month: int
    day: int | None = None
    weekday: int | None = None  # 0 is Monday
    turn: int | None = None


class Weekday(msgspec.Struct, frozen=True):
    """Thursday: last (-1), this (0), next (1), or only that (None); of the text: the one before or after its date."""

    weekday: int
    turn: int | None = None
    of: Of = "publication"


class Shift(msgspec.Struct, frozen=True):
    """So many units from the anchor, to the precision of the unit: yesterday, last year, the night before."""

    unit: str
    by: int
    of: Of = "publication"


class Weekend(msgspec.Struct, frozen=True):
    """This weekend (0: by its tense), the last (-1) or the next (1); `over the weekend` is past unless it says so."""

    turn: int
    past: bool = False


class Season(msgspec.Struct, frozen=True):
    """This (0), the last (-1) or the next (1) spring; by its tense (None)."""

    name: str
    turn: int | None = None


class Few(msgspec.Struct, frozen=True):
    """The last (by -1) or next (by 1) few or so many units."""

    unit: str
    by: int
    count: int | None = None


class Since(msgspec.Struct, frozen=True):
    """From then on."""

    start: Meaning


class Until(msgspec.Struct, frozen=True):
    """Up to then."""

    end: Meaning


class Between(msgspec.Struct, frozen=True):
    """From one to the other."""

    start: Meaning
    end: Meaning


class From(msgspec.Struct, frozen=True):
    """So many units from a date that is named: two days before March 3."""

    shift: Shift
    date: Meaning


class WeekOf(msgspec.Struct, frozen=True):
    """The week that a day is in: the week of March 2."""

    date: Meaning


class PartOfYear(msgspec.Struct, frozen=True):
    """The n-th quarter or half of the last (-1), this (0) or the next year (1)."""

    unit: str
    which: int
    turn: int


class Unsaid(msgspec.Struct, frozen=True):
    """No calendar tells: `reason` says why, as in `event` for the day before the vote."""

    reason: str


Meaning = (
    Fixed
    | Yearless
    | Weekday
    | Shift
    | Weekend
    | Season
    | Few
    | Since
    | Until
    | Between
    | From
    | WeekOf
    | PartOfYear
    | Unsaid
)


class Clock(msgspec.Struct, frozen=True):
    """A time of day; `zone` as ISO 8601 writes it, empty where it is not told."""

    hour: int
    minute: int
    zone: str = ""


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression; offsets are code points. `code` is `date`, `interval` or `issue` (of a newspaper)."""

    start: int
    end: int
    meaning: Meaning
    code: str = "date"
    part: str | None = None  # start, middle, end, morning, ...
    clock: Clock | None = None
    about: bool = False
    tense: Tense | None = None  # of the verb that it belongs to

    def shifted(self, by: int) -> Mention:
        """The same in a text that has so many code points more before it."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)
