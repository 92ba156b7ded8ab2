"""Whether exposure follows quality."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.metrics import Day, Metric, Value, ratio


class MeritSlope(Metric):
    """Growth of log exposure per unit of an account's quality, within groups of equal tier and niche.

    Least squares of ln(1 + natural impressions over the last 30 days) on mean quality among accounts active
    at the day's end, with one intercept for each tier and niche. Quality is a standard normal score, so the
    slope is in log points per standard deviation of quality.
    Source: meritocratic fairness of exposure (Singh and Joachims 2018) in regression form.
    """

    name: ClassVar[str] = "merit_slope"
    unit: ClassVar[str] = "ln impressions per unit of quality"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        active = day.active
        cell = 2 * day.groupings["tier"].code[active] + day.groupings["niche"].code[active]
        merit = _within(day.world.creators.quality[active], cell)
        seen = _within(np.log1p(day.recent[0, active]), cell)
        yield self.value(ratio(float(merit @ seen), float(merit @ merit)))


def _within(values: NDArray[np.float64], cell: NDArray[np.int8]) -> NDArray[np.float64]:
    """Values less the mean of their cell."""
    members = np.maximum(np.bincount(cell), 1)
    return values - (np.bincount(cell, weights=values) / members)[cell]
