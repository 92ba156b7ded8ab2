"""Show what many have been shown already."""

from typing import ClassVar

import numpy as np

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import LOWEST, TrafficPlan
from sim.platform.policy import Policy, State


class Popularity(Policy):
    """Choose among candidates with probability proportional to (impressions + first)^gamma x predicted value.

    Gives:  exposure to what has exposure: early luck, old and large accounts.
    Takes:  exposure from new and niche items, relevance from users.
    Limits: gamma = 0 is a lottery by value; gamma = 1 a Polya urn, gamma > 1 winner takes all.
    Source: preferential attachment (Simon 1955; Krapivsky and Redner 2001, Physical Review E 63, 066123).
    """

    moves: ClassVar[tuple[str, str, int] | None] = ("gamma", "exposure_gini", 1)
    family: ClassVar[str] = "popularity"
    gamed_by: ClassVar[str] = "whoever buys the first impressions: they are paid back with interest."

    gamma: float = parameter(1.0, "exponent of impressions", ge=0, le=4, grade="assumption", plausible=(0.5, 1.5))
    first: float = parameter(
        1.0,
        "added to the impressions of every item",
        unit="impressions",
        gt=0,
        grade="assumption",
        plausible=(1.0, 30.0),
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A log boost by natural impressions so far, and a lottery instead of the best."""
        boost = self.gamma * elementwise.log(
            np.asarray(observed.items.natural_impressions + self.first, dtype=np.float64)
        )
        boost = np.maximum(boost - boost.max(initial=-np.inf), LOWEST)  # only differences matter to a lottery
        return TrafficPlan(boost=boost, select="lottery"), state
