"""Logistic regression on one variable, from counts."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

STEPS = 25  # Newton's method converges in a handful, or not at all
STEEPEST = 50.0  # a slope beyond this means that the successes are separated from the failures


class Line(NamedTuple):
    """Log-odds = intercept + slope x; nan where the counts determine no line."""

    intercept: float
    slope: float


def fit(x: NDArray[np.float64], successes: NDArray[np.int64], trials: NDArray[np.int64]) -> Line:
    """Maximum-likelihood line through counts of successes among trials at each x.

    Source: Fisher scoring (McCullagh and Nelder 1989).
    """
    seen = trials > 0
    at = x[seen]
    hits, count = successes[seen].astype(np.float64), trials[seen].astype(np.float64)
    if at.size < 2 or not 0.0 < hits.sum() < count.sum():
        return Line(math.nan, math.nan)
    rate = float(hits.sum() / count.sum())
    intercept, slope = math.log(rate / (1.0 - rate)), 0.0
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(intercept + slope * at, -500.0, 500.0)))
        weight = count * chance * (1.0 - chance)
        miss = hits - count * chance
        w0, w1, w2 = float(weight.sum()), float(weight @ at), float((weight * at) @ at)
        g0, g1 = float(miss.sum()), float(miss @ at)
        determinant = w0 * w2 - w1 * w1
        if not determinant > 1e-12 * w0 * w2:
            break
        more = (w0 * g1 - w1 * g0) / determinant
        intercept += (w2 * g0 - w1 * g1) / determinant
        slope += more
        if abs(slope) > STEEPEST:
            break
        if abs(more) < 1e-9:
            return Line(intercept, slope)
    return Line(math.nan, math.nan)
