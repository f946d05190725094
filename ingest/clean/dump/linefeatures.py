"""What a line of a dump looks like, in numbers that mean the same in French and in English.

A line is judged by its length, its end, its share of the little words every sentence needs, its capitals and digits,
what the phrase lists say of it, and where it stands. Blank lines are no lines here: they are the gap before a line.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from corpus.model import Reason
from ingest.clean.fold import fold

# The commonest function words of both languages: a menu or a headline has few of them, a sentence many.
LITTLE_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    a about after again all also an and are as at be because been before being between both but by can could did
    do does for from had has have he her him his how i if in into is it its just more most my no not now of on
    one only or other our out over said she so some such than that the their them then there these they this to
    two under until up was we were what when where which while who will with would you your

    ainsi alors apres au aussi autre aux avaient avait avant avec avoir c ce ces cet cette ceux chez comme d
    dans de depuis des deux dit donc du elle elles en encore entre est et etaient etait ete etre eu fait faut
    ici il ils j je jusqu l la le les leur leurs lors lui m mais meme moins n ne nos notre nous on ont ou par
    pas pendant peut peuvent plus pour pourrait qu quand que qui s sa sans se selon ses si son sont sous sur t
    tous tout toute toutes tres un une vers vos votre vous y
        """,
    )
)
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_BREAK = re.compile(r"[.!?…][»”\"')\]]* +[«“\"'(\[]*[A-ZÀ-Ý]")
_ENDS = re.compile(r"[.!?…][\s»”\"'’)\]]*$")
_QUOTED_END = re.compile(r"[»”\"]\s*$")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪◦‣●■o]|\d{1,2}[.)])\s")
_ADDRESS = re.compile(r"https?://|www\.|@\w|#\w|\.com\b|\.fr\b")
_READ = 4000  # characters of a line that are looked at; a longer one is a paragraph anyway

NAMES = (
    "characters",
    "words",
    "one_or_two_words",
    "under_six_words",
    "under_twelve_words",
    "over_twenty_words",
    "over_fifty_words",
    "ends_sentence",
    "ends_quotation",
    "ends_colon",
    "ends_comma",
    "sentence_breaks",
    "commas",
    "little_words",
    "little_share",
    "little_share_of_long",
    "sentence",
    "capital_share",
    "all_capitals",
    "digit_share",
    "starts_lower",
    "starts_quotation",
    "starts_digit",
    "bullet",
    "address",
    "repeated",
    "like_first_line",
    "gap",
    "wide_gap",
    "reason",
    "reason_related",
    "reason_comment",
    "reason_byline_or_date",
    "reason_credit",
)


def line_features(
    lines: Sequence[str], gaps: Sequence[int], reasons: Sequence[Reason | None]
) -> list[tuple[float, ...]]:
    """One row of `NAMES` for each non-blank line. `gaps` counts the blank lines before each."""
    folded = [fold(line[:_READ]) for line in lines]
    seen = Counter(folded)
    first = folded[0] if folded else ""
    usual = _usual_gap(gaps)
    return [
        (
            *_shape(line[:_READ], text),
            *_standing(text, seen, first, index),
            float(gap > 0),
            float(gap > usual),
            *_of_reason(reason),
        )
        for index, (line, text, gap, reason) in enumerate(zip(lines, folded, gaps, reasons, strict=True))
    ]


def _shape(line: str, folded: str) -> tuple[float, ...]:
    words = _WORD.findall(folded)
    raw_words = _WORD.findall(line)
    count = len(words)
    little = sum(word in LITTLE_WORDS for word in words)
    share = little / max(count, 1)
    ends = bool(_ENDS.search(line))
    letters = [c for c in line if c.isalpha()]
    start = line.lstrip()[:1]
    return (
        math.log1p(len(line)) / 4,
        math.log1p(count) / 3,
        float(count <= 2),
        float(count < 6),
        float(count < 12),
        float(count > 20),
        float(count > 50),
        float(ends),
        float(bool(_QUOTED_END.search(line))),
        float(line.rstrip().endswith(":")),
        float(line.rstrip().endswith(",")),
        min(len(_SENTENCE_BREAK.findall(line)), 4) / 2,
        min(line.count(","), 6) / 3,
        math.log1p(little) / 2,
        share,
        share if count >= 8 else 0.0,
        float(ends and count >= 6 and little >= 2),
        sum(word[:1].isupper() for word in raw_words) / max(len(raw_words), 1),
        float(len(letters) > 3 and all(c.isupper() for c in letters)),
        sum(c.isdigit() for c in line) / max(len(line), 1),
        float(start.islower()),
        float(start in "«“\"‘'" if start else False),
        float(start.isdigit()),
        float(bool(_BULLET.match(line))),
        float(bool(_ADDRESS.search(line))),
    )


def _standing(folded: str, seen: Counter[str], first: str, index: int) -> tuple[float, ...]:
    opening = len(folded) > 12 and index > 0 and first.startswith(folded)
    return float(seen[folded] > 1), float(opening)


def _of_reason(reason: Reason | None) -> tuple[float, ...]:
    return (
        float(reason is not None),
        float(reason == "related_link"),
        float(reason == "comment"),
        float(reason in ("byline", "date")),
        float(reason == "credit"),
    )


def _usual_gap(gaps: Sequence[int]) -> int:
    """The gap that most lines have before them, 1 at least where there are any."""
    counted = Counter(gap for gap in gaps[1:] if gap)
    return max(1, min(gap for gap, n in counted.items() if n == max(counted.values()))) if counted else 0


def ends_sentence(line: str) -> bool:
    """A line that ends as sentences end."""
    return bool(_ENDS.search(line[-40:]))


def has_sentence_break(line: str) -> bool:
    """A line in which one sentence ends and another begins."""
    return bool(_SENTENCE_BREAK.search(line[:_READ]))


def is_sentence(line: str) -> bool:
    """A line that ends as sentences end, and has the little words they need."""
    return ends_sentence(line) and len(_WORD.findall(line[:_READ])) >= 6 and little_words(line) >= 2


def little_words(line: str) -> int:
    """How many of a line's words are function words of French or English."""
    return sum(word in LITTLE_WORDS for word in _WORD.findall(fold(line[:_READ])))


def word_counts(lines: Sequence[str]) -> list[int]:
    """Words of each line, as far as a line is looked at."""
    return [len(_WORD.findall(line[:_READ])) for line in lines]


# ---- where a line stands in the whole dump

PLACES = (
    "place",
    "place_from_end",
    "sentences_above",
    "sentences_below",
    "no_gaps",
    "since_comments",
    "since_related",
    "sentence_mass_near",
    "sentence_mass_wide",
    "first_lines",
    "last_lines",
    "short_dump",
)


def place_features(rows: Sequence[tuple[float, ...]], gaps: Sequence[int]) -> list[tuple[float, ...]]:
    """One row of `PLACES` for each line, from the rows of `line_features`."""
    total = len(rows)
    sentence, words = NAMES.index("sentence"), NAMES.index("words")
    comment, related = NAMES.index("reason_comment"), NAMES.index("reason_related")
    mass = [math.expm1(row[words] * 3) * row[sentence] for row in rows]
    sums = [0.0, *accumulate(mass)]
    comments = list(accumulate(row[comment] for row in rows))
    links = list(accumulate(row[related] for row in rows))
    whole = max(sums[-1], 1.0)
    flat = float(not any(gaps[1:]))
    return [
        (
            index / max(total - 1, 1),
            1 / (total - index),
            sums[index] / whole,
            (whole - sums[index + 1]) / whole,
            flat,
            min(comments[index], 3.0) / 3,
            min(links[index], 3.0) / 3,
            math.log1p(sums[min(index + 4, total)] - sums[max(index - 3, 0)]) / 5,
            math.log1p(sums[min(index + 11, total)] - sums[max(index - 10, 0)]) / 5,
            float(index < 2),
            float(total - index <= 2),
            float(total < 30),
        )
        for index in range(total)
    ]
