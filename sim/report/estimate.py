"""A number with its two intervals, which are never merged: luck (Monte Carlo) and what is not known (assumptions)."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

CONFIDENCE = 0.95
TAIL = 0.05  # the assumption interval leaves this share of the draws out on either side
SIGNIFICANCE = 0.05
FEWEST_DRAWS = 20  # fewer do not show where 5 % and 95 % lie
BASE = -1  # the number of the "draw" that is the configuration itself


class Estimate(NamedTuple):
    """A mean over paired replications, its Monte Carlo interval, and the range over draws of the assumptions."""

    value: float
    low: float
    high: float
    replications: int
    positive: int
    assumed_low: float
    assumed_high: float
    draws: int
    spread: float  # standard deviation over replications

    @property
    def enough_luck(self) -> bool:
        """Whether there are replications enough to tell a sign at all: by a two-sided sign test."""
        return self.replications >= fewest_replications()

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


def fewest_replications(significance: float = SIGNIFICANCE) -> int:
    """How many replications must agree before a two-sided sign test can reject at all."""
    return math.ceil(1 + math.log2(1 / significance))


def smallest_p(replications: int) -> float:
    """The smallest p a two-sided sign test can give."""
    return min(1.0, 2.0**-replications * 2.0)


def estimate(values: "pd.Series[float]") -> Estimate:
    """Of a paired quantity, indexed by draw and replication; pairs without a number are left out."""
    finite = values.replace([np.inf, -np.inf], np.nan).dropna()
    draw = finite.index.get_level_values("draw")
    base, drawn = finite[draw == BASE].to_numpy(float), finite[draw != BASE].to_numpy(float)
    n = base.size
    mean = float(base.mean()) if n else math.nan
    spread = float(base.std(ddof=1)) if n > 1 else math.nan
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1)) * spread / math.sqrt(n) if n > 1 else math.nan
    if drawn.size >= FEWEST_DRAWS:
        low, high = (float(one) for one in np.quantile(drawn, [TAIL, 1 - TAIL]))
    else:
        low = high = math.nan
    return Estimate(mean, mean - half, mean + half, n, int((base > 0).sum()), low, high, int(drawn.size), spread)


def share_interval(hits: int, trials: int) -> tuple[float, float]:
    """Wilson's interval of a share, for the sampling error of counted draws."""
    if trials == 0:
        return math.nan, math.nan
    found = stats.binomtest(hits, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)
