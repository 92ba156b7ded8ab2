"""Expose in proportion to merit."""

import math
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State

Floats = NDArray[np.float64]


class FairnessOfExposure(Policy):
    """Price the ranking until each account's share of exposure is its share of merit.

    The price of an account rises while its share of attention is below its share of the merit of all active accounts
    with something to show, and falls while it is above: the duals of the programme "most score, shares as merit". Of
    all ways to meet the shares, the ranking by score plus dual costs least score.

    Gives:  exposure in proportion to merit: growth of log exposure with log merit tends to 1.
    Takes:  relevance from users; exposure from those whom a ranking favours beyond their merit.
    Limits: rate 0 is the neutral policy. For a feed, in the mean over requests; `solve` finds the exact mixture
        of rankings for one slate. A longer refresh swings more.
    Source: Singh and Joachims, KDD 2018, "Fairness of exposure in rankings"; dual ascent on its constraints
        (Bertsekas, Nonlinear Programming, section 6.3).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"rate": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("rate", "exposure per merit, spread", -1)
    gamed_by: ClassVar[str] = "whoever splits an account: merit is an average, so each part has as much."

    rate: float = parameter(
        0.5, "step of the price", unit="score per relative shortfall and day", ge=0, le=100, grade="assumption",
        plausible=(0.1, 2.0),
    )  # fmt: skip
    price_limit: float = parameter(10.0, "highest price, up or down", unit="score", gt=0)

    def start(self, observed: Observed) -> State:
        """No price yet."""
        return State(price=np.zeros(observed.creators.count))

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Move each price by its account's relative shortfall."""
        creators = observed.creators
        offered = observed.offered()
        merit = np.where(offered, creators.merit, 0.0)
        share = creators.attention_last_span / max(math.fsum(creators.attention_last_span), 1e-300)
        target = np.where(offered, merit / max(math.fsum(merit), 1e-300), 1.0)
        short = np.where(offered, 1.0 - share / target, 0.0) if share.any() else np.zeros(creators.count)
        price = np.clip(state.price + self.rate * observed.days * short, -self.price_limit, self.price_limit)
        return TrafficPlan(price=price[observed.items.creator]), State(price=price)


def solve(
    utility: ArrayLike,
    group: Sequence[int] | NDArray[np.int64],
    position_weight: ArrayLike,
    constraint: Literal["treatment", "impact", "parity", "none"] = "treatment",
) -> Floats:
    """The best mixture of rankings of n items under a fairness constraint between groups: P [n, n], doubly stochastic.

    P[i, j] is the chance of item i at position j. It maximises the expected utility u'Pv, v the attention of each
    position (those missing get none), with equal over all groups: "treatment" mean exposure per mean utility,
    "impact" mean utility received per mean utility, "parity" mean exposure.

    Raises:
        ValueError: if shapes do not fit, a utility is negative, or no mixture meets the constraint.
    """
    u, of = np.asarray(utility, dtype=np.float64), np.asarray(group)
    n = u.size
    v = np.concatenate([np.asarray(position_weight, dtype=np.float64).reshape(-1), np.zeros(n)])[:n]
    if u.shape != (n,) or of.shape != (n,) or not (u >= 0).all():
        raise ValueError(f"utility has shape {u.shape} and group {of.shape}, allowed is [n] each, of at least 0")
    u = u / max(float(u.max(initial=0.0)), 1e-300)  # no constraint knows units; the solver's tolerance does
    ones = np.eye(n)
    rows = [np.outer(ones[i], np.ones(n)) for i in range(n)] + [np.outer(np.ones(n), ones[j]) for j in range(n)]
    totals = [1.0] * (2 * n)
    members = [of == g for g in np.unique(of)] if constraint != "none" else []
    received = [np.outer(member * (u if constraint == "impact" else 1.0) / member.sum(), v) for member in members]
    worth = [1.0 if constraint == "parity" else float(u[member].mean()) for member in members]
    for other in range(1, len(members)):  # cross-multiplied: a group without utility is owed nothing
        row = received[0] * worth[other] - received[other] * worth[0]
        rows.append(row / max(float(np.abs(row).max()), 1e-300))
        totals.append(0.0)
    found = scipy.optimize.linprog(
        -np.outer(u, v).reshape(-1), A_eq=np.array(rows).reshape(len(rows), -1), b_eq=totals, bounds=(0, 1)
    )
    if not found.success:
        raise ValueError(f"no mixture of rankings meets the constraint {constraint}: {found.message}")
    return np.asarray(found.x, dtype=np.float64).reshape(n, n)
