"""How unequally exposure is shared, beyond what chance gives."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.inequality import gini, poisson_gini
from sim.metrics import Day, Metric, Value, ratio


class ExposureGiniExcess(Metric):
    """Gini of natural impressions over the last 30 days, less that of equal accounts with Poisson luck.

    The null has the same mean and number of active accounts; 0 means that nothing but luck tells accounts
    apart. Before day 30 the window is as long as the run so far.
    Source: Gini of a Poisson sample from the mean absolute Skellam difference; see `sim.core.inequality`.
    """

    name: ClassVar[str] = "exposure_gini_excess"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural = day.recent[0, day.active]
        null = poisson_gini(ratio(float(natural.sum()), natural.size), natural.size)
        yield self.value(gini(natural) - null)
