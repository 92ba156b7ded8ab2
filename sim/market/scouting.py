"""Whom a brand asks: accounts of the right size that publish on what the product is about."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.market.supply import supply
from sim.world.commerce import Commerce
from sim.world.creators import Tier
from sim.world.wares import NOTHING
from sim.world.world import World


class Scouted:
    """Accounts that a brand may ask, put in order only as far as it goes: most are never asked."""

    def __init__(self, rows: NDArray[np.int64], keys: NDArray[np.float64]) -> None:
        self._rows, self._keys = rows, keys

    def first(self, count: int) -> NDArray[np.int64]:
        """So many accounts, or all, in the order they are asked: by falling key, of equals the first."""
        keys, places = self._keys, np.arange(self._rows.size)
        if 0 < count < keys.size:
            places = np.flatnonzero(keys >= np.partition(keys, -count)[-count])
        asked: NDArray[np.int64] = self._rows[places[np.argsort(-keys[places], kind="stable")]]
        return asked[:count]


def scouts(world: World, commerce: Commerce, product: int, tier: Tier, number: int) -> Scouted:
    """Accounts of a tier in the order they are asked: by fit, softened by a keyed draw; those free to sign."""
    creators, key = world.creators, world.key
    rows, log_fit = supply(creators).fitting(creators, int(commerce.products.topic[product]), tier)
    active = (creators.joined_at[rows] <= world.now) & (world.now < creators.left_at[rows])
    free = active & (commerce.sellers.next_deal[rows] == NOTHING)
    rows, log_fit = rows[free], log_fit[free]
    return Scouted(rows, log_fit + draws.gumbels(key.seed, key.luck, streams.SCOUT, rows, number))
