"""Leaving the platform for a while, and coming back."""

import math

from sim.core.law import law


@law
def leave_probability(satisfaction, reference, b):  # type: ignore[no-untyped-def]  # compiled
    """Probability of leaving on a day: a hazard that falls with satisfaction above the reference."""
    return 1.0 - math.exp(-b.leave_hazard_per_day * math.exp(-b.leave_sensitivity * (satisfaction - reference)))


@law
def return_probability(b):  # type: ignore[no-untyped-def]  # compiled
    """Probability that a user who left comes back on a day."""
    return 1.0 - math.exp(-b.return_hazard_per_day)
