"""When a follower comes who has been told that a room is open."""

import math

from sim.core.law import law


@law
def comes_after_ms(uniform, mean_ms):  # type: ignore[no-untyped-def]  # compiled
    """Whole milliseconds between the opening and her coming: exponential."""
    return int(-mean_ms * math.log(uniform))
