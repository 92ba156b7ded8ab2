"""How long an item is watched, and what can be read off that."""

import math

from sim.core.law import law

VALID_PLAY_MS = 7_000  # a play counts as valid above this
LONG_VIEW_MS = 18_000  # and as a long view above this


@law
def watch_ms(uniform, pull, duration_ms, b):  # type: ignore[no-untyped-def]  # compiled
    """Watch time in ms by inverse CDF of one uniform: a quick skip, or a Weibull time that grows with the pull.

    The skip comes first in the uniform's order, so a stronger pull never shortens the watch of the same
    uniform by turning it into a skip. Watching may exceed the duration (the item loops).
    Source: two-part law fitted to KuaiRand-Pure (Gao et al., CIKM 2022), see experiments/calibrate/laws.py.
    """
    skip = 1.0 / (1.0 + math.exp(pull))
    if uniform < skip:
        milliseconds = -b.skip_seconds * 1000.0 * math.log(1.0 - uniform / skip)
    else:
        left = (1.0 - uniform) / (1.0 - skip)
        if left < 1e-12:
            left = 1e-12
        scale = math.exp(b.dwell_scale + b.dwell_slope * pull) * math.pow(duration_ms / 1000.0, b.dwell_duration)
        milliseconds = 1000.0 * scale * math.pow(-math.log(left), 1.0 / b.dwell_shape)
    longest = b.loops_at_most * duration_ms
    if milliseconds > longest:
        milliseconds = longest
    return int(milliseconds)


@law
def survival(pull, milliseconds, duration_ms, b):  # type: ignore[no-untyped-def]  # compiled
    """Probability of watching longer than so many milliseconds (at most the loops allow)."""
    if milliseconds >= b.loops_at_most * duration_ms:
        return 0.0
    skip = 1.0 / (1.0 + math.exp(pull))
    scale = math.exp(b.dwell_scale + b.dwell_slope * pull) * math.pow(duration_ms / 1000.0, b.dwell_duration)
    return skip * math.exp(-milliseconds / (1000.0 * b.skip_seconds)) + (1.0 - skip) * math.exp(
        -math.pow(milliseconds / (1000.0 * scale), b.dwell_shape)
    )
