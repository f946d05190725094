"""How exact a number is said to be, before it and after it."""

from __future__ import annotations

import re

_A_LITTLE = (
    r"(?:(?:un (?:tout petit )?peu|bien|beaucoup|nettement|a little|a bit|just|well|far|slightly|somewhat|way|much) )?"
)
# The first that fits is taken: `no more than` before `more than`.
_BEFORE = {
    "at_least": (
        r"au moins |au minimum |a minimum of |at least |pas moins (?:de |d')|no (?:less|fewer) than "
        r"|not less than |minimum "
    ),
    "at_most": (
        r"jusqu'à |au plus |au maximum |à peine |tout au plus |pas plus (?:de |d')|maximum |up to |at most "
        r"|a maximum of "
        r"|as much as |as many as |barely |no more than |not more than |only up to "
    ),
    "more_than": rf"{_A_LITTLE}(?:plus (?:de |d')|more than |over |au-delà de |upwards of |above |in excess of )|> ?",
    "less_than": rf"{_A_LITTLE}(?:moins (?:de |d')|less than |fewer than |under |below |en dessous de )|< ?",
    "nearly": (
        r"(?:très )?près (?:de |d')|presque |nearly |almost |close to |not far from |pas loin (?:de |d')"
        r"|quasi(?:ment)? |approaching "
    ),
    "about": (
        r"environ |(?:l')?équivalent de |quelques? |autour (?:de |d')|de l'ordre (?:de |d')|à peu près "
        r"|grosso modo |aux alentours (?:de |d')"
        r"|quelque chose comme |approximativement |about |around |some |roughly |approximately |on the order of "
        r"|in the order of "
        r"|an estimated |estimated |circa |something like |in the region of |~ ?|≈ ?|env\. "
    ),
}  # fmt: skip
_PATTERNS = {name: re.compile(rf"(?<!\w)(?:{words})\Z", re.IGNORECASE) for name, words in _BEFORE.items()}
_LAST = frozenset(" '~≈><")
_AFTER = re.compile(
    r",? (?:(?P<about>or so|environ|approximately)|(?P<at_least>or more|ou plus|au moins|at least|minimum)"
    r"|(?P<at_most>ou moins|or less|or fewer|au plus|maximum|at most))(?!\w)",
    re.IGNORECASE,
)
_REACH = 40  # code points in which an approximation stands before its number


def approximation_before(text: str, start: int) -> tuple[int, str] | None:
    """Where the words before a number that say how exact it is begin, and what they say."""
    if start == 0 or text[start - 1] not in _LAST:
        return None
    for name, pattern in _PATTERNS.items():
        before = pattern.search(text, max(0, start - _REACH), start)
        if before is not None:
            return before.start(), name
    return None


def approximation_after(text: str, end: int) -> tuple[int, str | None]:
    """Where a number ends with the words after it that say how exact it is, and what they say."""
    after = _AFTER.match(text, end)
    return (end, None) if after is None else (after.end(), after.lastgroup)
