"""Intervals and signs of paired differences: luck over replications, ranges over assumptions; never merged."""

import math
import warnings
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
RESAMPLES = 9_999
EXACT_UP_TO = 13  # pairs up to which all 2^n sign flips are tried
FEWEST_PAIRS = 6  # below, no two-sided test of signs can reach 5 %
SIGN_PAIRS, SIGN_UP = 20, 15  # the yardstick of a sign: at least 15 of 20 pairs
TAIL = 0.05  # left out on either side of an assumption interval
FEWEST_DRAWS = 20  # below, a 5 % quantile is not seen

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """An estimate and its interval, nan where there is none."""

    value: float
    low: float
    high: float


def paired_t(differences: ArrayLike) -> Interval:
    """Mean of paired differences with its 95 % t interval."""
    x = _finite(differences)
    if x.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(x.mean())
    if x.size == 1:
        return Interval(mean, math.nan, math.nan)
    half = float(scipy.stats.t.ppf(0.5 + CONFIDENCE / 2.0, x.size - 1) * x.std(ddof=1) / math.sqrt(x.size))
    return Interval(mean, mean - half, mean + half)


def bootstrap(differences: ArrayLike) -> Interval:
    """Mean of paired differences with its 95 % BCa bootstrap interval (Efron 1987)."""
    return bootstrap_of(lambda x: np.mean(x, axis=-1), differences)


def bootstrap_ratio(parts: ArrayLike, wholes: ArrayLike) -> Interval:
    """Ratio of sums over pairs with its 95 % BCa interval, pairs resampled together."""

    def ratio(part: Floats, whole: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):  # a resample may hold nothing regained
            return np.asarray(part.sum(axis=-1) / whole.sum(axis=-1))

    return bootstrap_of(ratio, parts, wholes)


def bootstrap_of(statistic: Callable[..., Floats], *samples: ArrayLike) -> Interval:
    """A statistic of paired samples with its 95 % BCa interval, the same at every call; pairs not finite left out."""
    arrays = np.stack([np.asarray(sample, dtype=np.float64) for sample in samples])
    arrays = arrays[:, np.isfinite(arrays).all(axis=0)]
    if arrays.shape[1] == 0:
        return Interval(math.nan, math.nan, math.nan)
    value = float(statistic(*arrays))
    if arrays.shape[1] < 3:
        return Interval(value, math.nan, math.nan)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", scipy.stats.DegenerateDataWarning)
        found = scipy.stats.bootstrap(
            tuple(arrays),
            statistic,
            paired=True,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE,
            method="BCa",
            rng=np.random.default_rng(arrays.shape[1]),
        )
    low, high = found.confidence_interval
    if not (math.isfinite(low) and math.isfinite(high)):  # hardly anything varies: plain percentiles
        tail = (1.0 - CONFIDENCE) / 2.0
        low, high = np.quantile(found.bootstrap_distribution, [tail, 1.0 - tail])
    return Interval(value, float(low), float(high))


def range_over_draws(values: ArrayLike) -> tuple[float, float]:
    """The 5-95 % range over draws of the assumptions; nan below 20 draws."""
    x = _finite(values)
    if x.size < FEWEST_DRAWS:
        return math.nan, math.nan
    low, high = np.quantile(x, [TAIL, 1.0 - TAIL])
    return float(low), float(high)


class Sign(NamedTuple):
    """How many pairs are positive, of how many that are not zero."""

    up: int
    pairs: int

    @property
    def holds(self) -> bool:
        """Whether at least 15 of 20 pairs agree; with other numbers, as large a share of at least 20."""
        return self.pairs >= SIGN_PAIRS and max(self.up, self.pairs - self.up) * SIGN_PAIRS >= SIGN_UP * self.pairs

    def __str__(self) -> str:
        """In the form "5 of 5 up"."""
        return f"{self.up} of {self.pairs} up"


def sign(differences: ArrayLike) -> Sign:
    """Count the signs of paired differences."""
    x = _finite(differences)
    return Sign(int((x > 0).sum()), int((x != 0).sum()))


def sign_flip_p(differences: ArrayLike) -> float:
    """Two-sided p of no difference: how often flipped signs give a mean as far from zero (Fisher 1935).

    All flips up to 13 pairs, 9,999 keyed ones above. With n pairs it cannot fall below 2 / 2^n.
    """
    x = _finite(differences)
    if x.size == 0:
        return math.nan
    if x.size <= EXACT_UP_TO:
        flips = 1.0 - 2.0 * ((np.arange(2**x.size)[:, None] >> np.arange(x.size)) & 1)
    else:
        flips = np.random.default_rng(x.size).choice([-1.0, 1.0], size=(RESAMPLES, x.size))
        flips = np.vstack([np.ones(x.size), flips])
    far = np.abs(flips @ x) >= abs(float(x.sum())) * (1.0 - 1e-12)
    return float(far.mean())


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p values adjusted for their number by Holm's step-down rule (1979); missing ones stay missing."""
    known = sorted((p, name) for name, p in p_values.items() if math.isfinite(p))
    adjusted, highest = dict.fromkeys(p_values, math.nan), 0.0
    for place, (p, name) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - place) * p))
        adjusted[name] = highest
    return adjusted


class Pairing(NamedTuple):
    """What common luck achieved: correlation of two sides, and Var(A - B) / (Var A + Var B); 1 is no gain."""

    correlation: float
    variance_ratio: float


def pairing(one: ArrayLike, other: ArrayLike) -> Pairing:
    """The achieved correlation and variance ratio of pairs; missing below 3 pairs or where nothing varies."""
    a, b = (np.asarray(side, dtype=np.float64) for side in (one, other))
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    if a.size < 3 or not (a.var() > 0 and b.var() > 0):
        return Pairing(math.nan, math.nan)
    unpaired = a.var(ddof=1) + b.var(ddof=1)
    return Pairing(float(np.corrcoef(a, b)[0, 1]), float((a - b).var(ddof=1) / unpaired))


def _finite(values: ArrayLike) -> Floats:
    x = np.asarray(values, dtype=np.float64)
    return x[np.isfinite(x)]
