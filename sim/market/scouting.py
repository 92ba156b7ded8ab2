"""Whom a brand asks: accounts of the right size that publish on what the product is about."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.market.supply import supply
from sim.world.commerce import Commerce
from sim.world.creators import Tier
from sim.world.wares import NOTHING
from sim.world.world import World


def scouts(world: World, commerce: Commerce, product: int, tier: Tier, number: int) -> NDArray[np.int64]:
    """Accounts of a tier in the order they are asked: by fit, softened by a keyed draw; those free to sign."""
    creators, key = world.creators, world.key
    rows, log_fit = supply(creators).fitting(creators, int(commerce.products.topic[product]), tier)
    active = (creators.joined_at[rows] <= world.now) & (world.now < creators.left_at[rows])
    free = active & (commerce.sellers.next_deal[rows] == NOTHING)
    rows, log_fit = rows[free], log_fit[free]
    keys = log_fit + draws.gumbels(key.seed, key.luck, streams.SCOUT, rows, number)
    asked: NDArray[np.int64] = rows[_largest_first(keys)]
    return asked


def _largest_first(keys: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places of the keys in falling order; of equals the first. A sort that may mix equals up is much faster."""
    order = np.argsort(-keys)
    if (keys[order[1:]] == keys[order[:-1]]).any():
        return np.argsort(-keys, kind="stable")
    return order
