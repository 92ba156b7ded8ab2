"""What accounts live from."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio, ratios


class Income(Metric):
    """Mean income of active accounts over the last month, from all sources, less what they spend.

    Nothing where accounts have no careers.
    Source: table of careers.
    """

    name: ClassVar[str] = "income"
    unit: ClassVar[str] = "RMB/month"
    groups: ClassVar[tuple[str, ...]] = ("all", "tier", "niche", "kind")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        careers = day.world.careers
        if careers is None:
            return
        income = np.where(day.active, careers.income, 0.0)
        yield self.value(ratio(float(income.sum()), int(day.active.sum())))
        for kind in self.groups[1:]:
            grouping = day.groupings[kind]
            yield from self.values(grouping, ratios(grouping.sums(income), grouping.sums(day.active)))
