"""Rank by what friends liked, before what the user likes herself."""

from typing import Any, ClassVar, Self

import numpy as np
from pydantic import model_validator

from sim.core import elementwise
from sim.core.errors import PolicyError
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import LOWEST, NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State

SMOOTHING = 10.0  # impressions at the average rate that a new item is credited with


class FriendsFirst(Policy):
    """Score interest, friends' likes, engagement and freshness with fixed weights.

    Friends' likes are the share of a user's friends who liked the item; engagement is its likes per impression
    relative to the best, shrunk to the average; freshness halves every `half_life_hours`.

    Gives:  exposure within circles of friends: what starts in one goes round in it; little depends on followers.
    Takes:  relevance from users whose friends like other things; exposure from items that no circle has taken up.
    Limits: social, engagement and fresh at 0 is the neutral policy. It needs friends who see likes
        (`population.friends`, `population.likes_seen`): in a world without, only engagement and freshness are left, and
        an arena that knows of none is refused. A signal is as old as the last refresh, so a longer one spreads in
        fewer, larger steps. A signal of 1 counts as twice the value of a usual impression. It ranks what has been
        retrieved, and a table of users by items must fit: in a large world the social lane carries friends' signals.
    Source: weights as an agency ascribes them to WeChat Channels (social .55, interest .20, engagement .15; grade C,
        never confirmed); the shares of what is missing are our assumption.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"social": 0.0, "engagement": 0.0, "fresh": 0.0}
    reads_friends: ClassVar[bool] = True
    gamed_by: ClassVar[str] = "whoever pays for likes from accounts with many friends."

    social: float = parameter(
        0.55, "weight of friends' likes", ge=0, le=1, grade="C", source="an agency's page, unsourced",
        plausible=(0.2, 0.7),
    )  # fmt: skip
    engagement: float = parameter(
        0.15, "weight of likes per impression", ge=0, le=1, grade="C", source="an agency's page, unsourced",
        plausible=(0.05, 0.3),
    )  # fmt: skip
    fresh: float = parameter(0.10, "weight of freshness", ge=0, le=1, grade="assumption", plausible=(0.0, 0.2))
    half_life_hours: float = parameter(
        10.3, "age at which freshness has halved", unit="h", gt=0, le=1e5, grade="assumption", plausible=(5.0, 24.0)
    )

    @model_validator(mode="after")
    def _sum(self) -> Self:
        total = self.social + self.engagement + self.fresh
        if total > 1.0:
            raise ValueError(f"social + engagement + fresh is {total}, allowed is at most 1; interest has the rest")
        return self

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A price for each user and item, and as much less of the user's own value.

        Raises:
            PolicyError: if the platform knows of no friends.
        """
        taken = self.social + self.engagement + self.fresh
        if taken == 0.0:
            return NEUTRAL, state
        liked = observed.viewers.liked_by_friends
        if liked is None:
            raise PolicyError("policy friends_first: this platform knows of no friends, allowed where users have some")
        items = observed.items
        average = int(items.likes.sum()) / max(int(items.impressions.sum()), 1)
        rate = (items.likes + SMOOTHING * average) / (items.impressions + SMOOTHING)
        fresh = elementwise.exp(-np.log(2.0) * 24.0 * np.maximum(items.age_days, 0.0) / self.half_life_hours)
        common = self.engagement * rate / max(float(rate.max(initial=0.0)), 1e-300) + self.fresh * fresh
        left = float(elementwise.log(np.array([max(1.0 - taken, 1e-30)]))[0])
        boost, unit = np.full(items.count, max(left, LOWEST)), observed.viewers.unit
        if not liked.size:  # nobody has friends: all users are alike
            return TrafficPlan(boost=boost, price=unit * common), state
        price = unit * (self.social * liked + common)
        return TrafficPlan(boost=boost, price=price, cohort=np.arange(observed.users)), state
