"""Push what the staff picked."""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan, explore_more
from sim.platform.policy import Policy, State


class Heating(Policy):
    """Give a share of slots to a few picked items, whatever their score.

    The picks are the first `picks` young items by a criterion: rate of likes (shrunk to the average), newness,
    or followers of the account; with `niche` only items on niche topics are eligible.

    With `pay_rmb_per_day` the platform does not give the picks natural slots but bids for paid ones, out of a purse of
    its own: what it pays comes back as its own sales, and what it loses is what others would have paid for the slots.

    Gives:  a large audience to the picks.
    Takes:  slots from the ranking, what the picks crowd out, new items first; with `pay_rmb_per_day` slots from those
        who would have bought them, and the revenue from the platform.
    Limits: share 0 is the neutral policy. A pick stays one until it is too old or others overtake it at a refresh.
        Paying needs a market, and buys nothing where others bid more than a play is worth to who boosts.
    Source: E. Baker-White, Forbes, 20 January 2023: an internal document of TikTok puts heated videos at 1-2 % of
        daily views; the company says .002 % of videos (grade C).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "match_quality", -1)
    gamed_by: ClassVar[str] = "whoever knows those who pick, or looks like the criterion for a day."

    share: float = parameter(
        0.015, "share of natural slots given to the picks", ge=0, le=1, grade="C", plausible=(0.01, 0.02),
        source="Forbes 2023, a leaked document",
    )  # fmt: skip
    pay_rmb_per_day: float = parameter(
        0.0, "what the platform spends a day on paid slots for the picks, in their place; 0: it gives natural slots",
        unit="RMB/day", ge=0, le=1e9,
    )  # fmt: skip
    picks: int = parameter(5, "items picked", unit="items", ge=1, le=10_000)
    criterion: Literal["likes", "newest", "followers"] = parameter("likes", "what the staff look for")
    niche: bool = parameter(False, "pick only items on niche topics")
    within_days: float = parameter(
        3.0, "age up to which an item can be picked", unit="day", gt=0, le=1000, grade="assumption",
        plausible=(1.0, 14.0),
    )  # fmt: skip

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Exploration of the picks alone, evenly; or as much money for each of them."""
        items = observed.items
        eligible = items.age_days <= self.within_days
        if self.niche:
            eligible = eligible & observed.topics.niche[items.topic]
        merit = np.where(eligible, self._merit(observed), -np.inf)
        best = np.lexsort((-items.serial, -merit))[: self.picks]  # of equals the newest
        weights = np.zeros(items.count)
        weights[best] = eligible[best]
        if self.pay_rmb_per_day > 0.0:
            return TrafficPlan(heat=self.pay_rmb_per_day * observed.days * weights / max(weights.sum(), 1.0)), state
        return explore_more(observed, self.share, weights), state

    def _merit(self, observed: Observed) -> NDArray[np.float64]:
        """What the staff look for, [I]."""
        items = observed.items
        if self.criterion == "newest":
            return -items.age_days
        if self.criterion == "followers":
            return observed.creators.followers[items.creator]
        average = int(items.likes.sum()) / max(int(items.impressions.sum()), 1)
        return np.asarray((items.likes + 10.0 * average) / (items.impressions + 10.0), dtype=np.float64)
