"""Whether small worlds settle elsewhere: differences from the largest ones, and the size from which on none shows."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.world_size.noise import Law, law
from sim.analysis.contrast import CONFIDENCE, Interval, paired_t

ENOUGH = 4  # worlds whose own sd is believed; with fewer the law's upper limit stands for it


class Size(NamedTuple):
    """What worlds of one size say of an estimand."""

    users: int
    worlds: int
    level: Interval  # mean over worlds, 95 %
    sd: float  # of one world; nan with one
    gap: Interval  # difference from the largest worlds, simultaneous 95 % over sizes; nan at the largest

    @property
    def biased(self) -> bool:
        """Whether a difference is shown."""
        return self.gap.low > 0 or self.gap.high < 0

    @property
    def open(self) -> float:
        """The largest difference that is not ruled out."""
        return max(abs(self.gap.low), abs(self.gap.high))


class Scaling(NamedTuple):
    """An estimand by size, from the smallest, and the law of its noise."""

    sizes: tuple[Size, ...]
    law: Law | None

    @property
    def settled(self) -> Size:
        """The smallest size from which on no difference from the largest worlds is shown."""
        found = self.sizes[-1]
        for size in reversed(self.sizes[:-1]):
            if size.biased:
                break
            found = size
        return found


def scaling(samples: dict[int, Sequence[float]]) -> Scaling:
    """Levels, noise and bias of an estimand from one number a world, by users.

    A size is compared with the mean of the largest worlds there are (`largest_worlds`): more is known of a few together
    than of the largest alone. Differences have Welch's intervals, widened to hold together over all smaller sizes
    (Bonferroni): where no size is biased, in 5 % of cases at most any is said to be. A number that is not finite is
    left out.

    Limits: fewer than four worlds are judged by the law of the others; noise that stops falling between them would pass
    for bias. What the largest worlds are off themselves is not seen.
    """
    known = {users: np.asarray(values, dtype=np.float64) for users, values in sorted(samples.items())}
    known = {users: values[np.isfinite(values)] for users, values in known.items()}
    known = {users: values for users, values in known.items() if values.size}
    if not known:
        return Scaling((), None)
    counts = [values.size for values in known.values()]
    sds = [_sd(values) for values in known.values()]
    noise = law(list(known), sds, counts)
    errors = {users: _error({users: values}, noise) for users, values in known.items()}
    smaller = len(known) - 1
    sizes = []
    for (users, values), sd in zip(known.items(), sds, strict=True):
        gap = Interval(math.nan, math.nan, math.nan)
        if largest := largest_worlds(known, users):
            off = float(values.mean() - np.concatenate(list(largest.values())).mean())
            gap = welch(off, errors[users], _error(largest, noise), (1.0 - CONFIDENCE) / smaller)
        sizes.append(Size(users, values.size, _level(values, errors[users]), sd, gap))
    return Scaling(tuple(sizes), noise)


def largest_worlds(known: Mapping[int, NDArray[np.float64]], than: int) -> dict[int, NDArray[np.float64]]:
    """Worlds larger than some size, by users: all of the largest, and of the next ones until they are enough."""
    found: dict[int, NDArray[np.float64]] = {}
    for users in sorted(known, reverse=True):
        if users <= than or sum(values.size for values in found.values()) >= ENOUGH:
            break
        found[users] = known[users]
    return found


class Error(NamedTuple):
    """A standard error squared, and the degrees of freedom it was estimated with."""

    variance: float
    free: float


def welch(off: float, one: Error, other: Error, alpha: float) -> Interval:
    """A difference of two means with its 1 - alpha interval, variances not alike (Welch 1947)."""
    both = one.variance + other.variance
    if not both > 0:  # no noise at all, or none known
        return Interval(off, off, off) if both == 0 else Interval(off, math.nan, math.nan)
    spread = one.variance**2 / one.free + other.variance**2 / other.free
    free = both**2 / spread if spread > 0 else math.inf
    half = float(stats.t.ppf(1.0 - alpha / 2.0, free)) * math.sqrt(both)
    return Interval(off, off - half, off + half)


def _sd(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1)) if values.size > 1 else math.nan


def _error(samples: Mapping[int, NDArray[np.float64]], noise: Law | None) -> Error:
    """Of the mean of all these worlds, by users: by themselves where they are enough, else by the law's upper limits.

    The variance over worlds of several sizes, by their number, is right for their mean also where noise falls with
    size; the limits of the law are taken as known.
    """
    values = np.concatenate(list(samples.values()))
    if values.size >= ENOUGH or (noise is None and values.size > 1):
        return Error(float(values.var(ddof=1)) / values.size, values.size - 1.0)
    if noise is None:
        return Error(math.nan, math.inf)
    return Error(sum(own.size * noise.sd(users).high ** 2 for users, own in samples.items()) / values.size**2, math.inf)


def _level(values: NDArray[np.float64], error: Error) -> Interval:
    if values.size >= ENOUGH or not math.isinf(error.free):
        return paired_t(values)
    return welch(float(values.mean()), error, Error(0.0, math.inf), 1.0 - CONFIDENCE)
