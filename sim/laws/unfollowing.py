"""Unfollowing an account that keeps showing what one does not want."""

import math

from sim.core.law import law


@law
def unfollow_probability(pull, paid, b):  # type: ignore[no-untyped-def]  # compiled
    """Probability of unfollowing at an impression of a followed account that was not played.

    It falls with the pull as the chance of a skip does. Limits: with both rates 0 nobody ever unfollows.
    """
    rate = b.unfollow_rate + b.unfollow_paid * paid
    return min(1.0, rate / (1.0 + math.exp(pull)))
