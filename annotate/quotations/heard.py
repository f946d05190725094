"""What one stretch of text lets hear: words and who says them, before the rest of the document is known."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Who(msgspec.Struct, frozen=True):
    """Somebody a text names: offsets (code points), the words, and what tells who it is.

    `gender`: m, f, or p for several; None where nothing shows it. `actor` is the id of who is named, `speaks_for` of
    whom the phrase speaks for (a spokesperson for X).
    """

    start: int
    end: int
    text: str
    gender: str | None = None
    pronoun: bool = False
    person: bool = False
    actor: str | None = None
    speaks_for: str | None = None

    def shifted(self, by: int) -> Who:
        """The same in a text that has so many code points more before it."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)


class Utterance(msgspec.Struct, frozen=True):
    """Words that somebody says: the stretch and, with its marks, the outer one (code points), and what is known of it.

    `open`: no mark closes it in its line. `opens_line`: its line begins with it, so that it may go on from the line
    before. `fits`: it is long enough for words of somebody's who is not named. `dash`: a line of a dialogue.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    score: float
    speaker: Who | None = None
    indirect: bool = False
    denied: bool = False
    inside: bool = False
    continues: bool = False
    open: bool = False
    opens_line: bool = False
    fits: bool = True
    dash: bool = False

    def shifted(self, by: int) -> Utterance:
        """The same in a text that has so many code points more before it."""
        return msgspec.structs.replace(
            self,
            start=self.start + by,
            end=self.end + by,
            outer_start=self.outer_start + by,
            outer_end=self.outer_end + by,
            speaker=None if self.speaker is None else self.speaker.shifted(by),
        )


class Heard(msgspec.Struct, frozen=True):
    """A stretch's utterances by their start, the people it names outside of them, and whom it ends by introducing."""

    utterances: tuple[Utterance, ...] = ()
    people: tuple[Who, ...] = ()
    introduces: Who | None = None

    def shifted(self, by: int) -> Heard:
        """The same in a text that has so many code points more before it."""
        return Heard(
            tuple(u.shifted(by) for u in self.utterances),
            tuple(p.shifted(by) for p in self.people),
            None if self.introduces is None else self.introduces.shifted(by),
        )

    def spans(self) -> Iterator[tuple[int, int]]:
        """The outer stretches of what stands between marks."""
        return ((u.outer_start, u.outer_end) for u in self.utterances if not u.indirect)
