"""How unequally income is shared."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.core.inequality import gini
from sim.metrics import Day, Metric, Value


class IncomeGini(Metric):
    """Gini coefficient of last month's income among active accounts; a loss counts as no income.

    Nothing where accounts have no careers.
    Source: Gini 1912.
    """

    name: ClassVar[str] = "income_gini"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        careers = day.world.careers
        if careers is not None:
            yield self.value(gini(np.maximum(careers.income[day.active], 0.0)))
