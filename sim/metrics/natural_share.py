"""How much of the feed is natural."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio


class NaturalShare(Metric):
    """Share of the slots served that were not paid for: 1 - a.

    Source: identity of natural exposure per account.
    """

    name: ClassVar[str] = "natural_share"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = day.slots
        yield self.value(ratio(natural, natural + paid))
