"""How many accounts gave up."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.units import TICKS_PER_DAY
from sim.metrics import Day, Metric, Value


class Exits(Metric):
    """Accounts that left on the day.

    Source: table of accounts.
    """

    name: ClassVar[str] = "exits"
    unit: ClassVar[str] = "accounts/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "niche")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        left = day.world.creators.left_at // TICKS_PER_DAY == day.day
        yield self.value(float(left.sum()))
        yield from self.values(day.groupings["niche"], day.groupings["niche"].sums(left))
