"""Whom a brand asks: accounts of the right size that publish on what the product is about."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams
from sim.world.commerce import Commerce
from sim.world.creators import Tier, tier_of
from sim.world.wares import NOTHING
from sim.world.world import World

LEAST_FIT = 0.02  # share of output on the product's topic below which nobody is asked


def scouts(world: World, commerce: Commerce, product: int, tier: Tier, number: int) -> NDArray[np.int64]:
    """Accounts of a tier in the order they are asked: by fit, softened by a keyed draw; those free to sign."""
    creators = world.creators
    fit = creators.topic_mix[:, commerce.products.topic[product]].astype(np.float64)
    free = creators.active(world.now) & (tier_of(creators.followers) == tier) & (fit >= LEAST_FIT)
    rows = np.flatnonzero(free & (commerce.sellers.next_deal == NOTHING))
    key = world.key
    keys = elementwise.log(fit[rows]) + draws.gumbels(key.seed, key.luck, streams.SCOUT, rows, number)
    return rows[np.lexsort((rows, -keys))]
