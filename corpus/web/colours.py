"""The colours of the groups of tactics as a stylesheet: tints light or dark enough that text on them stays readable.

A codebook may give any colour. Text never takes it; it stands behind the text, mixed into the paper, and in lines under
or beside it, and nothing is said by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Colour = tuple[int, int, int]

PAPER: Colour = (0xFB, 0xFA, 0xF7)  # --paper in house.css, by day and by night
NIGHT: Colour = (0x17, 0x19, 0x1C)
INK: Colour = (0x1F, 0x1D, 0x1A)
MOON: Colour = (0xE9, 0xE5, 0xDD)
TEXT_CONTRAST = 7.0  # of text on a tint (WCAG 2.2, 1.4.6)
LINE_CONTRAST = 3.0  # of a line or dot on the paper (WCAG 2.2, 1.4.11)


def stylesheet(groups: Iterable[Mapping[str, Any]]) -> str:
    """Custom properties `--tint` and `--line` for the class `g-N` of each group, N its position, for day and night."""
    day, night = [], []
    for group in groups:
        colour = parse(str(group["color"]))
        day.append(_rule(group["position"], colour, PAPER, INK))
        night.append(_rule(group["position"], colour, NIGHT, MOON))
    return "\n".join(day) + "\n@media (prefers-color-scheme: dark) {\n" + "\n".join(night) + "\n}\n"


def _rule(position: int, colour: Colour, paper: Colour, text: Colour) -> str:
    tint = _towards(paper, colour, lambda c: contrast(text, c) >= TEXT_CONTRAST, most=0.24)
    line = _away(colour, text, lambda c: contrast(c, paper) >= LINE_CONTRAST)
    return f".g-{position} {{ --tint: {_hex(tint)}; --line: {_hex(line)}; }}"


def parse(colour: str) -> Colour:
    """`#rrggbb` as three numbers; a middle grey for anything else."""
    match = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour.strip())
    return (int(match[1], 16), int(match[2], 16), int(match[3], 16)) if match else (0x77, 0x77, 0x77)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    channels = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _towards(paper: Colour, colour: Colour, good: Any, *, most: float) -> Colour:
    """The strongest tint of the paper that is still good."""
    steps = [_mixed(paper, colour, most * step / 20) for step in range(20, -1, -1)]
    return next((tint for tint in steps if good(tint)), paper)


def _away(colour: Colour, text: Colour, good: Any) -> Colour:
    """The colour itself, or moved towards the text's until it is good."""
    steps = [_mixed(colour, text, step / 20) for step in range(21)]
    return next((line for line in steps if good(line)), text)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
