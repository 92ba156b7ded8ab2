"""How unequally a total is shared: Gini, Lorenz, Theil, concentration, and what chance alone would give.

Every function takes non-negative amounts, one per holder; where nothing is shared the answer is nan.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ive

Floats = NDArray[np.float64]


def _amounts(amounts: ArrayLike) -> Floats:
    return np.asarray(amounts, dtype=np.float64).reshape(-1)


def gini(amounts: ArrayLike) -> float:
    """Gini coefficient, sum of (2 i - n - 1) x_i over n times the sum, with x in rising order.

    Limits: equal amounts give 0, one holder of everything gives 1 - 1/n.
    """
    x = np.sort(_amounts(amounts))
    total = float(x.sum())
    if total <= 0.0:
        return math.nan
    count = x.size
    rank = np.arange(1 - count, count, 2, dtype=np.float64)
    return float(rank @ x) / (count * total)


def poisson_gini(mean: float, count: int | None = None) -> float:
    """Gini that chance alone gives when every holder expects the same Poisson number.

    Half the mean absolute difference of two such numbers over their mean; the difference is Skellam, so
    this is e^(-2 mean) (I0(2 mean) + I1(2 mean)), about 1 / sqrt(pi mean) when the mean is large. With a
    `count` of holders, times (count - 1) / count, as a sample's Gini has it.
    Source: Skellam 1946, J. Roy. Stat. Soc. 109; moments by Ramasubban 1958, Biometrika 45.
    """
    if mean < 0.0 or math.isnan(mean):
        return math.nan
    null = float(ive(0, 2.0 * mean) + ive(1, 2.0 * mean)) if mean < 1e8 else 1.0 / math.sqrt(math.pi * mean)
    return null if count is None else null * (count - 1) / count


class Lorenz(NamedTuple):
    """The Lorenz curve. Shapes: [n + 1] each, from 0 to 1; the poorest holders come first."""

    holders: Floats
    held: Floats


def lorenz(amounts: ArrayLike) -> Lorenz:
    """Share of the total held by the poorest share of holders."""
    x = np.sort(_amounts(amounts))
    held = np.concatenate([[0.0], np.cumsum(x)])
    total = held[-1]
    return Lorenz(np.linspace(0.0, 1.0, x.size + 1), held / total if total > 0.0 else np.full(held.size, math.nan))


def top_shares(amounts: ArrayLike, tops: tuple[float, ...]) -> tuple[float, ...]:
    """Share of the total held by the richest `top` of holders, for each top in (0, 1].

    A fraction of a holder counts as that fraction of what she holds (linear between the points of the
    Lorenz curve).
    """
    x = np.sort(_amounts(amounts))[::-1]
    held = np.concatenate([[0.0], np.cumsum(x)])
    if held[-1] <= 0.0:
        return (math.nan,) * len(tops)
    shares = np.interp(np.array(tops) * x.size, np.arange(x.size + 1), held) / held[-1]
    return tuple(shares.tolist())


def palma(amounts: ArrayLike) -> float:
    """What the richest tenth holds over what the poorest four tenths hold; infinite if those hold nothing."""
    rich, not_poor = top_shares(amounts, (0.1, 0.6))
    poor = 1.0 - not_poor
    if math.isnan(rich):
        return math.nan
    return rich / poor if poor > 1e-15 else math.inf


def concentration(amounts: ArrayLike) -> float:
    """Herfindahl-Hirschman index: the sum of squared shares, from 1/n to 1."""
    x = _amounts(amounts)
    total = float(x.sum())
    return float(x @ x) / total**2 if total > 0.0 else math.nan


def effective_number(amounts: ArrayLike) -> float:
    """Number of equal holders that would be as concentrated: 1 over the Herfindahl-Hirschman index."""
    return 1.0 / concentration(amounts)


def tail_exponent(amounts: ArrayLike, share: float = 0.1) -> float:
    """Exponent of the tail of the counts: Hill's estimate over the largest `share` of the positive ones.

    Counts are whole, so the least of them stands for a place half below it. nan for fewer than ten.
    Source: Hill 1975, Annals of Statistics 3; the half is that of Clauset, Shalizi and Newman 2009, SIAM Review 51.
    """
    counts = np.sort(np.asarray(amounts, dtype=np.float64))
    counts = counts[counts > 0.0]
    top = counts[counts.size - max(int(share * counts.size), 0) :]
    if top.size < 10:
        return math.nan
    return float(1.0 / np.log(top / (top[0] - 0.5)).mean())


def entropy(amounts: ArrayLike) -> float:
    """Shannon entropy of the shares, in nats."""
    x = _amounts(amounts)
    total = float(x.sum())
    if total <= 0.0:
        return math.nan
    shares = x[x > 0.0] / total
    return abs(float(shares @ np.log(shares)))


def theil(amounts: ArrayLike) -> float:
    """Theil's T, the mean of (x / mean) ln (x / mean), from 0 to ln n."""
    x = _amounts(amounts)
    return math.log(x.size) - entropy(x) if x.size else math.nan


class TheilParts(NamedTuple):
    """Theil's T as the inequality between groups and that within them; the two sum to the whole."""

    between: float
    within: float


def theil_parts(amounts: ArrayLike, group: NDArray[np.integer]) -> TheilParts:
    """Split Theil's T by the group of each holder (0, 1, ...)."""
    x = _amounts(amounts)
    total = float(x.sum())
    if total <= 0.0:
        return TheilParts(math.nan, math.nan)
    held = np.bincount(group, weights=x)
    members = np.bincount(group)
    share = held[held > 0.0] / total
    between = float(share @ np.log(share * x.size / members[held > 0.0]))
    return TheilParts(between, theil(x) - between)


def shorrocks(moves: NDArray[np.float64]) -> float:
    """Mobility between k classes, (k - trace) / (k - 1) of the shares of each row: 0 none, 1 perfect.

    `moves` [k, k] counts members by class before (row) and after (column); classes that were empty before
    are left out.
    """
    members = moves.sum(axis=1)
    classes = int((members > 0).sum())
    if classes < 2:
        return math.nan
    stayed = float((np.diag(moves)[members > 0] / members[members > 0]).sum())
    return (classes - stayed) / (classes - 1)
