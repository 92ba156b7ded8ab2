"""Simulated moments over the box of parameters: a designed sample under common random numbers, and a surface on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from scipy.stats import qmc

from experiments.calibrate.problem import Floats, Problem


@dataclass(frozen=True)
class Surface:
    """Quadratic surfaces of the log moments. Shapes: P parameters, M moments.

    `misfit` [M] is the standard deviation of what the surface leaves of a simulated point, found on the points
    left out one at a time; `luck` [M, M] the covariance of the log moments of one world between worlds.
    """

    weights: Floats  # [terms, M]
    misfit: Floats
    luck: Floats
    worlds: int  # whose luck the level of the surface rests on

    def __call__(self, place: Floats) -> Floats:
        """Expected log moments at a place of the unit box, [M]."""
        return np.asarray(terms(place[None])[0] @ self.weights)

    def spread(self, slack: Floats, data_worlds: float) -> Floats:
        """Covariance of data less surface: luck of both, misfit, and the slack of the targets, [M, M]."""
        luck = self.luck * (1.0 / self.worlds + (1.0 / data_worlds if data_worlds else 0.0))
        return np.asarray(luck + np.diag(self.misfit**2 + slack**2))


def terms(places: Floats) -> Floats:
    """1, every coordinate, and every product of two, about the middle of the box, [n, terms]."""
    x = 2.0 * places - 1.0
    columns = [np.ones(len(x)), *x.T]
    columns += [x[:, i] * x[:, j] for i, j in combinations_with_replacement(range(x.shape[1]), 2)]
    return np.column_stack(columns)


def design(parameters: int, points: int) -> Floats:
    """Places that fill the unit box, [points, P]: the middle, then a scrambled Halton sequence of a fixed seed."""
    halton = qmc.Halton(parameters, rng=np.random.default_rng(0)).random(points - 1)
    return np.vstack([np.full((1, parameters), 0.5), halton])


def fit(problem: Problem, points: int, worlds: int, repeats: int, progress: Iterable[None] | None = None) -> Surface:
    """Simulate the design, every point in the same worlds with the same luck, and the middle in `repeats` others.

    The luck that all points share is taken out: the surface is moved so that at the middle it is the mean of the
    others, and its luck is theirs.
    """
    ticks = iter(progress) if progress is not None else None
    places = design(len(problem.free), points)
    rows = []
    for place in places:
        rows.append(np.mean([problem.moments(place, seed) for seed in range(worlds)], axis=0))
        if ticks is not None:
            next(ticks, None)
    middle = np.array([problem.moments(places[0], 10_000 + seed) for seed in range(repeats)])
    moved = np.array(rows) + middle.mean(axis=0) - rows[0]
    return surface(places, moved, np.cov(middle, rowvar=False).reshape(len(problem.aims), -1), repeats)


def surface(places: Floats, moments: Floats, luck: Floats, worlds: int) -> Surface:
    """The surface of least squares through simulated points."""
    x = terms(places)
    weights, *_ = np.linalg.lstsq(x, moments, rcond=None)
    hat = np.einsum("ij,ji->i", x, np.linalg.pinv(x))
    left_out = (moments - x @ weights) / np.maximum(1.0 - hat, 1e-6)[:, None]
    return Surface(weights, np.sqrt((left_out**2).mean(axis=0)), luck, worlds)
