"""How interests drift: pulled by what satisfies, drawn home, and shaken."""

import math

from sim.core.law import law


@law
def drift(logit, home, pull, total_pull, share, days, noise, b):  # type: ignore[no-untyped-def]  # compiled
    """A topic's interest logit after `days` in which impressions pulled at it.

    Reinforcement adds rate x (pull on this topic - share of the topic x all pull); the way home and the
    noise are the exact transition of an Ornstein-Uhlenbeck process. `noise` is standard normal.
    Limits: reinforcement 0 leaves a stationary variance of volatility^2 / (2 x return rate).
    Source: softmax policy-gradient form of reinforcement, model of interest dynamics.
    """
    moved = logit + b.reinforcement * (pull - share * total_pull)
    kept = math.exp(-b.interest_return_per_day * days)
    if b.interest_return_per_day > 0.0:
        spread = b.interest_volatility * math.sqrt((1.0 - kept * kept) / (2.0 * b.interest_return_per_day))
    else:
        spread = b.interest_volatility * math.sqrt(days)
    return home + (moved - home) * kept + spread * noise
