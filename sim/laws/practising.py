"""Learning by doing."""

import math

from sim.core.law import law


@law
def skill(times, most, scale):  # type: ignore[no-untyped-def]  # compiled
    """Skill after so many uploads or sessions: most (1 - e^(-times / scale)), in units of item quality."""
    return most * (1.0 - math.exp(-times / scale))
