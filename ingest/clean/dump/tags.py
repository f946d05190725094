"""Keywords below the article of a dump."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clean.dump.lines import Line, without_mark

_TAG_LABEL = re.compile(
    r"^(?:tags?(?: associ[ée]s?)?|mots?[- ]?cl[ée]s?|keywords?|[ée]tiquettes?|hashtags?|labels?|topics?|th[èe]mes?"
    r"|tagged(?: with| as| in)?|filed under|posted in|(?:publi[ée]|class[ée]|rang[ée]) dans|rubriques?"
    r"|cat[ée]gor(?:y|ies?|ie)|[ée]tiquet[ée])\b\s*:?\s*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:;,][\s»”\"')]*$")
_TAG_WORDS = 6


def tag_lines(lines: Sequence[Line], last: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Lines after the article (from index `last`) that hold its keywords, with the keywords of each."""
    listed = False
    run: list[int] = []
    for index in range(last, len(lines)):
        line = lines[index]
        label = _TAG_LABEL.match(line.text) if line.reason == "tags" else None
        if line.reason == "tags":
            named = tuple(_split_tags(line.text[label.end() :] if label else line.text))
            listed = not named
            yield index, named
        elif listed and line.reason is None and _is_tag(line):
            yield index, (without_mark(line.text),)
        elif line.bullet and _is_tag(line):
            run.append(index)
            continue
        else:
            listed = False
            if line.reason == "comment":
                break
        yield from _run_of_tags(lines, run)
        run = []
    yield from _run_of_tags(lines, run)


def _run_of_tags(lines: Sequence[Line], run: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if len(run) >= 2:
        for index in run:
            yield index, (without_mark(lines[index].text),)


def _is_tag(line: Line) -> bool:
    text = without_mark(line.text)
    return 0 < len(text.split()) <= _TAG_WORDS and len(text) <= 60 and not _SENTENCE_END.search(text)


def _split_tags(text: str) -> list[str]:
    parts = re.split(r"\s*[,;|•·]\s*|\s+(?=#)|\s+/\s+", text)
    return [part.strip(" #.") for part in parts if 0 < len(part.strip(" #.")) <= 60]
