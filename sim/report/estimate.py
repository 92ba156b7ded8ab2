"""A number with its two intervals, which are never merged: luck (Monte Carlo) and what is not known (assumptions)."""

import math
from typing import NamedTuple

import pandas as pd
import scipy

from sim.analysis.contrast import CONFIDENCE, FEWEST_DRAWS, FEWEST_PAIRS, paired_t, range_over_draws
from sim.analysis.pairs import base, drawn

POWER = 0.8  # of a live test


class Estimate(NamedTuple):
    """A mean over paired replications, its Monte Carlo interval, and the range over draws of the assumptions."""

    value: float
    low: float
    high: float
    replications: int
    up: int  # replications in which it is above zero
    spread: float  # standard deviation over replications
    assumed_low: float
    assumed_high: float
    draws: int

    @property
    def enough_luck(self) -> bool:
        """Whether there are replications enough to tell a sign at all."""
        return self.replications >= FEWEST_PAIRS

    @property
    def survives_luck(self) -> bool:
        """Whether the Monte Carlo interval leaves zero out, with replications enough to say so."""
        return self.enough_luck and (self.low > 0 or self.high < 0)

    @property
    def enough_draws(self) -> bool:
        """Whether there are draws enough for an assumption interval."""
        return self.draws >= FEWEST_DRAWS

    @property
    def survives_assumptions(self) -> bool:
        """Whether the assumption interval leaves zero out on the side of the estimate."""
        return self.enough_draws and (min(self.value, self.assumed_low) > 0 or max(self.value, self.assumed_high) < 0)


def estimate(values: "pd.Series[float]") -> Estimate:
    """Of a paired quantity, indexed by draw and replication; pairs without a number are left out."""
    values = values.astype(float)
    pairs, draws = base(values).to_numpy(), drawn(values).to_numpy()
    spread = float(pairs.std(ddof=1)) if pairs.size > 1 else math.nan
    low, high = range_over_draws(draws)
    return Estimate(*paired_t(pairs), pairs.size, int((pairs > 0).sum()), spread, low, high, draws.size)


def exponential(logs: Estimate) -> Estimate:
    """The same as ratios: 0.05 for five percent more. The spread stays that of the logarithms."""
    return logs._replace(
        value=math.expm1(logs.value),
        low=math.expm1(logs.low),
        high=math.expm1(logs.high),
        assumed_low=math.expm1(logs.assumed_low),
        assumed_high=math.expm1(logs.assumed_high),
    )


def smallest_p(replications: int) -> float:
    """The smallest two-sided p that so many pairs can give."""
    return min(1.0, 2.0 * 2.0**-replications)


def share_interval(hits: int, trials: int) -> tuple[float, float]:
    """Wilson's interval of a share, for the sampling error of counted draws."""
    if trials == 0:
        return math.nan, math.nan
    found = scipy.stats.binomtest(hits, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def pairs_for(effect: Estimate) -> float:
    """Matched pairs that a paired t test needs to see an effect of this size and spread, at 5 % two-sided.

    Never fewer than a test of signs needs; missing without a spread.
    """
    if not (effect.spread > 0 and effect.value):
        return math.nan
    ratio = (effect.spread / effect.value) ** 2
    normal = scipy.stats.norm.ppf(0.5 + CONFIDENCE / 2) + scipy.stats.norm.ppf(POWER)
    n = max(FEWEST_PAIRS, math.ceil(ratio * normal**2))
    while n < ratio * (scipy.stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1) + scipy.stats.t.ppf(POWER, n - 1)) ** 2:
        n += 1
    return float(n)
