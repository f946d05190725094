"""Little words that a language uses all the time and a translation into it seldom: what its source has no need of.

Translations hold fewer of the means that only the target language has (Tirkkonen-Condit 2004, the unique items
hypothesis; Volansky, Ordan and Wintner 2015 for function words as the mark of translated text). French made from
English is short of `on`, `y`, `se`, `c’est`; English made from French of contractions, genitives and particles, and
full of `of the`. The limits are centiles of original texts (docs/translated.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.translated.evidence import Evidence

LEAST = 120  # words; a shorter text may lack anything
OWN = {
    "fr": "on|y|se|s'|c'|ça|dont|car|ainsi|puis|bien|tout|celui|celle|celles|ceux|toutefois|alors|ailleurs",
    "en": "s|t|re|ve|ll|d|m|up|out|off|down|away|back|said|got|get|gets|getting|like|just|about",
}
BORROWED = {"fr": "", "en": "the|of|which|who|by|its"}
SHARE = 1.5  # how much a word of one's own weighs against a borrowed one
# From this many points per thousand words on; the weight.
LIMITS = {"fr": ((-3.3, 1.0), (-5.2, 0.7)), "en": ((131.0, 1.8), (116.0, 1.0))}
SAID = {
    "fr": "{own} on, y, se, c’est, dont, ainsi… en {words} mots",
    "en": "{own} contractions, genitives and particles in {words} words",
}


def points(words: Sequence[str], language: str) -> tuple[float, int, int]:
    """Points per thousand words, words, and how many of the language's own little words are among them."""
    counts = Counter(words)
    total = sum(counts[word] for word in counts if word[0].isalnum())
    own = sum(counts[word] for word in OWN[language].split("|"))
    borrowed = sum(counts[word] for word in BORROWED[language].split("|"))
    share = SHARE if BORROWED[language] else 1.0
    return 1000 * (borrowed - share * own) / max(1, total), total, own


def grammar(words: Sequence[str], language: str) -> Evidence | None:
    """Whether a text lacks what its language is full of. `words` as `ingest.translated.phrases.words_of` gives them."""
    if language not in OWN:
        return None
    score, total, own = points(words, language)
    if total < LEAST:
        return None
    for limit, weight in LIMITS[language]:
        if score >= limit:
            return Evidence("grammar", weight, SAID[language].format(own=own, words=total))
    return None
