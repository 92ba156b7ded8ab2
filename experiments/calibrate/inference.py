"""The estimate, what it is worth, and whether its intervals cover a truth that is known.

The distance is Q = d' V^-1 d, d the log targets less the surface and V their covariance: simulated moments (McFadden
1989, Econometrica 57(5), 995-1026) with a surface in place of the simulator. A profile fixes one parameter and lets the
others be best; its 90 % interval is where Q rises by less than 2.706 (chi-squared, one degree of freedom).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq, least_squares

from experiments.calibrate.problem import Floats, Problem
from experiments.calibrate.surface import Surface

RISE = 2.706  # of Q at the ends of a 90 % interval
STARTS = 4
GRID = 21


@dataclass(frozen=True)
class Profile:
    """Best distance for each fixed value of one parameter. Shapes: at [n] in the unit box, rise [n].

    An end is nan where the rise stays below `RISE` up to the bound: the targets do not say where it ends.
    """

    key: str
    at: Floats
    rise: Floats
    low: float
    high: float

    @property
    def identified(self) -> bool:
        """Whether both ends lie inside the bounds."""
        return self.low == self.low and self.high == self.high


class Fit:
    """Targets (logs, [M]) on a surface with a covariance [M, M]."""

    def __init__(self, surface: Surface, wanted: Floats, covariance: Floats, parameters: int) -> None:
        self.surface, self.wanted, self.parameters = surface, wanted, parameters
        self.whiten = np.linalg.inv(np.linalg.cholesky(covariance))

    def _errors(self, place: Floats) -> Floats:
        return np.asarray(self.whiten @ (self.wanted - self.surface(place)))

    def _best(self, starts: Floats, fixed: int | None = None, value: float = 0.5) -> tuple[float, Floats]:
        """Smallest distance and where, from some starts, with one coordinate fixed if asked."""
        free = [p for p in range(self.parameters) if p != fixed]

        def whole(x: Floats) -> Floats:
            place = np.full(self.parameters, value)
            place[free] = x
            return place

        if not free:
            place = np.full(1, value)
            return float((self._errors(place) ** 2).sum()), place
        best, where = np.inf, np.full(self.parameters, 0.5)
        for start in starts[:, free]:
            found = least_squares(lambda x: self._errors(whole(x)), start, bounds=(0.0, 1.0))
            if 2.0 * found.cost < best:
                best, where = float(2.0 * found.cost), whole(found.x)
        return best, where

    @cached_property
    def _starts(self) -> Floats:
        return np.vstack([
            np.full((1, self.parameters), 0.5),
            np.random.default_rng(1).uniform(0.1, 0.9, (STARTS - 1, self.parameters)),
        ])  # fmt: skip

    @cached_property
    def best(self) -> tuple[float, Floats]:
        """The distance at the estimate, and the estimate in the unit box."""
        return self._best(self._starts)

    def rise(self, parameter: int, value: float) -> float:
        """How much farther the targets are if one parameter is held at a value."""
        near = np.vstack([np.clip(self.best[1], 0.01, 0.99), np.full(self.parameters, 0.5)])
        return max(self._best(near, parameter, value)[0] - self.best[0], 0.0)

    def profile(self, parameter: int, key: str, grid: int = GRID) -> Profile:
        """The profile of one parameter over its range."""
        at = np.linspace(0.0, 1.0, grid)
        rise = np.array([self.rise(parameter, value) for value in at])
        middle = float(self.best[1][parameter])

        def end(bound: float) -> float:
            if self.rise(parameter, bound) <= RISE:
                return float("nan")
            return float(brentq(lambda x: self.rise(parameter, x) - RISE, *sorted((middle, bound)), xtol=1e-3))

        return Profile(key, at, rise, end(0.0), end(1.0))


def coverage(problem: Problem, surface: Surface, truths: int, data_worlds: int = 1, seed: int = 20_000) -> Floats:
    """Whether each 90 % interval holds the truth it was made from, [truths, P]: worlds that the surface has not seen.

    Truths are even over the middle 70 % of the box in every direction, and data have no tolerance: only luck.
    """
    draw = np.random.default_rng(2)
    covariance = surface.spread(np.zeros(len(problem.aims)), data_worlds)
    covered = np.zeros((truths, len(problem.free)))
    for number in range(truths):
        truth = 0.15 + 0.7 * draw.random(len(problem.free))
        worlds = [problem.moments(truth, seed + number * data_worlds + world) for world in range(data_worlds)]
        one = Fit(surface, np.mean(worlds, axis=0), covariance, len(problem.free))
        covered[number] = [one.rise(p, float(truth[p])) <= RISE for p in range(len(problem.free))]
    return covered
