"""Items and when they appear."""

import math

from sim.core.law import law


@law
def item_quality(mean, inconsistency, noise):  # type: ignore[no-untyped-def]  # compiled
    """Quality of one item of a creator; `noise` is standard normal."""
    return mean + inconsistency * noise


@law
def item_duration_ms(noise, median_seconds, log_sd, shortest_seconds, longest_seconds):  # type: ignore[no-untyped-def]  # compiled
    """Lognormal duration, cut to a range; `noise` is standard normal."""
    seconds = median_seconds * math.exp(log_sd * noise)
    if seconds < shortest_seconds:
        seconds = shortest_seconds
    if seconds > longest_seconds:
        seconds = longest_seconds
    return int(1000.0 * seconds)


@law
def freshness(age_ticks, half_life_ticks, floor):  # type: ignore[no-untyped-def]  # compiled
    """Weight of an item in retrieval by its age: halves every half-life, never below the floor."""
    if age_ticks <= 0:
        return 1.0
    weight = math.exp2(-age_ticks / half_life_ticks)
    return max(weight, floor)
