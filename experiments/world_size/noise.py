"""How the noise of one world falls with its size: sd = c N^-b, from the sds of samples of worlds."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from sim.analysis.contrast import CONFIDENCE, Interval

FEWEST_WORLDS = 3  # of a size, to say anything of their sd
SELF_AVERAGING = 0.5  # b where noise is that of many independent parts
NORMAL = float(stats.norm.ppf(0.5 + CONFIDENCE / 2.0))


def reach(sd: float, worlds: int) -> Interval:
    """The sd of a sample with its 95 % interval, if its worlds are normal."""
    free, tail = worlds - 1.0, 0.5 - CONFIDENCE / 2.0
    low, high = (sd * math.sqrt(free / float(stats.chi2.isf(part, free))) for part in (tail, 1.0 - tail))
    return Interval(sd, low, high)


class Law(NamedTuple):
    """sd = c N^-b, with what is not known of it.

    `misfit` is the p of sds that scatter as much about the line although the law holds; 1 through two sizes.
    """

    log_c: float
    b: float
    covariance: NDArray[np.float64]  # of (log_c, b)
    misfit: float

    @property
    def exponent(self) -> Interval:
        """The exponent b with its 95 % interval."""
        half = NORMAL * math.sqrt(self.covariance[1, 1])
        return Interval(self.b, self.b - half, self.b + half)

    def sd(self, users: float) -> Interval:
        """The sd of one world of some size, with the 95 % interval of the line."""
        at = np.array([1.0, -math.log(users)])
        value, half = float(at @ [self.log_c, self.b]), NORMAL * math.sqrt(float(at @ self.covariance @ at))
        return Interval(math.exp(value), math.exp(value - half), math.exp(value + half))


def law(users: ArrayLike, sds: ArrayLike, worlds: ArrayLike) -> Law | None:
    """Fit the law by weighted least squares of ln sd on ln N; none with fewer than two sizes that tell.

    The ln of a sample's sd has a known bias and variance (half the digamma, a quarter of the trigamma function of
    half the degrees of freedom), so that a few worlds of a size count for little and its interval needs no residuals.

    Limits: worlds of a size are taken to be normal; heavier tails make the interval of b too narrow.
    """
    N, s, n = (np.asarray(one, dtype=np.float64) for one in (users, sds, worlds))
    tell = (n >= FEWEST_WORLDS) & (s > 0) & np.isfinite(s)
    if tell.sum() < 2:
        return None
    free = n[tell] - 1.0
    y = np.log(s[tell]) - 0.5 * (special.digamma(free / 2.0) - np.log(free / 2.0))
    weight = 4.0 / special.polygamma(1, free / 2.0)
    X = np.stack([np.ones(tell.sum()), -np.log(N[tell])], axis=1)
    covariance = np.linalg.inv(X.T @ (weight[:, None] * X))
    found = covariance @ (X.T @ (weight * y))
    rest = float((weight * (y - X @ found) ** 2).sum())
    left = int(tell.sum()) - 2
    return Law(float(found[0]), float(found[1]), covariance, float(stats.chi2.sf(rest, left)) if left else 1.0)
