"""Count what an impression is worth to the platform, the creator's staying included."""

from typing import Any, ClassVar

import numpy as np

from sim.core import elementwise
from sim.core.errors import PolicyError
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class ValueMix(Policy):
    """Add to the user's value what one more impression does for the creator's staying.

    A creator's satisfaction with x impressions a day is 1 - e^(-x / enough), so one more is worth weight x
    e^(-x / enough): nearly all of `weight` to those whom nobody sees, nothing to those who have enough.

    With `revenue`, what an impression is expected to sell is added, too: revenue x RMB.

    Gives:  exposure to accounts that have too little to stay; with `revenue` to what sells.
    Takes:  relevance from users; exposure from accounts that have enough.
    Limits: weight 0 and revenue 0 are the neutral policy. The gain is what the platform believes: it pays only where
        exits depend on exposure. With `revenue` it refuses worlds in which nothing is sold.
    Source: Zhan et al., WWW 2021, "Towards content provider aware recommender systems" (user utility plus weight
        x the provider's uplift), here with a fixed concave utility in place of a learned one.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"weight": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("weight", "exposure_gini", -1)
    reads_sales: ClassVar[bool] = True
    family: ClassVar[str] = "creator-aware"
    gamed_by: ClassVar[str] = "whoever splits an account: each part looks about to leave."

    weight: float = parameter(
        0.5, "worth of the first impressions to a creator", unit="score", ge=0, le=1e4, grade="assumption",
        plausible=(0.1, 2.0),
    )  # fmt: skip
    enough: float = parameter(
        20.0, "impressions a day that leave e^-1 of the worth", unit="impressions/day", gt=0, le=1e9,
        grade="assumption", plausible=(5.0, 100.0),
    )  # fmt: skip
    revenue: float = parameter(0.0, "worth of a RMB of sales, where something is sold", unit="score/RMB", ge=0, le=1e3)
    memory_days: float = parameter(
        7.0, "time constant of the average", unit="day", gt=0, le=1000, grade="assumption", plausible=(1.0, 30.0)
    )

    def start(self, observed: Observed) -> State:
        """Nothing shown yet."""
        return State(daily=np.zeros(observed.creators.count), day=observed.day)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A price by the average of natural impressions a day."""
        daily, days = state.daily, observed.day - state.day
        if days > 0.0:
            fade = float(elementwise.exp(np.array([-days / self.memory_days]))[0])
            daily = fade * daily + (1.0 - fade) * observed.creators.impressions_last_span / days
        price = (self.weight * elementwise.exp(-daily / self.enough))[observed.items.creator]
        if self.revenue > 0.0:
            if observed.items.sales_rmb is None:
                raise PolicyError(
                    f"policy value_mix: revenue is {self.revenue:g}, allowed where something is sold: this platform "
                    "knows of no sales"
                )
            price = price + self.revenue * observed.items.sales_rmb
        return TrafficPlan(price=price), State(daily=daily, day=observed.day)
