"""Give new accounts a start."""

from typing import Any, ClassVar

import numpy as np

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class NewcomerBoost(Policy):
    """Multiply the score of an account by 1 + boost e^(-age / days), in ranking and, by default, in retrieval.

    Gives:  exposure to accounts in their first weeks.
    Takes:  exposure from older accounts, small ones included; relevance from users.
    Limits: boost 0 is the neutral policy, and so is any boost once nobody is new.
    Source: time-boxed support for new creators as platforms announce it; no public formula, hence an assumption.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"boost": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("boost", "exposure_share of newcomers", 1)
    gamed_by: ClassVar[str] = "whoever closes an account and registers anew."

    boost: float = parameter(
        1.0, "share added to the score on the first day", ge=0, le=100, grade="assumption", plausible=(0.2, 3.0)
    )
    days: float = parameter(
        30.0, "time constant of its decline", unit="day", gt=0, le=10_000, grade="assumption", plausible=(7.0, 90.0)
    )
    retrieval: bool = parameter(True, "weigh retrieval by the same factor")

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """One factor for each account by its age, in ranking and retrieval."""
        age = np.maximum(observed.creators.age_days, 0.0)
        factor = (1.0 + self.boost * elementwise.exp(-age / self.days))[observed.items.creator]
        return TrafficPlan(boost=elementwise.log(factor), retrieve=factor if self.retrieval else None), state
