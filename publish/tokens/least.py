"""The least values of an array, without sorting the others."""

from __future__ import annotations

import numpy as np

from publish.tokens.reading import Numbers, Places

GROUP = 64  # values of which the least is taken first


def near_least(values: Numbers, many: int) -> Places:
    """The places, in order, of values among which are the least `many` with all that are as low as the last of them.

    Where few of many are wanted, the lowest `many` of the groups' least values are a bound that takes a tenth of the
    time of the exact one, and leaves little more.
    """
    if not 0 < many < len(values):
        return np.arange(len(values) if many else 0)
    bounds = values
    if many * GROUP < len(values):
        bounds = values[: len(values) // GROUP * GROUP].reshape(GROUP, -1).min(axis=0)
    return np.flatnonzero(values <= np.partition(bounds, many - 1)[many - 1])
