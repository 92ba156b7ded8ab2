"""Rank by what an impression sells, not by who would like it."""

from typing import Any, ClassVar

import numpy as np

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import LOWEST, NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State


class GmvFirst(Policy):
    """Score (1 - weight) x the user's value + weight x take x the sales that an impression of the item brings.

    Gives:  exposure to what sells: expensive goods, sellers with trust, heads and brands.
    Takes:  relevance from users; exposure from whoever has nothing to sell, until users come less often.
    Limits: weight 0 is the neutral policy, weight 1 a shop window. Sales are expected of the item, whoever looks at
        it. Where nothing is sold (`market=none`) it has nothing to go by and is neutral.
    Source: ranking by expected merchandise value as in e-commerce search and live streams; no platform publishes
        its rule, hence an assumption. TikTok Shop's seller pages name the factors: chance of an order x its value.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"weight": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("weight", "match_quality", -1)
    world: ClassVar[tuple[str, ...]] = ("market=standard",)
    reads_sales: ClassVar[bool] = True
    gamed_by: ClassVar[str] = "whoever buys from herself, or discounts what will be sent back."

    weight: float = parameter(
        1.0, "weight of sales against users' value", ge=0, le=1, grade="assumption", plausible=(0.1, 1.0)
    )
    take: float = parameter(
        0.05, "share of sales that counts, as score per RMB", unit="score/RMB", gt=0, le=1e3, grade="assumption",
        plausible=(0.01, 0.2),
    )  # fmt: skip

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Sales as a price, and as much less of the user's value."""
        sales = observed.items.sales_rmb
        if self.weight == 0.0 or sales is None:
            return NEUTRAL, state
        kept = float(elementwise.log(np.array([max(1.0 - self.weight, 1e-30)]))[0])
        boost = np.full(observed.items.count, max(kept, LOWEST))
        return TrafficPlan(boost=boost, price=self.weight * self.take * sales), state
