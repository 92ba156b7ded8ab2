"""What brands look up about accounts: found once for all brands, and again when an account has changed.

With as many brands as a large platform has, looking at every account for each of them takes longer than living the day.
"""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.known import Known
from sim.world.creators import Creators, Tier, tier_of

LEAST_FIT = 0.02  # share of output on the product's topic below which nobody is asked


class Supply:
    """Accounts as they are until one of them changes. `tier` is that of each, [C]; `average` natural views an item."""

    def __init__(self, creators: Creators) -> None:
        self.tier = tier_of(creators.followers)
        self.average = float(creators.impressions.sum()) / max(int(creators.next_upload.sum()), 1)
        self._fitting: dict[tuple[int, Tier], tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        koc = self.tier == Tier.KOC
        joined, left = creators.joined_at[koc], creators.left_at[koc]
        self._joined, self._left = np.sort(joined), np.sort(np.maximum(joined, left))

    def fitting(self, creators: Creators, topic: int, tier: Tier) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Accounts of a tier that publish on a topic, in order, and the logarithm of its share of their output."""
        if (topic, tier) not in self._fitting:
            fit = creators.topic_mix[:, topic].astype(np.float64)
            rows = np.flatnonzero((fit >= LEAST_FIT) & (self.tier == tier))
            self._fitting[topic, tier] = rows, elementwise.log(fit[rows])
        return self._fitting[topic, tier]

    def kocs(self, tick: int) -> int:
        """How many KOCs are active at a tick: who has joined by then less who has left."""
        joined, left = (np.searchsorted(ticks, tick, side="right") for ticks in (self._joined, self._left))
        return int(joined - left)


_KNOWN: Known[Creators, Supply] = Known(Supply)


def supply(creators: Creators) -> Supply:
    """What is known of these accounts; nothing is kept of a table that may be written to."""
    return _KNOWN.of(creators)
