"""How many agencies there are, and of which kind."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value
from sim.world.agencies import Weighs


class AgenciesActive(Metric):
    """Agencies in business at the day's end, by what they put their spending into. Nothing where there are none.

    Source: table of agencies.
    """

    name: ClassVar[str] = "agencies_active"
    unit: ClassVar[str] = "agencies"
    groups: ClassVar[tuple[str, ...]] = ("all", "weighs")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        agencies = day.world.agencies
        if agencies is None:
            return
        yield self.value(float(agencies.open.sum()))
        for one in Weighs:
            here = (agencies.open == 1) & (agencies.weighs == one)
            yield self.value(float(np.count_nonzero(here)), f"weighs={one.name.lower()}")
