"""Critical dryness by bisection: the smallest drop of natural traffic under which the niche shrinks."""

import math
from collections.abc import Callable

HIGHEST = 0.95  # drop that is tried at most
HALVINGS = 5


def critical(grows: Callable[[float], float], threshold: float, halvings: int = HALVINGS) -> float:
    """The smallest drop in [0, HIGHEST] after which it grows by less than `threshold`, to HIGHEST / 2^halvings.

    `grows` says so of a drop, falling with it. nan if it never falls so low; 0 if it is as low without.
    """
    if grows(0.0) < threshold:
        return 0.0
    if grows(HIGHEST) >= threshold:
        return math.nan
    low, high = 0.0, HIGHEST
    for _ in range(halvings):
        middle = 0.5 * (low + high)
        if grows(middle) < threshold:
            high = middle
        else:
            low = middle
    return high
