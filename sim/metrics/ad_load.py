"""How much of the feed is paid for."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio


class AdLoad(Metric):
    """Paid share of the slots served; "basis=planned" is the share asked for, mean over the day's slots.

    The two differ by chance, and where no item could be shown in a paid slot.
    Source: a of the identity of natural exposure per account.
    """

    name: ClassVar[str] = "ad_load"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "basis")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = day.slots
        yield self.value(ratio(paid, natural + paid))
        yield self.value(day.ad_load, "basis=planned")
