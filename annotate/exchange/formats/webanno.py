"""WebAnno TSV 3.3 (https://inception-project.github.io, user's guide, appendix A): INCEpTION's own table of tokens.

A line a token, with its place in UTF-16 code units; a passage that begins or ends within a token has lines of the
token's parts. Passages of several lines, and several on one line, carry a number: `tactic[3]|actor[4]`. Nothing but
tokens can be marked: a passage that begins or ends with white space and a code of the whole document are losses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from annotate.exchange.features import LAYER, NAMES, features
from annotate.exchange.files import recognised
from annotate.exchange.formats.webanno_read import ENDINGS, HEADER, VERSION_3, read
from annotate.exchange.segments import Place, Sentence, sentences
from annotate.exchange.shapes import Annotated, File, Format, Loss, Vocabulary
from corpus.model import Annotation

WHOLE_DOCUMENT = "WebAnno TSV has no codes of a whole document."
WHITE_SPACE = "The passage begins or ends with white space, where WebAnno TSV has no token."
_RESERVED = re.compile(r"->|[\\\[\]|_;\t\n*]")
_CONTROL = re.compile(r"[\x00-\x0a\x0c-\x1f\\]")
_NAMED = {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b"}


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A file a document, `<id>.tsv`."""
    for one in documents:
        text, held = one.document.text, []
        for a in one.annotations:
            if a.start == a.end:
                yield Loss(a, WHOLE_DOCUMENT)
            elif text[a.start].isspace() or text[a.end - 1].isspace():
                yield Loss(a, WHITE_SPACE)
            else:
                held.append(a)
        lines = "".join(_lines(text, sentences(text, one.document.language), held))
        yield File(f"{quote(one.document.id, safe='')}.tsv", lines.encode("utf-8"))


def _lines(text: str, found: Sequence[Sentence], annotations: Sequence[Annotation]) -> Iterator[str]:
    yield f"{HEADER}\n#T_SP={LAYER}|{'|'.join(NAMES)}\n\n"
    units = _units([token for sentence in found for token in sentence.tokens], annotations)
    counted = Counter(a.id for own in units.values() for a in own)
    alone = {own[0].id for own in units.values() if len(own) == 1 and counted[own[0].id] == 1}
    numbers = {a.id: "" if a.id in alone else f"[{n}]" for n, a in enumerate(annotations, 1)}
    places = [0, *accumulate(2 if ord(character) > 0xFFFF else 1 for character in text)]

    def line(name: str, place: Place) -> str:
        start, end = place
        own = [(features(a), numbers[a.id]) for a in units.get(place, ())]
        cells = ("|".join(_cell(said.get(name)) + number for said, number in own) or "_" for name in NAMES)
        return "\t".join((name, f"{places[start]}-{places[end]}", _value(text[start:end]), *cells)) + "\t\n"

    parts = sorted(units)
    for number, sentence in enumerate(found, 1):
        yield f"\n#Text={_text(text[sentence.start : sentence.end])}\n"
        for index, (start, end) in enumerate(sentence.tokens, 1):
            yield line(f"{number}-{index}", (start, end))
            inside = parts[bisect_left(parts, (start, start)) : bisect_left(parts, (end, end))]
            for part, place in enumerate((place for place in inside if place != (start, end)), 1):
                yield line(f"{number}-{index}.{part}", place)


def _units(tokens: Sequence[Place], annotations: Sequence[Annotation]) -> dict[Place, list[Annotation]]:
    """The tokens, and parts of tokens, that annotations are made of."""
    ends = [end for _, end in tokens]
    units: dict[Place, list[Annotation]] = {}
    for a in annotations:
        for start, end in tokens[bisect_right(ends, a.start) :]:
            if start >= a.end:
                break
            units.setdefault((max(start, a.start), min(end, a.end)), []).append(a)
    return units


def _cell(value: str | None) -> str:
    return "*" if value is None else _value(value)


def _value(text: str) -> str:
    """Reserved characters of a column, escaped."""
    return _RESERVED.sub(lambda match: "\\" + _NAMED.get(match[0], match[0]), text)


def _text(text: str) -> str:
    """The text of a sentence, in which the reserved characters of columns stand as they are."""
    return _CONTROL.sub(lambda match: "\\" + _NAMED.get(match[0], match[0]), text)


def recognises(path: Path) -> bool:
    """A file that says so in its first line."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(VERSION_3)) == VERSION_3.encode()


FORMAT = Format(name="webanno", title="WebAnno TSV 3.3 (INCEpTION)", write=write, read=read, recognises=recognises)
