"""Weigh accounts from some regions higher."""

from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, Strict

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State

Regions = Annotated[tuple[Annotated[int, Field(ge=0, le=126)], ...], Strict(False)]


class RegionalBoost(Policy):
    """Multiply the score of accounts at home in some regions by 1 + boost, in ranking and, by default, retrieval.

    Gives:  exposure to accounts of those regions, whatever they publish.
    Takes:  exposure from accounts elsewhere; a little relevance from users.
    Limits: boost 0 is the neutral policy, and so are no regions, or all of them. Regions are labels here: accounts
        are dealt to them evenly, and users' tastes do not depend on them.
    Source: campaigns for creators of some provinces as platforms announce them; no public formula, hence an
        assumption. By default 12 regions of 31, as in China's policy for its western provinces.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"boost": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("boost", "exposure_share of regions helped", 1)
    gamed_by: ClassVar[str] = "whoever registers an account with an address in the region."

    boost: float = parameter(0.2, "share added to the score", ge=0, le=10, grade="assumption", plausible=(0.05, 1.0))
    regions: Regions = parameter(tuple(range(12)), "regions that are helped, by number")
    retrieval: bool = parameter(True, "weigh retrieval by the same factor")

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """One factor for each account by its region, in ranking and retrieval."""
        helped = np.isin(observed.creators.region, self.regions)[observed.items.creator]
        factor = np.asarray(1.0 + self.boost * helped, dtype=np.float64)
        return TrafficPlan(boost=elementwise.log(factor), retrieve=factor if self.retrieval else None), state
