"""Draw lots among those who are good enough."""

from typing import Any, ClassVar

import numpy as np

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class MeritLottery(Policy):
    """Choose among items that pass a gate with probability proportional to predicted value above a threshold.

    The gate lets in items whose rate of plays, shrunk to the average, is at least that of the quantile `gate` of
    those shown `judged_after` times, and all that are not judged yet.

    Gives:  exposure to the good, not only to the best; luck to those with little data.
    Takes:  relevance from users, more than `interest` and less than `random`.
    Limits: threshold 0 and gate 0 are a lottery by value alone, more random than `interest` at any setting: there
        is no neutral one. A threshold above every score leaves an even lottery.
    Source: lotteries among those above a bar, as in funding (Fang and Casadevall 2016, mBio 7(2)); Plackett-Luce
        choice by Gumbel numbers (Yellott 1977).
    """

    neutral: ClassVar[dict[str, Any] | None] = None
    moves: ClassVar[tuple[str, str, int] | None] = ("gate", "match_quality", 1)
    gamed_by: ClassVar[str] = "whoever uploads often: each item is a ticket, and a new one is not judged."

    threshold: float = parameter(
        0.0, "predicted value that counts for nothing", unit="score", ge=0, le=1e6, grade="assumption",
        plausible=(0.0, 1.0),
    )  # fmt: skip
    gate: float = parameter(
        0.5, "share of judged items that do not pass", ge=0, lt=1, grade="assumption", plausible=(0.0, 0.8)
    )
    judged_after: float = parameter(
        20.0, "impressions after which an item is judged", unit="impressions", gt=0, le=1e6, grade="assumption",
        plausible=(10.0, 100.0),
    )  # fmt: skip

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A lottery, a price that lowers every score by the threshold, a pace of 0 below the gate."""
        items = observed.items
        average = int(items.plays.sum()) / max(int(items.impressions.sum()), 1)
        rate = (items.plays + 10.0 * average) / (items.impressions + 10.0)
        judged = items.impressions >= self.judged_after
        bar = np.quantile(rate[judged], self.gate, method="lower") if judged.any() else -np.inf
        pace = np.where(judged & (rate < bar), 0.0, 1.0)
        return TrafficPlan(price=np.full(items.count, -self.threshold), pace=pace, select="lottery"), state
