"""How much natural traffic there is to share."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio


class Dryness(Metric):
    """Natural slots served on the day per account active at its end.

    The headline's D is this relative to its value at the onset of drying: low is dry.
    Source: D of the headline question.
    """

    name: ClassVar[str] = "dryness"
    unit: ClassVar[str] = "slots/account/day"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, _ = day.slots
        yield self.value(ratio(natural, int(np.count_nonzero(day.active))))
