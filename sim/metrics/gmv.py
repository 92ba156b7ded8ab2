"""What is sold in a day."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.core.units import FEN_PER_RMB
from sim.metrics import Day, Metric, Value, ratio
from sim.world.sales import Sale, Scene


class Gmv(Metric):
    """Value of the day's orders, returns included; "per=user" is that of each user active on the day.

    By scene (feed, paid, shelf, live) and by the seller's tier and niche.
    Source: orders x price, in whole fen.
    """

    name: ClassVar[str] = "gmv"
    unit: ClassVar[str] = "RMB/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "per", "scene", "tier", "niche", "quadrant")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        sold = day.sold(Sale.GMV)
        if not len(sold):
            return
        yield self.value(float(sold.sum()) / FEN_PER_RMB)
        active = int((day.world.users.active_day == day.day).sum())
        yield self.value(ratio(float(sold.sum()) / FEN_PER_RMB, active), "per=user")
        for scene in Scene:
            yield self.value(float(sold[:, scene].sum()) / FEN_PER_RMB, f"scene={scene.name.lower()}")
        by_account = np.asarray(sold.sum(axis=1))
        for kind in ("tier", "niche", "quadrant"):
            yield from self.values(day.groupings[kind], day.groupings[kind].sums(by_account) / FEN_PER_RMB)
