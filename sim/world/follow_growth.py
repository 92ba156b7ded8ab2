"""The first follows as the outcome of growth: users and accounts arrive in turn, the followed are followed."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core import streams
from sim.core.law import loop
from sim.core.noise import WORLD, philox, unit, unit_fine

ATTEMPTS = 2_000  # proposals a place is given before it stays empty: there may be nobody else to follow
STREAM = streams.PRICE


class Growth:
    """A network that grows by preferential attachment with homophily.

    When user u arrives, accounts have come at the same pace, the most followed first. Each place of her list goes to
    an account there with probability ~ (F + a) e^(homophily x sim): F is its followers among the users before her
    and sim = interest . S . topic mix, S carrying interest to siblings. Without homophily the follower counts have
    a tail of exponent 1 + a / m, m the mean number of followers.
    Shapes: `order` [C] accounts in order of arrival; `mix` [C, K].
    Limits: a user never follows an account twice (where she follows many, this flattens the top and lowers the
        exponent of a finite network), and nobody whom she cannot find in `ATTEMPTS` proposals.
    Source: Price 1976, JASIS 27 (cumulative advantage); homophily as a factor of attachment.
    """

    def __init__(
        self,
        seed: int,
        users: int,
        order: NDArray[np.int64],
        mix: NDArray[np.float32],
        mean_follows: float,
        newcomer_weight: float,
        homophily: float,
    ) -> None:
        self.seed, self.users, self.order, self.mix = seed, users, order, mix
        self.initial = newcomer_weight * mean_follows * users / max(order.size, 1)
        self.homophily = homophily
        self.edges = np.empty(0, dtype=np.int32)
        self.grown = 0

    def follow(
        self,
        ids: NDArray[np.int64],
        number: NDArray[np.int64],
        carried: NDArray[np.float64],
        follows: NDArray[np.int32],
    ) -> NDArray[np.int64]:
        """Let these users arrive, in order; fills their rows of `follows`. How many each follows, [n]."""
        self.edges = np.concatenate([self.edges[: self.grown], np.empty(int(number.sum()), dtype=np.int32)])
        self.grown, made = _arrive(
            self.seed, ids, self.users, number, carried, self.order, self.mix, self.initial, self.homophily,
            self.edges, self.grown, follows,
        )  # fmt: skip
        return made  # type: ignore[no-any-return]  # compiled


@loop
def _arrive(seed, ids, users, number, carried, order, mix, initial, homophily, edges, grown, follows):  # type: ignore[no-untyped-def]  # compiled
    made = np.zeros(ids.size, np.int64)
    topics = mix.shape[1]
    for row in range(ids.size):
        u = ids[row]
        there = max(1, (u + 1) * order.size // users)
        best = 0.0
        for k in range(topics):
            best = max(best, carried[row, k])
        before = grown
        for place in range(number[row]):
            for attempt in range(ATTEMPTS):
                w = philox(seed, WORLD, u, place, attempt, STREAM)
                mark = unit_fine(w[0], w[1]) * (initial * there + before)
                if mark < initial * there:
                    c = order[min(int(mark / initial), there - 1)]
                else:
                    c = np.int64(edges[min(int(mark - initial * there), before - 1)])
                free = True
                for other in range(made[row]):
                    free &= follows[u, other] != c
                if not free:
                    continue
                if homophily > 0.0:
                    sim = 0.0
                    for k in range(topics):
                        sim += carried[row, k] * np.float64(mix[c, k])
                    if unit(w[2]) >= math.exp(homophily * (sim - best)):
                        continue
                follows[u, made[row]] = c
                made[row] += 1
                edges[grown] = c
                grown += 1
                break
    return grown, made
