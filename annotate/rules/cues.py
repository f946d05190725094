"""The codebook's cues as patterns over words in any of their forms.

spaCy's Matcher compares one attribute a token and would need every combination of a word's keys (see annotate.words)
as a pattern of its own; here a pattern is a row of sets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec
from spacy.tokens import Doc

from annotate.fold import HYPHENS, folded
from annotate.words import Unit, acronym, keys_of, units

GAP = 2  # words that may stand between two words of a cue, auxiliaries and determiners not counted
LONGEST_GAP = 5
_FILLERS = frozenset({"ADJ", "ADV", "AUX", "DET", "NUM", "PROPN"})
_OBJECTS = frozenset({"NOUN", "PRON"})  # fill a gap only after a verb: `announced [her victory] on Twitter`
_LIGHT = frozenset({"AUX", "DET"})
_PARTICLES = frozenset({"ADP", "ADV", "PART"})
_FUNCTION = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"})


class Cue(msgspec.Struct, frozen=True):
    """A cue of a code, as it was read by the pipeline of its language."""

    code: str
    text: str
    units: tuple[frozenset[str], ...]
    content: int  # how many of them are more than function words
    after_object: frozenset[int] = frozenset()  # numbers of the units before which a verb's object may stand
    turned: bool = False  # the other way round than it was written


class CueHit(msgspec.Struct, frozen=True):
    """A cue that stands in a text; code points into it. `exact` where its words follow each other as written."""

    start: int
    end: int
    cue: Cue
    exact: bool


def read_cue(code: str, text: str, doc: Doc) -> Iterator[Cue]:
    """A cue as units; without its hyphens (microinfluencer); and with a noun and its participle turned around.

    `comptes suspendus` is so found in `a suspendu des comptes` and `suspended accounts` in `accounts were suspended`.
    """
    words = [unit for unit in units(doc) if not unit.ends]
    if not words:
        return
    exact = tuple(_cue_keys(doc.text[unit.start : unit.end], unit.keys) for unit in words)
    after_object = frozenset(
        number
        for number, (unit, after) in enumerate(pairwise(words), start=1)
        if unit.pos == "VERB" and after.pos in _PARTICLES
    )
    cue = Cue(code, text, exact, sum(unit.pos not in _FUNCTION for unit in words), after_object)
    yield cue
    if any(unit.joined for unit in words):
        joined = re.sub(rf"\s*[{re.escape(HYPHENS)}]\s*", "", folded(text)).split()
        keys = tuple(keys_of(word, "", False, doc.lang_) for word in joined)
        yield msgspec.structs.replace(cue, units=keys, after_object=frozenset())
    if sorted(unit.pos for unit in words) == ["NOUN", "VERB"]:
        yield msgspec.structs.replace(cue, units=exact[::-1], after_object=frozenset(), turned=True)


def _cue_keys(word: str, keys: frozenset[str]) -> frozenset[str]:
    """An acronym in a cue is found only in capitals: `IA`, `SMS`, the A and B of a test."""
    return frozenset({acronym(word)}) if word.isupper() else keys


class CueIndex:
    """Cues by the keys of their first word."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._by_first: dict[str, list[Cue]] = defaultdict(list)
        for cue in cues:
            for key in cue.units[0]:
                self._by_first[key].append(cue)

    def find(self, words: Sequence[Unit]) -> list[CueHit]:
        """Every cue in a text; those of one code do not overlap, the longest is kept."""
        hits = []
        for at, unit in enumerate(words):
            is_second_half = at > 0 and bool(words[at - 1].joined)  # ronds-points is no points
            started = {id(cue): cue for key in unit.keys | unit.joined for cue in self._by_first.get(key, ())}
            for cue in started.values():
                found = _follow(cue, words, at)
                if found is not None and not (is_second_half and len(cue.units) == 1):
                    last, skipped = found
                    hits.append(CueHit(unit.start, words[last].end, cue, not skipped and not cue.turned))
        return _longest_of_each_code(hits)


def _follow(cue: Cue, words: Sequence[Unit], at: int) -> tuple[int, int] | None:
    """The last word of a cue that starts at a word, and how many words stand in it that are not its own."""
    after = _step(words, at, cue.units[0])
    all_skipped = 0
    for number, wanted in enumerate(cue.units[1:], start=1):
        if after is None:
            return None
        skipped = counted = 0
        fillers = _FILLERS | _OBJECTS if number in cue.after_object else _FILLERS
        at, after = after, _step(words, after, wanted)
        while after is None and at < len(words) and words[at].pos in fillers and not words[at].ends:
            skipped, counted = skipped + 1, counted + (words[at].pos not in _LIGHT)
            if skipped > LONGEST_GAP or counted > GAP:
                return None
            at += 1
            after = _step(words, at, wanted)
        all_skipped += skipped
    return None if after is None else (after - 1, all_skipped)


def _step(words: Sequence[Unit], at: int, wanted: frozenset[str]) -> int | None:
    """The number of the word after a wanted one; None where it does not stand there."""
    if at >= len(words) or words[at].ends:
        return None
    if words[at].keys & wanted:
        return at + 1
    return at + 2 if words[at].joined & wanted else None


def _longest_of_each_code(hits: list[CueHit]) -> list[CueHit]:
    kept: list[CueHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, not hit.exact, hit.start)):
        if not any(hit.cue.code == k.cue.code and hit.start < k.end and k.start < hit.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.cue.code))
