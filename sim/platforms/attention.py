"""How users split their time between platforms: by what each has given them lately, and where their friends are."""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.units import FIXED_POINT
from sim.world.csr import Rows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def presence(friends: Rows | None, share: Floats, here: Flags) -> Floats:
    """The part of their time that a user's friends spend on a platform, [U], from each one's own [U]; 0 without any.

    Summed in whole units, so that no order of friends matters.
    """
    spent = np.zeros(share.size)
    if friends is None or friends.target.size == 0:
        return spent
    units = np.concatenate(
        [[0], np.cumsum((np.where(here, share, 0.0) * FIXED_POINT).astype(np.int64)[friends.target])]
    )
    total = units[friends.start[1:]] - units[friends.start[:-1]]
    known = friends.degree > 0
    spent[known] = total[known] / (friends.degree[known] * FIXED_POINT)
    return spent


def value(utility: Floats, weight: float, appeal: float, pull: float, friends_time: Floats) -> Floats:
    """What a platform is worth to each user, [U]: experienced utility, its own appeal, and friends."""
    return weight * utility + appeal + pull * friends_time


def shares(worth: Floats, here: Flags, temperature: float) -> Floats:
    """The share of each user's time on each platform, [P, U]: a logit over those that she has not left.

    One who has left all of them has shares as if she were back. Limits: equal worth, equal shares; one platform has 1.
    Source: McFadden 1974, conditional logit.
    """
    open_to = here | ~here.any(axis=0)
    best = np.where(open_to, worth, -np.inf).max(axis=0)
    odds = np.where(open_to, elementwise.exp((worth - best) / temperature), 0.0)
    total = np.zeros(best.size)
    for row in odds:
        total += row
    return np.asarray(odds / total)
