"""How many accounts came."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.units import TICKS_PER_DAY
from sim.metrics import Day, Metric, Value


class Entries(Metric):
    """Accounts that joined on the day.

    Source: table of accounts.
    """

    name: ClassVar[str] = "entries"
    unit: ClassVar[str] = "accounts/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "niche")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        joined = day.world.creators.joined_at // TICKS_PER_DAY == day.day
        yield self.value(float(joined.sum()))
        yield from self.values(day.groupings["niche"], day.groupings["niche"].sums(joined))
