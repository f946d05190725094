"""When a tweet was made, from its number.

Twitter's Snowflake: milliseconds since 2010-11-04 01:42:54.657 UTC, shifted left by 22 bits.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ingest.clean.result import Moment

_EPOCH = 1288834974657  # milliseconds since 1970
_NUMBER = re.compile("[0-9]{1,19}")
_FIRST = 29700859247  # the last number that was only counted; later ones hold their time


def tweet_time(native_id: str) -> Moment | None:
    """The second at which a tweet of this number was made; None for numbers from before November 2010."""
    if not _NUMBER.fullmatch(native_id) or not _FIRST < int(native_id) < 1 << 63:
        return None
    when = datetime.fromtimestamp(((int(native_id) >> 22) + _EPOCH) // 1000, UTC)
    return Moment(value=f"{when:%Y-%m-%dT%H:%M:%SZ}", precision="second", basis="url", verbatim=native_id)
