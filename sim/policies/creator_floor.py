"""Guarantee small creators a share of traffic."""

from typing import Any, ClassVar

import numpy as np

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class CreatorFloor(Policy):
    """Raise the price of creators who fall short of a minimum share until they reach it.

    Gives:  impressions to creators below `share` of the mean.
    Takes:  relevance from users, impressions from creators above it.
    Limits: share -> 0 is the neutral policy; a longer refresh corrects later, not less. A price is bought with a
        shortfall once and for all, price / rate days of the mean. Its luck lifts accounts just above the floor, by a
        tenth of their own share where few impressions decide (50 requests a day), less at a lower `rate`. Prices
        rest while an account has nothing to show.
    Source: dual ascent on a minimum-exposure constraint (Bertsekas, Nonlinear Programming, section 6.3).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "smallest share", 1)
    family: ClassVar[str] = "floor"
    gamed_by: ClassVar[str] = "whoever splits one account into several: each has a floor of its own."

    share: float = parameter(
        0.3, "floor, as a share of the mean active creator's natural impressions", ge=0, le=1, plausible=(0.1, 0.8)
    )
    rate: float = parameter(
        0.5, "step of the price", unit="score per unit of relative shortfall and day", gt=0, le=100,
        plausible=(0.1, 5.0),
    )  # fmt: skip
    price_limit: float = parameter(10.0, "highest price", unit="score", gt=0)

    def start(self, observed: Observed) -> State:
        """No price yet."""
        return State(price=np.zeros(observed.creators.count))

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Raise prices by the shortfall of the last span, lower them by the surplus."""
        creators = observed.creators
        mean = creators.impressions_last_span.sum() / max(int(creators.active.sum()), 1)
        short = self.share - creators.impressions_last_span / max(mean, 1e-9) if mean > 0 else np.zeros(creators.count)
        price = np.clip(state.price + self.rate * observed.days * short, 0.0, self.price_limit)
        price = np.where(observed.offered(), price, state.price)
        return TrafficPlan(price=price[observed.items.creator]), State(price=price)
