"""How many accounts earn less than their owners could elsewhere."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio, ratios


class BelowWage(Metric):
    """Share of active accounts whose income of the last month is below their reservation wage.

    Nothing where accounts have no careers.
    Source: reservation wage; McCall 1970.
    """

    name: ClassVar[str] = "below_wage"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "tier", "niche")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        careers = day.world.careers
        if careers is None:
            return
        below = day.active & (careers.income < careers.wage)
        yield self.value(ratio(int(below.sum()), int(day.active.sum())))
        for kind in self.groups[1:]:
            grouping = day.groupings[kind]
            yield from self.values(grouping, ratios(grouping.sums(below), grouping.sums(day.active)))
