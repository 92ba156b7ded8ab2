"""Whether users follow accounts like themselves."""

import math
from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.metrics import Day, Metric, Value

BLOCK = 2_048  # follows at a time: what is gathered for them fits the caches


class Homophily(Metric):
    """Assortativity of follows by topic: 0 when users follow without regard to interest, 1 when only their own.

    Users belong to topics by the shares of their interests, accounts by those of their items; e is the joint
    distribution of both over follows, a and b its margins, and the value is (sum e_kk - sum a_k b_k) /
    (1 - sum a_k b_k). Over the users who are asked (all, or evenly spread ones).
    Source: Newman 2003, Physical Review E 67, 026126, with shares in place of classes.
    """

    name: ClassVar[str] = "homophily"
    unit: ClassVar[str] = "-1 to 1"
    slow: ClassVar[bool] = True

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        places = day.world.users.follows[day.asked]
        follows = places.reshape(-1)
        taken = np.flatnonzero(follows >= 0)
        if taken.size == 0:
            yield self.value(math.nan)
            return
        mine = day.interests
        theirs = day.world.creators.topic_mix
        user, account = taken // places.shape[1], follows[taken]
        often = np.bincount(user, minlength=len(mine)) / user.size
        chosen = np.bincount(account, minlength=len(theirs)) / user.size
        chance = float((often @ mine) @ (chosen @ theirs))
        alike = float(products(mine, theirs, user, account).mean(dtype=np.float64))
        yield self.value((alike - chance) / (1.0 - chance))


def products(
    mine: NDArray[np.float32], theirs: NDArray[np.float32], user: NDArray[np.int64], account: NDArray[np.int32]
) -> NDArray[np.float32]:
    """Inner product of a row of `mine` [U, K] and a row of `theirs` [C, K], for each pair of rows, [E]."""
    found = np.empty(user.size, dtype=np.float32)
    for first in range(0, user.size, BLOCK):
        these = slice(first, first + BLOCK)
        np.einsum("ek,ek->e", mine.take(user[these], 0), theirs.take(account[these], 0), out=found[these])
    return found
