"""Weigh niche content higher."""

from typing import Any, ClassVar

import numpy as np

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class NicheBoost(Policy):
    """Multiply the score of items on niche topics by 1 + boost, in ranking and, by default, in retrieval.

    Gives:  exposure to items labelled niche, whoever made them.
    Takes:  exposure from mainstream items, at little cost of match where tastes are known.
    Limits: boost 0 is the neutral policy; without retrieval it moves only what was retrieved anyway.
    Source: category multipliers as in re-ranking for long-tail promotion (Abdollahpouri et al., FLAIRS 2019).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"boost": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("boost", "exposure_share of niche", 1)
    family: ClassVar[str] = "niche boost"
    gamed_by: ClassVar[str] = "mainstream accounts that label their items as niche."

    boost: float = parameter(0.3, "share added to the score", ge=0, le=10, grade="assumption", plausible=(0.1, 1.0))
    retrieval: bool = parameter(True, "weigh retrieval by the same factor")

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """One factor for niche items, in ranking and retrieval."""
        factor = np.asarray(1.0 + self.boost * observed.topics.niche[observed.items.topic], dtype=np.float64)
        retrieve = factor if self.retrieval else None
        return TrafficPlan(boost=elementwise.log(factor), retrieve=retrieve), state
