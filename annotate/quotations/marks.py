"""Stretches between quotation marks of every kind, also nested, crossed by paragraphs or left open in scraped text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_MARK = re.compile("[«»“”„‟\"‹›‘’']")
_LINE = re.compile(r"[^\n]*[^\n\s][^\n]*")
_CLOSERS = {"«": "»", "“": "”", "„": "“”", "‟": "”", "‹": "›"}
_OPENERS = {"»": "«", "›": "‹", "”": "“„‟"}
_BEFORE_OPENING = re.compile(r"[\s(\[{«“‘\"'„:—–/-]\Z")
_AFTER_CLOSING = re.compile(r"[\s)\]},.;:!?…»”’\"'—–/-]|\Z")
_DECADE = re.compile(r"\d\ds\b|(?:em|tis|twas|cause|til|n)\b", re.IGNORECASE)
_CERTAIN_END = re.compile(r"[,.!?…]['’](?!\w)|\w['’](?=[,.;:!?)”\"]|\Z)")
_PLAIN = {"'": "'’", "‘": "’"}


class Quoted(msgspec.Struct, frozen=True):
    """What stands between marks (`start`, `end`), and the marks with it (`outer_start`, `outer_end`).

    `inside` another stretch; `open`: its line ends before a mark closes it; `reopens`: a line begins with its mark.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    inside: bool = False
    open: bool = False
    reopens: bool = False


def quoted(text: str, *, singles: bool = True) -> list[Quoted]:
    """The stretches between quotation marks, by their start; with `singles`, straight single marks count too."""
    found: list[Quoted] = []
    for line in _LINE.finditer(text):
        if _MARK.search(line.group()):
            found += _Line(text, line.start(), line.end(), singles).read()
    return sorted(found, key=lambda q: (q.outer_start, -q.outer_end))


class _Line:
    """One line's marks, read from left to right with a stack of those that are open."""

    def __init__(self, text: str, start: int, end: int, singles: bool) -> None:
        self.line = text[start:end]
        self.at = start
        self.singles = singles
        self.open: list[tuple[str, int]] = []
        self.pairs: list[tuple[int, int]] = []  # of the marks, in the line

    def read(self) -> Iterator[Quoted]:
        for match in _MARK.finditer(self.line):
            self._take(match.group(), match.start())
        indent = len(self.line) - len(self.line.lstrip())
        for start, end in self.pairs:
            inside = any(a < start and end < b for a, b in self.pairs)
            yield self._quoted(start, end, end + 1, inside=inside, reopens=start == indent)
        if self.open:
            mark, start = self.open[0]
            last = max((end for _, end in self.pairs), default=-1)
            if (mark not in "'‘" and start >= last) or start == indent:
                end = len(self.line.rstrip())
                yield self._quoted(start, end, end, open=True, reopens=start == indent)

    def _quoted(self, start: int, end: int, outer_end: int, **how: bool) -> Quoted:
        first, last = start + 1, end
        while first < last and self.line[first].isspace():
            first += 1
        while last > first and self.line[last - 1].isspace():
            last -= 1
        return Quoted(self.at + first, self.at + last, self.at + start, self.at + outer_end, **how)

    def _take(self, mark: str, at: int) -> None:
        if mark in "\"'‘’":
            self._take_ambiguous(mark, at)
        elif mark == "“" and self._is_open("„") and not self._may_open(at):
            self._close("„", at)
        elif mark == "“" and self._is_open("“") and not self._may_open(at):  # both marks the same way round
            self._close("“", at)
        elif mark in _OPENERS:
            opener = next((o for o, _ in reversed(self.open) if o in _OPENERS[mark]), None)
            if opener is None and mark == "”" and self._is_open('"'):
                opener = '"'
            if opener is not None:
                self._close(opener, at)
            elif mark == "”" and self._may_open(at):
                self.open.append(("“", at))
        else:
            self.open.append((mark, at))

    def _take_ambiguous(self, mark: str, at: int) -> None:
        if mark == '"':
            spaced = self.line[at - 1 : at].isspace() and self.line[at + 1 : at + 2].isspace()
            if self._is_open('"') and (not self._may_open(at) or spaced):
                if self._may_close(at) or spaced:
                    self._close('"', at)
            elif self._is_open("“") and not self._may_open(at) and "”" not in self._until(at + 1, "“"):
                self._close("“", at)
            elif self._may_open(at) or (spaced and '"' in self.line[at + 1 :]):
                self.open = [(m, i) for m, i in self.open if m != '"']
                self.open.append(('"', at))
            return
        opener = next((o for o, _ in reversed(self.open) if mark in _PLAIN.get(o, "")), None)
        if opener is not None and self._may_close(at) and not self._is_apostrophe(at, opener):
            self._close(opener, at)
        elif mark != "’" and self._may_open(at) and (mark == "‘" or (self.singles and self._has_end(at))):
            self.open.append((mark, at))

    def _may_open(self, at: int) -> bool:
        before, after = self.line[:at], self.line[at + 1 : at + 2]
        return (not before or bool(_BEFORE_OPENING.search(before))) and bool(after) and not after.isspace()

    def _may_close(self, at: int) -> bool:
        return at > 0 and not self.line[at - 1].isspace() and bool(_AFTER_CLOSING.match(self.line, at + 1))

    def _has_end(self, at: int) -> bool:
        """Whether a straight single mark is no apostrophe: something later closes it."""
        return not _DECADE.match(self.line, at + 1) and re.search(r"[^\s']'(?!\w)", self.line[at + 1 :]) is not None

    def _is_apostrophe(self, at: int, opener: str) -> bool:
        """Whether a mark after a letter is a possessive (the parents' idea), since one that surely closes follows."""
        if not (self.line[at - 1].isalnum() and self.line[at + 1 : at + 2].isspace()):
            return False
        return _CERTAIN_END.search(self._until(at + 1, opener)) is not None

    def _until(self, at: int, mark: str) -> str:
        """The rest of the line up to the next of such opening marks."""
        rest = self.line[at:]
        if mark == "'":
            return re.split(r"(?:\s|^)'(?=\w)", rest, maxsplit=1)[0]
        return rest.split(mark, 1)[0]

    def _is_open(self, mark: str) -> bool:
        return any(m == mark for m, _ in self.open)

    def _close(self, mark: str, at: int) -> None:
        """Close the last of these marks; what was opened since then has lost its end."""
        while self.open:
            opener, start = self.open.pop()
            if opener == mark:
                self.pairs.append((start, at))
                return
