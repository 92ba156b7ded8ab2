"""Who makes which share of what is sold."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.sales import Sale, Scene


class GmvShare(Metric):
    """Share of the day's sales by scene, and by the seller's tier, niche and both.

    Source: whole fen of the day.
    """

    name: ClassVar[str] = "gmv_share"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("scene", "tier", "niche", "quadrant")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        sold = day.sold(Sale.GMV)
        if not len(sold):
            return
        total = float(sold.sum())
        for scene in Scene:
            yield self.value(ratio(float(sold[:, scene].sum()), total), f"scene={scene.name.lower()}")
        by_account = np.asarray(sold.sum(axis=1))
        for kind in ("tier", "niche", "quadrant"):
            received = day.groupings[kind].sums(by_account)
            yield from self.values(day.groupings[kind], ratios(received, np.full(len(received), total)))
