"""How willing an account is to publish: habit, reward against cost, and the short lift of being noticed."""

import math

from sim.core.law import law


@law
def reward_of(own, others):  # type: ignore[no-untyped-def]  # compiled
    """Reward of publishing, in (-1, 1): own attention per upload against that of others one looks at."""
    return math.tanh(math.log((own + 1.0) / (others + 1.0)))


@law
def new_drive(drive, reward, cost, rate, days, farthest):  # type: ignore[no-untyped-def]  # compiled
    """Log of the pace relative to habit after some days: it grows with reward less a cost that grows with itself.

    Limits: settles at reward / cost, within [-farthest, farthest].
    """
    settled = reward / cost
    moved = settled + (drive - settled) * math.exp(-rate * cost * days)
    return min(max(moved, -farthest), farthest)


@law
def lift_left(lift, days, time_constant):  # type: ignore[no-untyped-def]  # compiled
    """What is left of the lift by boosts received before, after some days."""
    return lift * math.exp(-days / time_constant)


@law
def pace(habit, drive, lift, weight):  # type: ignore[no-untyped-def]  # compiled
    """Uploads a day: habit, moved by drive and by the lift of boosts received (a number of fresh boosts).

    Source: 0.12 a boost with a time constant of three days; Zeng et al., Management Science 2023 (+13.2 % supply).
    """
    return habit * math.exp(drive + weight * lift)
