"""What an item earns beyond its viewers' tastes, counted as old as the last refresh."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop
from sim.core.units import FIXED_POINT
from sim.recommender.propensity import OFF, weights
from sim.world.world import World


def standing(
    world: World, weight: float, prior: NDArray[np.float64] | float = 1.0, clip: float = OFF
) -> NDArray[np.float64]:
    """Log of plays per play expected of those it was shown to, [I], shrunk to `prior` [I].

    The prior is worth `weight` expected plays: a Gamma-Poisson factor. Under a clip, an item's counts weigh by the
    inverse of its propensity, that of its natural impressions since it appeared.
    """
    items = world.items
    visible = None if clip == OFF else np.maximum(world.now - items.visible_from, 0)
    each = weights(items.natural_impressions, clip, visible)
    factor = np.empty(len(items))
    _factors(items.plays, items.expected, each, weight, np.full(len(items), prior), factor)
    return factor


@loop
def _factors(plays, expected, each, weight, prior, factor):  # type: ignore[no-untyped-def]  # compiled
    for i in range(plays.size):
        most = plays[i] * each[i] + weight * prior[i]
        factor[i] = math.log(most / (expected[i] / FIXED_POINT * each[i] + weight))
