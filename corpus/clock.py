"""The one clock: when an act was done, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """This moment as 2020-02-21T14:05:09Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
