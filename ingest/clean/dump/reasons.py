"""Why each line that is not kept was taken out: by what it says itself, else by where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from corpus.model import Reason
from ingest.clean.dump.linefeatures import is_sentence
from ingest.clean.dump.lines import Line, key

_OF_A_THREAD: frozenset[Reason | None] = frozenset(
    (None, "date", "byline", "comment", "sharing", "rating", "navigation")
)
_ENDS_A_THREAD: frozenset[Reason | None] = frozenset(
    ("footer", "related_link", "subscription", "consent", "breadcrumb")
)


def reasons_for(
    lines: Sequence[Line],
    removed: Sequence[int],
    *,
    titles: Collection[str],
    tags: Collection[int],
    signed: int | None,
    first: int,
    last: int,
) -> Iterator[tuple[int, Reason]]:
    """The reason of each removed line. The article's body is lines `first` up to, not including, `last`.

    `titles` are the texts that say the title; `tags` and `signed` the lines that were read as keywords and author.
    """
    said = {key(title) for title in titles}
    thread = False
    for index in removed:
        line = lines[index]
        thread = index >= last and (line.reason == "comment" or (thread and line.reason not in _ENDS_A_THREAD))
        if index in tags:
            yield index, "tags"
        elif line.words > 1 and _says(line.key, said):
            yield index, "repeated_title"
        elif thread and line.reason in _OF_A_THREAD:
            yield index, "comment"
        elif line.reason is not None:
            yield index, line.reason
        elif index == signed:
            yield index, "byline"
        else:
            yield index, _by_place(line, index, first, last)


def _says(text: str, titles: Collection[str]) -> bool:
    return any(text == title or (len(title) > 12 and text.startswith(title)) for title in titles)


def _by_place(line: Line, index: int, first: int, last: int) -> Reason:
    if index < first:
        return "navigation"
    if not any(c.isalnum() for c in line.text[:200]):
        return "other"
    if is_sentence(line.text):
        return "related_link" if line.text.rstrip(' »”"').endswith("?") and line.words < 25 else "other"
    if line.words >= 4:
        return "related_link"
    return "navigation" if index >= last else "other"
