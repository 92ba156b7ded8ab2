"""How unequally exposure is shared."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.inequality import gini
from sim.metrics import Day, Metric, Value


class ExposureGini(Metric):
    """Gini coefficient of natural impressions over the last 30 days, among accounts active at the day's end.

    "basis=total" counts paid impressions too. Before day 30 the window is as long as the run so far. Compare
    worlds of different size by `exposure_gini_excess`: few impressions look unequal by chance alone.
    Source: Gini 1912, in the form of the sum of (2 i - n - 1) x_i over n times the sum.
    """

    name: ClassVar[str] = "exposure_gini"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "basis")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = day.recent[:, day.active]
        yield self.value(gini(natural))
        yield self.value(gini(natural + paid), "basis=total")
