"""How many accounts are seen at all."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio

MANY = 100


class Coverage(Metric):
    """Share of active accounts with at least one natural impression over the last 30 days, or at least 100.

    Before day 30 the window is as long as the run so far.
    Source: catalogue coverage of recommender evaluation (Herlocker et al. 2004), with accounts for items.
    """

    name: ClassVar[str] = "coverage"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "at_least")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural = day.recent[0, day.active]
        yield self.value(ratio(int(np.count_nonzero(natural)), natural.size))
        yield self.value(ratio(int(np.count_nonzero(natural >= MANY)), natural.size), f"at_least={MANY}")
