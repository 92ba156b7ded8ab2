"""How many accounts each simulated one stands for.

The accounts of a world are a sample by tier and niche, in which large and niche accounts are many, so that a small
world has some. What is said about accounts at large must be weighted back.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.creators import Creators, Tier

SMALLEST_SAMPLED = 100  # followers: smaller accounts are not in the sample, they are among the users


class Census(NamedTuple):
    """Shares of all accounts. Source: KuaiRand-Pure, Gao et al., CIKM 2022: 27,285 accounts."""

    koc: float = 0.37515  # from 100 to below 10 k followers
    mid: float = 0.00337  # from 10 k to below 300 k
    head: float = 0.00026
    niche: float = 0.025  # of accounts: what topic mixes drawn by overall demand give; an assumption, 0.01 to 0.05

    @property
    def sampled(self) -> float:
        """Share of accounts that are large enough to be in the sample."""
        return self.koc + self.mid + self.head


def weights(creators: Creators, count: int, census: Census = Census()) -> NDArray[np.float64]:  # noqa: B008  # a tuple
    """Share of all accounts that each of the first `count` stands for, [count]; they sum to `census.sampled`.

    A stratum without accounts leaves its share to the others of its tier.
    """
    tier, niche = creators.first_tier[:count], creators.niche[:count].astype(bool)
    weight = np.zeros(count)
    for which, share in zip(Tier, census[: len(Tier)], strict=True):
        mine = tier == which
        for group, part in ((mine & niche, census.niche), (mine & ~niche, 1.0 - census.niche)):
            weight[group] = part / max(int(group.sum()), 1)
        if mine.any():
            weight[mine] *= share / weight[mine].sum()
    return weight
