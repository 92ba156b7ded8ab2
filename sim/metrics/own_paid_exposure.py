"""Paid exposure that accounts buy for themselves."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.campaigns import Party
from sim.world.world import World


class OwnPaidExposure(Metric):
    """Paid impressions of the day that accounts bought for their own content, per account active at its end.

    The rest of an account's paid impressions others pay for: brands for what it sells, merchants whose ads it carries.
    Groups are as of the day. Nothing is measured without a market.
    Source: the campaigns whose bidder is the account that is shown.
    """

    name: ClassVar[str] = "own_paid_exposure"
    unit: ClassVar[str] = "impressions/account/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "tier", "niche", "quadrant")

    def start(self, world: World) -> NDArray[np.int64]:
        """Bought so far by each account, [C]."""
        return np.zeros(len(world.creators), dtype=np.int64)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        assert isinstance(memory, np.ndarray)
        campaigns = day.world.campaigns
        if not len(campaigns):
            return
        own = (campaigns.bidder_kind == Party.ACCOUNT) & (campaigns.bidder == campaigns.creator)
        now = np.zeros_like(memory)
        np.add.at(now, campaigns.creator[own], campaigns.impressions[own])
        today = now - memory
        memory[:] = now
        yield self.value(ratio(float(today.sum()), int(day.active.sum())))
        for kind in ("tier", "niche", "quadrant"):
            grouping = day.groupings[kind]
            yield from self.values(grouping, ratios(grouping.sums(today), grouping.sums(day.active)))
