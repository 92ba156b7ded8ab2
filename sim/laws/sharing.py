"""How many friends a share reaches."""

import math

from sim.core.law import law

MOST = 200  # friends a share reaches, at most


@law
def reached(uniform, mean):  # type: ignore[no-untyped-def]  # compiled
    """A Poisson number by inverse CDF of one uniform number. Limits: cut at `MOST`, for means far below it."""
    chance = math.exp(-mean)
    upto = chance
    number = 0
    while uniform > upto and number < MOST:
        number += 1
        chance *= mean / number
        upto += chance
    return number
