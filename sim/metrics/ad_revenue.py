"""What the platform earns from paid impressions."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.units import MICRO
from sim.metrics import Day, Metric, Value
from sim.world.campaigns import Purpose
from sim.world.world import World


class AdRevenue(Metric):
    """RMB charged to bidders on the day, by who bids; "account=make_good" is what was shown and could not be charged.

    What the platform pays itself for what it pushes ("purpose=heat", where it does) is no revenue and not in "all".
    Nothing is measured without a market.
    Source: the charges of the campaigns, less what budgets could not cover.
    """

    name: ClassVar[str] = "ad_revenue"
    unit: ClassVar[str] = "RMB/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "purpose", "account")

    def start(self, world: World) -> NDArray[np.int64]:
        """Charged so far by purpose, and made good, [P + 1]."""
        return np.zeros(len(Purpose) + 1, dtype=np.int64)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        assert isinstance(memory, np.ndarray)
        campaigns = day.world.campaigns
        if not len(campaigns):
            return
        now = np.zeros_like(memory)
        np.add.at(now, campaigns.purpose, campaigns.spent)
        now[-1] = campaigns.make_good.sum()
        today = (now - memory) / MICRO
        memory[:] = now
        yield self.value(float(today[:-1].sum() - today[Purpose.HEAT]))
        for purpose in Purpose:
            if purpose is Purpose.HEAT and not now[Purpose.HEAT]:
                continue
            yield self.value(float(today[purpose]), f"purpose={purpose.name.lower()}")
        yield self.value(float(today[-1]), "account=make_good")
