"""Spend a fixed share of slots on trying things out."""

from typing import Any, ClassVar, Literal

import numpy as np

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan, explore_more
from sim.platform.policy import Policy, State


class ExplorationBudget(Policy):
    """Fill a share of slots at random, on top of what the platform explores anyway.

    Gives:  a chance to every item or account, however little is known of it; clean data to the learner.
    Takes:  relevance from users, in proportion to the share.
    Limits: share 0 is the neutral policy, share 1 a random feed. Under preferential attachment the tail exponent
        of exposure rises from 1 / (1 - a) to 1 / ((1 - a)(1 - share)), a the share of newcomers.
    Source: epsilon-greedy exploration (Sutton and Barto, Reinforcement Learning, section 2.2); randomised
        exploration as a remedy for rich-get-richer: Pandey et al., VLDB 2005, "Shuffling a stacked deck".
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "match_quality", -1)
    gamed_by: ClassVar[str] = "whoever uploads most, if items are drawn; whoever opens accounts, if accounts are."

    share: float = parameter(
        0.05, "share of natural slots spent", ge=0, le=1, grade="assumption", plausible=(0.01, 0.15)
    )
    drawn: Literal["item", "account"] = parameter("item", "what is drawn evenly: items, or accounts and then an item")
    below: float = parameter(
        0.0, "only items with fewer impressions; 0 draws from all", unit="impressions", ge=0, le=1e9
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Exploration with even weights."""
        items = observed.items
        open_ = np.asarray(items.impressions < (self.below or np.inf), dtype=np.float64)
        if self.drawn == "account":
            count = np.bincount(items.creator, open_, minlength=observed.creators.count)
            open_ = open_ / np.maximum(count, 1.0)[items.creator]
        return explore_more(observed, self.share, open_), state
