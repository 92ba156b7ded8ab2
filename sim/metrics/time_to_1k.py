"""How long a newcomer waits to be seen a thousand times."""

from collections.abc import Iterable
from typing import ClassVar, cast

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.core.units import NEVER, TICKS_PER_DAY
from sim.metrics import Day, Metric, Value
from sim.world.world import World

VIEWS = 1_000.0  # real ones
MONTH = 30  # days between two looks


class TimeTo1k(Metric):
    """Median days from joining to the first 1,000 real views, among accounts that joined after the start.

    Views are natural and paid impressions times `careers.views_per_impression`. Accounts that have not got there, or
    left before, are censored: the median is that of the Kaplan-Meier curve, absent while fewer than half have got
    there. One value every 30 days, where anybody joined.
    Limits: by default 12 impressions are 1,000 real views, and most newcomers get them on their first day.
    Source: Kaplan and Meier 1958.
    """

    name: ClassVar[str] = "time_to_1k"
    unit: ClassVar[str] = "day"
    groups: ClassVar[tuple[str, ...]] = ("all", "niche")

    def start(self, world: World) -> dict[str, NDArray[np.int64]]:
        seen = np.zeros(len(world.creators), dtype=np.int64)
        return {"seen": seen, "reached": np.full(seen.size, -1, dtype=np.int64)}

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        past = cast(dict[str, NDArray[np.int64]], memory)
        past["seen"] += day.received
        enough = past["seen"] * day.world.career_settings.views_per_impression >= VIEWS
        past["reached"][enough & (past["reached"] < 0)] = day.day
        if (day.day + 1) % MONTH:
            return
        creators = day.world.creators
        joined = creators.joined_at // TICKS_PER_DAY
        newcomer = (creators.comes_at < NEVER) & (creators.joined_at <= day.world.now)
        end = np.where(
            past["reached"] >= 0, past["reached"] + 1, np.minimum(creators.left_at // TICKS_PER_DAY, day.day + 1)
        )
        waited = np.maximum(end - joined, 0)
        for label, group in (
            ("all", newcomer),
            ("niche=no", newcomer & (creators.niche == 0)),
            ("niche=yes", newcomer & (creators.niche == 1)),
        ):
            yield self.value(_median(waited[group], past["reached"][group] >= 0), label)


def _median(waited: NDArray[np.int64], reached: NDArray[np.bool_]) -> float:
    """The day by which half have got there; nan if fewer did."""
    if not reached.any():
        return float("nan")
    curve = scipy.stats.ecdf(scipy.stats.CensoredData(uncensored=waited[reached], right=waited[~reached])).sf
    there = curve.quantiles[curve.probabilities <= 0.5]
    return float(there[0]) if there.size else float("nan")
