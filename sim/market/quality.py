"""How good the platform takes an item to be when it sells it a slot."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FIXED_POINT
from sim.world.world import World


def plays_per_expected(world: World, weight: float) -> NDArray[np.float64]:
    """Valid plays per play expected of those who saw an item, shrunk to 1 by `weight` plays, [I].

    Where the learner forms no expectation, an impression is expected to be played as often as on average.
    """
    items = world.items
    average = int(items.plays.sum()) / max(int(items.impressions.sum()), 1)
    known = bool(items.expected.any())
    expected: NDArray[np.float64] = (items.expected if known else items.impressions).astype(np.float64)
    expected *= 1.0 / FIXED_POINT if known else average
    return np.asarray((items.plays + weight) / (expected + weight), dtype=np.float64)
