"""Who gets which share of exposure."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.tally import Lane


class ExposureShare(Metric):
    """Share of the day's natural impressions by tier, niche, the 2 x 2 and kind; share of all impressions by lane.

    Source: counts of the exposure ledger.
    """

    name: ClassVar[str] = "exposure_share"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("lane", "tier", "niche", "quadrant", "kind")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = day.slots
        for lane in Lane:
            yield self.value(ratio(float(day.sums[lane]), natural + paid), f"lane={lane.name.lower()}")
        for kind in ("tier", "niche", "quadrant", "kind"):
            grouping = day.groupings[kind]
            received = grouping.sums(day.natural)
            yield from self.values(grouping, ratios(received, np.full(len(received), float(natural))))
