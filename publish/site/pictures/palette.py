"""The colours of the house as a picture needs them: by value, read from house.css, by day and by night."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.web.files import HOUSE

Look = Literal["light", "dark"]
_VARIABLE = re.compile(r"--([a-z]+):\s*(#[0-9a-fA-F]{6})")


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb."""

    paper: str
    rule: str
    edge: str
    ink: str
    soft: str
    link: str
    accent: str
    shade: str


@cache
def palette(look: Look) -> Palette:
    """The colours of house.css; those of its first `:root`, or of the one for dark screens."""
    text = (HOUSE / "house.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    found = dict(_VARIABLE.findall(blocks[0 if look == "light" else 1]))
    return Palette(**{name: found[name] for name in Palette.__dataclass_fields__})
