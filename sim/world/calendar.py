"""The rhythm of the day and the week."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_HOUR
from sim.world.from_data.portrait import Portrait
from sim.world.settings import PopulationSettings

# Impressions by hour of day 0-23, counted from KuaiRand-27K (Gao et al., CIKM 2022): 322,278,385 in all.
MEASURED_IMPRESSIONS = (
    10624659, 6462822, 4132020, 2911135, 2617287, 3692549, 6873534, 9968651, 11545430, 12947165, 14427110, 15441567,
    17029465, 17132315, 15454700, 15767584, 16594065, 17525682, 18844519, 19871032, 21315043, 22117433, 21859219,
    17123399,
)  # fmt: skip


class Calendar(NamedTuple):
    """Shares of a day's visits by hour [24], summing to 1, and factors by day of the week [7]; both summed up."""

    hourly: NDArray[np.float64]
    weekday: NDArray[np.float64]
    until_hour: NDArray[np.float64]  # [25]
    until_day: NDArray[np.float64]  # [8]


def traffic_until(calendar: Calendar, ticks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Days of average weekday traffic from the start to each tick, [N]."""
    by_day, by_hour = calendar.until_day, calendar.until_hour
    hours, within = ticks // TICKS_PER_HOUR, ticks % TICKS_PER_HOUR / TICKS_PER_HOUR
    days, hour = hours // 24, hours % 24
    day = days % 7
    today = by_hour[hour] + within * calendar.hourly[hour]
    return np.asarray(days // 7 * by_day[7] + by_day[day] + calendar.weekday[day] * today, dtype=np.float64)


def cosine_hours(amplitude: float, peak_hour: float) -> NDArray[np.float64]:
    """Exact integrals over each hour of (1 + a cos(2 pi (h - peak) / 24)) / 24, [24]."""
    turn = 2.0 * math.pi / 24.0
    return np.array(
        [
            1.0 / 24.0
            + amplitude / (24.0 * turn) * (math.sin(turn * (h + 1 - peak_hour)) - math.sin(turn * (h - peak_hour)))
            for h in range(24)
        ]
    )


def calendar(settings: PopulationSettings, portrait: Portrait | None = None) -> Calendar:
    """The calendar of a population."""
    if portrait is not None and portrait.hourly is not None:
        hourly = portrait.hourly.copy()
    elif settings.hourly_profile == "cosine":
        hourly = cosine_hours(settings.cosine_amplitude, settings.cosine_peak_hour)
    else:
        counts = np.array(MEASURED_IMPRESSIONS, dtype=np.float64)
        hourly = counts / counts.sum()
    weekday = np.ones(7)
    weekday[5:] = settings.weekend_factor
    found = Calendar(hourly, weekday, *(np.concatenate([[0.0], np.cumsum(part)]) for part in (hourly, weekday)))
    for array in found:
        array.flags.writeable = False
    return found
