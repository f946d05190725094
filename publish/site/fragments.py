"""A link to words of a page that any browser marks: text fragments (https://wicg.github.io/scroll-to-text-fragment/).

`#:~:text=[prefix-,]start[,end][,-suffix]`: the browser looks for these words itself, on our page or anybody's, with no
anchor in it. A match begins and ends at the edges of words and takes white space of any length for one space.
"""

from __future__ import annotations

import re
from urllib.parse import quote

LONGEST = 120  # code points of a passage that is written out; of a longer one its first and last words are
EDGE_WORDS = 5  # how many words of either end these are
CONTEXT_WORDS = (3, 6, 12)  # how many words around a passage are told, till it is the only one
REACH = 600  # code points around a passage that are looked at for these
FEW_WORDS = 3  # a passage of fewer is told with what stands around it: the page says short words elsewhere too
_SPACE = re.compile(r"\s+")


class Fragments:
    """Links into one text, which is made ready once for all its passages."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = _plain(text).lower()

    def to(self, start: int, end: int) -> str:
        """The fragment, from `#` on, that leads to text[start:end]. Offsets are code points; it may not be empty.

        The passage grows to whole words, for a browser finds no part of a word.
        """
        start, end = _whole_words(self.text, start, end)
        passage = self.text[start:end]
        first, last = _ends(passage)
        if len(passage.split()) >= FEW_WORDS and self._is_alone(first):
            return _written(None, first, last, None)
        prefix = suffix = ""
        for words in CONTEXT_WORDS:
            prefix, suffix = _before(self.text, start, words), _after(self.text, end, words)
            if self._is_alone(prefix, first, suffix if last is None else ""):
                break
        return _written(prefix, first, last, suffix)

    def _is_alone(self, *parts: str) -> bool:
        """Whether these words stand in the text once, one after the other."""
        words = " ".join(part for part in parts if part).lower()
        found = self.plain.find(words)
        return found >= 0 and self.plain.find(words, found + 1) < 0


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _ends(passage: str) -> tuple[str, str | None]:
    """The words looked for, or the first and the last of them: a run of words may not go over the edge of a block."""
    if len(passage) <= LONGEST and "\n" not in passage:
        return _plain(passage), None
    first = _plain(" ".join(passage.split("\n", 1)[0].split()[:EDGE_WORDS]))
    last = _plain(" ".join(passage.rsplit("\n", 1)[-1].split()[-EDGE_WORDS:]))
    return first, last


def _before(text: str, start: int, words: int) -> str:
    """The last words of the line that a passage stands in, or where it begins one, of the line before."""
    line = text[max(0, start - REACH) : start].rstrip().rsplit("\n", 1)[-1]
    found = line.split()
    return " ".join(found[1:] if len(found) <= words and start > REACH and len(line) >= REACH - 1 else found[-words:])


def _after(text: str, end: int, words: int) -> str:
    line = text[end : end + REACH].lstrip().split("\n", 1)[0]
    found = line.split()
    return " ".join(found[:-1] if len(found) <= words and len(line) >= REACH - 1 else found[:words])


def _plain(words: str) -> str:
    return _SPACE.sub(" ", words).strip()


def _written(prefix: str | None, first: str, last: str | None, suffix: str | None) -> str:
    parts = [
        f"{_encoded(prefix)}-" if prefix else "",
        _encoded(first),
        _encoded(last) if last else "",
        f"-{_encoded(suffix)}" if suffix else "",
    ]
    return "#:~:text=" + ",".join(part for part in parts if part)


def _encoded(words: str) -> str:
    """Percent-encoded, the signs that a fragment is made of (& , -) included."""
    return quote(words, safe="").replace("-", "%2D").replace(".", "%2E").replace("~", "%7E")
