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
FEW_WORDS = 3  # a passage of fewer is told with what stands around it: the page says short words elsewhere too
_SPACE = re.compile(r"\s+")


def text_fragment(text: str, start: int, end: int) -> str:
    """The fragment, from `#` on, that leads to text[start:end]. Offsets are code points; the passage may not be empty.

    The passage grows to whole words, for a browser finds no part of a word.
    """
    start, end = _whole_words(text, start, end)
    passage = text[start:end]
    first, last = _ends(passage)
    if len(passage.split()) >= FEW_WORDS and _occurs_once(text, passage, start):
        return _written(None, first, last, None)
    prefix = suffix = ""
    for words in CONTEXT_WORDS:
        prefix, suffix = _before(text[:start], words), _after(text[end:], words)
        if _is_alone(text, passage, prefix, suffix):
            break
    return _written(prefix, first, last, suffix)


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


def _occurs_once(text: str, passage: str, start: int) -> bool:
    """Whether nothing like the passage, or like what is looked for first of it, stands anywhere else in the text."""
    first, _ = _ends(passage)
    return len(re.findall(_pattern(first), text, re.IGNORECASE)) == 1


def _is_alone(text: str, passage: str, prefix: str, suffix: str) -> bool:
    first, last = _ends(passage)
    parts = [part for part in (prefix, first, suffix if last is None else "") if part]
    return len(re.findall(r"\s+".join(map(_pattern, parts)), text, re.IGNORECASE)) == 1


def _pattern(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def _before(text: str, words: int) -> str:
    """The last words of the line that a passage stands in, or where it begins one, of the line before."""
    line = text.rstrip().rsplit("\n", 1)[-1]
    return _plain(" ".join(line.split()[-words:]))


def _after(text: str, words: int) -> str:
    line = text.lstrip().split("\n", 1)[0]
    return _plain(" ".join(line.split()[:words]))


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
