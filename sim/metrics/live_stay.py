"""How long viewers stay in live rooms."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.core.units import TICKS_PER_MINUTE
from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.rooms import Air


class LiveStay(Metric):
    """Mean stay of who went into a live room on the day, and by the tier of its account.

    Source: time from going in to leaving, at the latest when the room closes.
    """

    name: ClassVar[str] = "live_stay"
    unit: ClassVar[str] = "min"
    groups: ClassVar[tuple[str, ...]] = ("all", "tier")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        if not len(day.air):
            return
        stayed = day.air[:, Air.STAY_MS]
        yield self.value(ratio(float(stayed.sum()), float(day.entered.sum())) / TICKS_PER_MINUTE)
        tiers = day.groupings["tier"]
        mean = ratios(tiers.sums(np.asarray(stayed)), tiers.sums(day.entered))
        yield from self.values(tiers, mean / TICKS_PER_MINUTE)
