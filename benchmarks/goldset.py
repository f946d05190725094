"""The test set under benchmarks/gold, read: passages and what suggestions should find in them (gold/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "gold"
MARK = re.compile(
    r"\[(?P<actor>[^\[\]]+)\]\{(?P<who>[^{}]+)\}|<(?P<figure>[^<>]+)>\{(?P<says>[^{}]+)\}|§(?P<said>[^§]+)§\{(?P<by>[^{}]*)\}"
)
RANGE = re.compile(r"(?P<low>[\d.]+?)\.\.(?P<high>[\d.]+)\Z")


@dataclass(frozen=True)
class Actor:
    """A mention: `id` of the authority file, else the kind of a candidate, `person` or `org`."""

    start: int
    end: int
    id: str | None
    kind: str | None


@dataclass(frozen=True)
class Figure:
    """A figure and what it says."""

    start: int
    end: int
    kind: str
    low: float
    high: float
    unit: str | None = None
    per: str | None = None
    approximation: str | None = None


@dataclass(frozen=True)
class Said:
    """A quotation and its speaker as the text names them."""

    start: int
    end: int
    speaker: str | None
    indirect: bool


@dataclass(frozen=True)
class Passage:
    """One paragraph of the set."""

    name: str
    language: str
    text: str
    tactics: frozenset[str]
    actors: list[Actor] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    quotations: list[Said] = field(default_factory=list)


def passages(half: str, language: str) -> list[Passage]:
    """The passages of a set, as `dev` or `own-figures-test`, in a language."""
    found = []
    text = (FOLDER / f"{half}-{language}.txt").read_text(encoding="utf-8")
    for number, part in enumerate(re.split(r"^## ", text, flags=re.MULTILINE)[1:], 1):
        heading, _, marked = part.partition("\n")
        codes = frozenset(code.strip() for code in heading.split(",")) - {"none"}
        found.append(_read(f"{half}-{language}-{number:03}", language, codes, marked.strip()))
    return found


def _read(name: str, language: str, codes: frozenset[str], marked: str) -> Passage:
    """Take the marks out. They may stand inside a quotation's, so the innermost go first until none is left."""
    passage = Passage(name, language, "", codes)
    spans: list[tuple[int, int, re.Match[str]]] = []
    text = marked
    while (match := _innermost(text)) is not None:
        inside = match["actor"] or match["figure"] or match["said"]
        cut_before, cut_after = 1, match.end() - match.start() - 1 - len(inside)
        at = match.start()

        def moved(offset: int, at: int = at, end: int = match.end(), after: int = cut_after) -> int:
            return offset if offset <= at else offset - 1 if offset < end else offset - 1 - after

        spans = [(moved(start), moved(end), m) for start, end, m in spans]
        spans.append((at, at + len(inside), match))
        text = text[:at] + inside + text[at + cut_before + len(inside) + cut_after :]
    for start, end, match in sorted(spans, key=lambda span: span[:2]):
        _note(passage, start, end, match)
    return Passage(name, language, text, codes, passage.actors, passage.figures, passage.quotations)


def _innermost(text: str) -> re.Match[str] | None:
    """A mark that holds no other."""
    for pattern in (r"\[[^\[\]<>§]+\]\{[^{}]+\}", r"<[^\[\]<>§]+>\{[^{}]+\}", r"§[^\[\]<>§]+§\{[^{}]*\}"):
        found = re.search(pattern, text)
        if found is not None:
            return MARK.match(text, found.start())
    return None


def _note(passage: Passage, start: int, end: int, match: re.Match[str]) -> None:
    if match["actor"]:
        who = match["who"]
        known = who.removeprefix("=") if who.startswith("=") else None
        passage.actors.append(Actor(start, end, known, None if known else who))
    elif match["figure"]:
        passage.figures.append(_figure(start, end, match["says"]))
    else:
        speaker, _, how = (part.strip() for part in match["by"].partition(";"))
        passage.quotations.append(Said(start, end, speaker or None, how == "indirect"))


def _figure(start: int, end: int, says: str) -> Figure:
    kind, number, *rest = says.split()
    bounds = RANGE.match(number)
    low, high = (float(bounds["low"]), float(bounds["high"])) if bounds else (float(number), float(number))
    more = dict(word.split("=") for word in rest if "=" in word)
    approximation = next((word.removeprefix("~") for word in rest if word.startswith("~")), None)
    unit = next((word for word in rest if word.isupper() or word == "%"), None)
    return Figure(start, end, kind, low, high, unit, more.get("per"), approximation)


def everything() -> Iterator[tuple[str, str, str | None, list[Passage]]]:
    """Each set: its half and language, the one layer it is marked for (None: all of them), and its passages."""
    for half in ("dev", "test"):
        for language in ("en", "fr"):
            yield half, language, None, passages(half, language)
    for path in sorted(FOLDER.glob("own-*-*-*.txt")):
        _, layer, half, language = path.stem.split("-")
        yield half, language, layer, passages(path.stem.removesuffix(f"-{language}"), language)
