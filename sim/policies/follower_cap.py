"""Let each further follower count for less."""

import math
from typing import Any, ClassVar

import numpy as np

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import LOWEST, TrafficPlan
from sim.platform.policy import Policy, State
from sim.world.creators import SMALL_BELOW


class FollowerCap(Policy):
    """Multiply the score by (mean / followers)^kappa above the mean, and hold head accounts to a share.

    Gives:  exposure to accounts with few followers, those in the middle most.
    Takes:  exposure from accounts with many followers; from their viewers what they came for.
    Limits: kappa 0 and head_share 1 are the neutral policy. The cap works by pace: while head accounts have more
        than their share of the last span, fewer of their items are eligible, and more again when they have less.
    Source: diminishing returns to scale in a ranking; the cap is an integral controller (Astrom and Murray,
        Feedback Systems, chapter 11).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"kappa": 0.0, "head_share": 1.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("kappa", "exposure_share of head", -1)
    family: ClassVar[str] = "follower cap"
    gamed_by: ClassVar[str] = "large accounts that split into several of mean size."

    kappa: float = parameter(0.2, "exponent of followers", ge=0, le=5, grade="assumption", plausible=(0.05, 0.5))
    head_share: float = parameter(1.0, "largest share of natural impressions of head accounts", gt=0, le=1)
    head_from: float = parameter(SMALL_BELOW, "followers from which an account is head", unit="followers", gt=0)
    rate: float = parameter(1.0, "step of the log pace", unit="per relative excess and day", gt=0, le=100)

    def start(self, observed: Observed) -> State:
        """No cap yet."""
        return State(log_pace=0.0)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A log boost by followers, and the pace of head accounts by their share of the last span."""
        creators, creator = observed.creators, observed.items.creator
        active = creators.active
        mean = math.fsum(creators.followers[active]) / max(int(active.sum()), 1)
        excess = np.maximum(creators.followers / max(mean, 1.0), 1.0)
        boost = np.maximum(-self.kappa * elementwise.log(excess), LOWEST)[creator]
        if self.head_share >= 1.0:
            return TrafficPlan(boost=boost), state
        head = creators.followers >= self.head_from
        total = int(creators.impressions_last_span.sum())
        share = int(creators.impressions_last_span[head].sum()) / total if total else self.head_share
        step = self.rate * observed.days * (1.0 - share / self.head_share)
        log_pace = min(max(state.log_pace + step, LOWEST), 0.0)
        pace = np.where(head, math.exp(log_pace), 1.0)[creator]
        return TrafficPlan(boost=boost, pace=pace), State(log_pace=log_pace)
