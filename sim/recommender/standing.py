"""What an item earns beyond its viewers' tastes, counted as old as the last refresh."""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.units import FIXED_POINT
from sim.world.world import World


def standing(world: World, weight: float, prior: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
    """Log of plays per play expected of those it was shown to, [I], shrunk to `prior` [I].

    The prior is worth `weight` expected plays: a Gamma-Poisson factor, as in `bayes_topic`.
    """
    plays = world.items.plays + weight * prior
    expected = world.items.expected / FIXED_POINT + weight
    return elementwise.log(plays / expected)
