"""How many users are in live rooms at once."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.rooms import Air


class LiveConcurrency(Metric):
    """Users in live rooms at once: mean over the day, "of=peak" the most, "of=room" the mean in a room that is open.

    By tier it is the mean in an open room. Users of the simulation, each of whom stands for many.
    Source: those who went in less those who left, by the minute; by room, stays begun on the day over the time open.
    """

    name: ClassVar[str] = "live_concurrency"
    unit: ClassVar[str] = "users"
    groups: ClassVar[tuple[str, ...]] = ("all", "of", "tier")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        if not day.viewers.size:
            return
        yield self.value(float(day.viewers.mean()))
        yield self.value(float(day.viewers.max()), "of=peak")
        stayed, open_for = day.air[:, Air.STAY_MS], day.air[:, Air.OPEN_MS]
        yield self.value(ratio(float(stayed.sum()), float(open_for.sum())), "of=room")
        tiers = day.groupings["tier"]
        yield from self.values(tiers, ratios(tiers.sums(np.asarray(stayed)), tiers.sums(np.asarray(open_for))))
