"""Satiation: leaky counters of impressions with exact exponential decay."""

import math

from sim.core.law import law

LONGEST = 100.0  # half-lives after which nothing is left; what is counted in between stays within single precision


@law
def decay(elapsed_ticks, half_life_ticks):  # type: ignore[no-untyped-def]  # compiled
    """Factor by which a leaky counter has shrunk: 2^(-elapsed / half-life)."""
    return math.exp2(-min(elapsed_ticks / half_life_ticks, LONGEST))


@law
def fade(count, factor):  # type: ignore[no-untyped-def]  # compiled
    """A leaky counter after decay; what is below a millionth of an impression is forgotten.

    (Counters that shrank for ever would end as denormal numbers, which processors handle slowly.)
    """
    left = count * factor
    return left if left > 1e-6 else 0.0
