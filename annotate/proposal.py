"""What a suggester gives back, before it becomes an event."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import msgspec

from corpus.model import Layer

HUSTINGS = version("hustings")


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a machine would annotate. Offsets are code points into the text that was read."""

    layer: Layer
    code: str
    start: int
    end: int
    score: float  # 0 to 1: how sure the rule is, for ranking; no probability
    agent: str  # which rules or model, with the version
    attributes: dict[str, Any] = {}

    def shifted(self, by: int) -> Proposal:
        """The same passage in a text that has so many code points more before it."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)


def rules(name: str) -> str:
    """The agent of rules of ours: `hustings-authority 0.1.0`."""
    return f"hustings-{name} {HUSTINGS}"
