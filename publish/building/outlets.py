"""One spelling for each outlet: sources write L'Écho and L’Écho, Le monde and Le Monde."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from publish.lemmas import folded

WORDS = re.compile(r"\w+")


def one_spelling(outlets: Iterable[str]) -> dict[str, str]:
    """Names of outlets, given as often as documents have them, with the commonest of those that differ by capitals,
    accents, spaces and signs alone."""
    counts = Counter(outlets)
    commonest: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        commonest.setdefault(_key(name), name)
    return {name: commonest[_key(name)] for name in counts}


def _key(name: str) -> str:
    return " ".join(WORDS.findall(folded(name))) or name
