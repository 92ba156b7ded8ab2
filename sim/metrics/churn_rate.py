"""How many users have left."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio


class ChurnRate(Metric):
    """Share of all users who are away at the day's end; they may come back.

    A level, not a rate a day: its change over a day is leaving less returning.
    Source: model of leaving and returning.
    """

    name: ClassVar[str] = "churn_rate"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        away = day.world.users.away
        yield self.value(ratio(int(np.count_nonzero(away)), away.size))
