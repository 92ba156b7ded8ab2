"""When a user visits: a non-homogeneous Poisson process with a rate that is constant within an hour.

The rate of user u is `visits per day` x `share of the day's visits in this hour` x `factor of the
weekday`. What is stored between spans is the unit-exponential hazard that is left until the next
visit, so that where a span is cut does not matter.
"""

import math

from sim.core.law import law
from sim.core.units import TICKS_PER_HOUR


@law
def hazard(uniform):  # type: ignore[no-untyped-def]  # compiled
    """A unit-exponential hazard from one uniform number."""
    return -math.log(uniform)


@law
def next_visit(now, hazard_left, visits_per_day, hourly, weekday, until):  # type: ignore[no-untyped-def]  # compiled
    """The tick of the next visit before `until`, or -1, and the hazard left after it or at `until`.

    `hourly` [24] sums to 1, `weekday` [7] are factors with day 0 first.
    Source: Lewis and Shedler 1979 (inversion of the cumulative rate instead of thinning).
    """
    tick = now
    hour = now // TICKS_PER_HOUR
    hour_end = (hour + 1) * TICKS_PER_HOUR
    day = hour // 24 % 7
    hour = hour % 24
    per_tick = visits_per_day / TICKS_PER_HOUR
    while tick < until:
        hour_end = min(hour_end, until)
        rate = per_tick * hourly[hour] * weekday[day]
        spent = rate * (hour_end - tick)
        if hazard_left < spent:
            at = tick + int(hazard_left / rate)
            if at >= hour_end:
                at = hour_end - 1
            return at, 0.0
        hazard_left -= spent
        tick = hour_end
        hour_end = tick + TICKS_PER_HOUR
        hour += 1
        if hour == 24:
            hour = 0
            day = (day + 1) % 7
    return -1, hazard_left


@law
def activity(satisfaction, reference, sensitivity):  # type: ignore[no-untyped-def]  # compiled
    """Factor on a user's visits: above 1 when the feed satisfies more than the reference."""
    return math.exp(sensitivity * (satisfaction - reference))
