"""Giving up: the monthly hazard of closing an account, from what it earns against what else one could earn."""

import math

from sim.core.law import law


@law
def exit_hazard(income, wage, spread, level, turnover):  # type: ignore[no-untyped-def]  # compiled
    """Hazard a month: `level` where income equals the reservation wage, up to twice that far below, nothing far above.

    Units: income, wage and spread in RMB a month. `turnover` multiplies it for accounts that come and go faster.
    """
    gap = min(max((income - wage) / spread, -700.0), 700.0)
    return turnover * level * 2.0 / (1.0 + math.exp(gap))


@law
def burnout_hazard(uploads_per_day, bearable, level):  # type: ignore[no-untyped-def]  # compiled
    """Hazard a month of burning out: `level` at a bearable pace, growing with the square of the pace."""
    strain = uploads_per_day / bearable
    return level * strain * strain


@law
def within(hazard_per_month, days):  # type: ignore[no-untyped-def]  # compiled
    """Probability that something with a monthly hazard (30 days) happens within some days."""
    return 1.0 - math.exp(-hazard_per_month * days / 30.0)
