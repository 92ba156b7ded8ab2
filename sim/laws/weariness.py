"""Satiation: leaky counters of impressions with exact exponential decay."""

import math

from sim.core.law import law


@law
def decay(elapsed_ticks, half_life_ticks):  # type: ignore[no-untyped-def]  # compiled
    """Factor by which a leaky counter has shrunk: 2^(-elapsed / half-life)."""
    return math.pow(2.0, -elapsed_ticks / half_life_ticks)
