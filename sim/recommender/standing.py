"""What an item earns beyond its viewers' tastes, counted as old as the last refresh."""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
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
    each = weights(items.natural_impressions, clip, np.maximum(world.now - items.visible_from, 0))
    plays = items.plays * each + weight * prior
    expected = items.expected / FIXED_POINT * each + weight
    return elementwise.log(plays / expected)
