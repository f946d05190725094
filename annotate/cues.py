"""The codebook's cues as patterns over words in any of their forms.

A word is known by several keys at once: its form, the pipeline's lemma and simplemma's. A participle like `suspendus`
has the lemma `suspendre` or `suspendu`, depending on the sentence and on whom one asks; two words are the same where
they share a key. spaCy's Matcher compares one attribute a token and would need every combination as a pattern of its
own. Hyphens separate words, so that `pay-per-click`, `pay per click` and a tokenizer that keeps `micro-influenceur`
whole come to the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
import simplemma
from spacy.tokens import Doc, Token

from annotate.fold import HYPHENS, folded

GAP = 2  # words that may stand between two words of a cue
_FILLERS = frozenset({"ADJ", "ADV", "AUX", "DET", "NUM"})
_FUNCTION = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"})
_TRANSPARENT = re.compile(rf"[{re.escape(HYPHENS)}/«»“”\"()]+\Z")
_PARTS = re.compile(rf"[^{re.escape(HYPHENS)}/]+")
_DETERMINER = "<determiner>"


class Unit(msgspec.Struct, frozen=True):
    """A word of a text: where it stands, the keys it is known by, whether a cue may reach over it or begin after it."""

    start: int
    end: int
    keys: frozenset[str]
    filler: bool = False
    content: bool = True
    ends: bool = False  # no cue goes on beyond this: a full stop, a comma, a line end


class Cue(msgspec.Struct, frozen=True):
    """A cue of a code, as it was read by the pipeline of its language."""

    code: str
    text: str
    units: tuple[frozenset[str], ...]
    content: int  # how many of them are more than function words


class CueHit(msgspec.Struct, frozen=True):
    """A cue that stands in a text; code points into it."""

    start: int
    end: int
    cue: Cue
    gapped: bool


def units(doc: Doc) -> list[Unit]:
    """The words of a text that a pipeline has read."""
    return [unit for token in doc for unit in _units_of(token, doc.lang_)]


def _units_of(token: Token, language: str) -> Iterator[Unit]:
    start, end = token.idx, token.idx + len(token)
    if _TRANSPARENT.match(token.text) or (token.is_space and "\n" not in token.text):
        return
    if token.is_punct or token.is_space:
        yield Unit(start, end, frozenset(), content=False, ends=True)
        return
    parts = list(_PARTS.finditer(token.text))
    lemmas = _PARTS.findall(token.lemma_)
    for number, part in enumerate(parts):
        lemma = lemmas[number] if len(lemmas) == len(parts) else ""
        yield Unit(
            start + part.start(),
            start + part.end(),
            _keys(part.group(), lemma, token.pos_ == "DET", language),
            filler=token.pos_ in _FILLERS,
            content=token.pos_ not in _FUNCTION,
        )


@lru_cache(maxsize=50_000)
def _keys(word: str, lemma: str, determiner: bool, language: str) -> frozenset[str]:
    form = folded(word).casefold().replace("œ", "oe")
    if not form:
        return frozenset()
    found = {form}
    if lemma:
        found.add(folded(lemma).casefold().replace("œ", "oe"))
    found |= _dictionary_keys(form, language)
    if word.isupper():
        found.add(_acronym(word))
    if determiner:
        found.add(_DETERMINER)
    return frozenset(found)


def _dictionary_keys(form: str, language: str) -> set[str]:
    if not is_word(form, language):  # préécrites: no dictionary has it, so its endings are cut
        ending = r"(?:es|e|s)\Z" if language == "fr" else r"s\Z"
        return {re.sub(ending, "", form)} if len(form) > len("tests") else set()
    return {simplemma.lemmatize(form, lang=language).casefold().replace("œ", "oe")}


def is_word(form: str, language: str) -> bool:
    """Whether a dictionary of the language has the word; False for a language without one."""
    try:
        return simplemma.is_known(form, lang=language)
    except ValueError:
        return False


def is_common(word: str, language: str) -> bool:
    """Whether a word, written small, is in the dictionary as a word and not as a name (facebook is there as a name)."""
    form = word.casefold()
    return is_word(form, language) and simplemma.lemmatize(form, lang=language).islower()


def _acronym(word: str) -> str:
    return f"={word}"


def read_cue(code: str, text: str, doc: Doc) -> Iterator[Cue]:
    """A cue as units, and again with its hyphens left out (micro-influencer, microinfluencer)."""
    words = [unit for unit in units(doc) if not unit.ends]
    if not words:
        return
    exact = [_cue_keys(doc.text[unit.start : unit.end], unit.keys) for unit in words]
    yield Cue(code, text, tuple(exact), sum(unit.content for unit in words))
    if any(hyphen in text for hyphen in HYPHENS[:2]) and len(words) > 1:
        joined = re.sub(rf"\s*[{re.escape(HYPHENS)}]\s*", "", folded(text)).split()
        yield Cue(code, text, tuple(_keys(word, "", False, doc.lang_) for word in joined), len(words))


def _cue_keys(word: str, keys: frozenset[str]) -> frozenset[str]:
    """An acronym in a cue is found only in capitals: `IA`, `SMS`, the A and B of a test."""
    return frozenset({_acronym(word)}) if word.isupper() else keys


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
            started = {id(cue): cue for key in unit.keys for cue in self._by_first.get(key, ())}
            for cue in started.values():
                last, gapped = _follow(cue, words, at)
                if last is not None:
                    hits.append(CueHit(unit.start, words[last].end, cue, gapped))
        return _longest_of_each_code(hits)


def _follow(cue: Cue, words: Sequence[Unit], at: int) -> tuple[int | None, bool]:
    """Where a cue that starts at a word ends, and whether other words stand in it."""
    gapped = False
    for wanted in cue.units[1:]:
        skipped = 0
        at += 1
        while at < len(words) and not words[at].keys & wanted and words[at].filler and skipped < GAP:
            at += 1
            skipped += 1
        if at >= len(words) or words[at].ends or not words[at].keys & wanted:
            return None, gapped
        gapped = gapped or skipped > 0
    return at, gapped


def _longest_of_each_code(hits: list[CueHit]) -> list[CueHit]:
    kept: list[CueHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.gapped, hit.start)):
        if not any(hit.cue.code == k.cue.code and hit.start < k.end and k.start < hit.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.cue.code))
