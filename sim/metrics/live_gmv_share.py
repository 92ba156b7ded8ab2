"""Who makes which share of what is sold in live rooms."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.creators import SMALL_BELOW
from sim.world.sales import Sale, Scene


class LiveGmvShare(Metric):
    """Share of the day's sales in live rooms from accounts below 300 k followers, and of each tier.

    Source: whole fen of the day; a company's figure for such accounts in China is one half (Douyin, 2025).
    """

    name: ClassVar[str] = "live_gmv_share"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "tier")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        if not len(day.air) or not len(day.sales):
            return
        sold = np.asarray(day.sold(Sale.GMV)[:, Scene.LIVE])
        small = day.world.creators.followers < SMALL_BELOW
        yield self.value(ratio(float(sold[small].sum()), float(sold.sum())))
        received = day.groupings["tier"].sums(sold)
        yield from self.values(day.groupings["tier"], ratios(received, np.full(len(received), float(sold.sum()))))
