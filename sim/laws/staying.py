"""How long a viewer stays in a live room."""

import math

from sim.core.law import law

EXPONENTIAL, LOGNORMAL, FIXED = 0, 1, 2  # how stays are spread around their mean
LONGEST_MS = 86_400_000.0  # a day: no stay is longer


@law
def mean_stay_ms(mean_ms, slope, pull):  # type: ignore[no-untyped-def]  # compiled
    """Mean stay of viewers of this pull: log-linear in the pull, a day at most."""
    return min(mean_ms * math.exp(slope * pull), LONGEST_MS)


@law
def stay_ms(spread, uniform, normal, mean_ms, log_sd):  # type: ignore[no-untyped-def]  # compiled
    """One stay, whole milliseconds, of the same mean whatever the spread; `normal` is standard normal."""
    stay = mean_ms
    if spread == EXPONENTIAL:
        stay = -mean_ms * math.log(uniform)
    elif spread == LOGNORMAL:
        stay = mean_ms * math.exp(log_sd * normal - 0.5 * log_sd * log_sd)
    return int(min(stay, LONGEST_MS))
