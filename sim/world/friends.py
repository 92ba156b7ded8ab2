"""Who is a friend of whom: a ring of neighbours with some ties moved, clustered and yet short of path."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.world.csr import Rows
from sim.world.settings import PopulationSettings


def build(settings: PopulationSettings, seed: int) -> Rows | None:
    """Friends of each user, or None where nobody has any.

    User u is joined to the next `friends` / 2 users on a ring; each tie is moved, with a small probability, to
    anybody. Clustering without moves is 3 (k - 2) / 4 (k - 1) for k friends, and about (1 - p)^3 of that with them.
    Limits: ties that coincide are one, so the mean is a little below k; all users have about as many friends.
    Source: Watts and Strogatz 1998, Nature 393.
    """
    if settings.friends == 0:
        return None
    users, ids = settings.users, np.arange(settings.users)
    one: list[NDArray[np.int64]] = []
    other: list[NDArray[np.int64]] = []
    for step in range(1, settings.friends // 2 + 1):
        u = draws.units(seed, streams.FRIENDS, ids, slot=step)
        anybody = np.minimum((u[:, 1] * users).astype(np.int64), users - 1)
        moved = (u[:, 0] < settings.friend_rewiring) & (anybody != ids)
        one.append(ids)
        other.append(np.where(moved, anybody, (ids + step) % users))
    source, target = np.concatenate(one), np.concatenate(other)
    return Rows.of_pairs(np.concatenate([source, target]), np.concatenate([target, source]), users)
