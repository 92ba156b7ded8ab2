"""What agencies earn."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio
from sim.world.agencies import Weighs


class AgencyProfit(Metric):
    """Mean profit lately of agencies in business: shares of income taken less what is spent on accounts.

    By what they put their spending into. Nothing where there are none.
    Source: table of agencies.
    """

    name: ClassVar[str] = "agency_profit"
    unit: ClassVar[str] = "RMB/month"
    groups: ClassVar[tuple[str, ...]] = ("all", "weighs")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        agencies = day.world.agencies
        if agencies is None:
            return
        for group, here in [("all", agencies.open == 1)] + [
            (f"weighs={one.name.lower()}", (agencies.open == 1) & (agencies.weighs == one)) for one in Weighs
        ]:
            yield self.value(ratio(float(agencies.profit[here].sum()), int(np.count_nonzero(here))), group)
