"""Where a thing happens: the patient rule induction method, which peels a box around dense cases.

Source: Friedman and Fisher 1999 (Statistics and Computing 9, 123-143); the test of what a bound adds is that
of Bryant and Lempert 2010 (Technological Forecasting and Social Change 77, 34-49).
"""

import math
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

PEEL = 0.05  # share of the box's cases that a step may take
LEAST_SUPPORT = 0.10  # smallest share of all cases that a box may hold
CONVINCING = 0.05  # a bound stays if its gain is less likely than this by chance
MOST_BOUNDS = 3  # parameters that a box may name: more cannot be read, and fit noise

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Box(NamedTuple):
    """Limits by parameter [N, 2], infinite where free, and what lies inside.

    `density` is the share of hits inside, `coverage` the share of all hits inside, `support` the share of all
    cases inside.
    """

    limits: Floats
    density: float
    coverage: float
    support: float

    @property
    def bounded(self) -> NDArray[np.int64]:
        """The parameters that the box restricts."""
        return np.flatnonzero(np.isfinite(self.limits).any(axis=1))

    def holds(self, cases: Floats) -> Mask:
        """Which cases [M, N] lie inside, both limits included."""
        return _inside(cases, self.limits)


def find_box(cases: Floats, hit: Mask, peel: float = PEEL, least_support: float = LEAST_SUPPORT) -> Box:
    """The box of cases [M, N] that is dense in hits [M].

    Peels one face at a time, each time the one that raises the density most, down to the least support; takes
    the densest box on that way (the larger one of equals); grows it back while that loses no density; then drops
    every bound that adds less than chance would, and all but the three that add most.
    """
    free = np.tile([-np.inf, np.inf], (cases.shape[1], 1))
    if not hit.any() or hit.all():
        return _box(cases, hit, free)
    limits = free.copy()
    trail = [free.copy()]
    while (face := _best_face(cases, hit, limits, peel, least_support)) is not None:
        parameter, side, value = face
        limits[parameter, side] = value
        trail.append(limits.copy())
    density = [_box(cases, hit, one).density for one in trail]
    limits = trail[int(np.argmax(np.round(density, 12)))]
    return _box(cases, hit, _convincing(cases, hit, _pasted(cases, hit, limits)))


def _inside(cases: Floats, limits: Floats) -> Mask:
    return np.asarray(((cases >= limits[:, 0]) & (cases <= limits[:, 1])).all(axis=1))


def _box(cases: Floats, hit: Mask, limits: Floats) -> Box:
    inside = _inside(cases, limits)
    caught = int((hit & inside).sum())
    return Box(limits, caught / max(int(inside.sum()), 1), caught / max(int(hit.sum()), 1), float(inside.mean()))


def _best_face(
    cases: Floats, hit: Mask, limits: Floats, peel: float, least_support: float
) -> tuple[int, int, float] | None:
    """The face whose peeling leaves the densest box, as (parameter, side, new limit)."""
    inside = _inside(cases, limits)
    best: tuple[float, int] | None = None
    chosen: tuple[int, int, float] | None = None
    for parameter in range(cases.shape[1]):
        values = np.sort(cases[inside, parameter])
        take = max(1, math.floor(peel * values.size))
        if values.size <= take:
            continue
        for side, value in ((0, values[take]), (1, values[-take - 1])):
            left = inside & ((cases[:, parameter] >= value) if side == 0 else (cases[:, parameter] <= value))
            count = int(left.sum())
            if count == int(inside.sum()) or count < least_support * hit.size:
                continue
            score = (float(hit[left].mean()), count)
            if best is None or score > best:
                best, chosen = score, (parameter, side, float(value))
    return chosen


def _pasted(cases: Floats, hit: Mask, limits: Floats) -> Floats:
    """The box grown over cases beyond its faces as long as that loses no density."""
    limits = limits.copy()
    grown = True
    while grown:
        grown = False
        for parameter, side in zip(*np.nonzero(np.isfinite(limits)), strict=True):
            wider = limits.copy()
            wider[parameter, side] = -np.inf if side == 0 else np.inf
            column = cases[_inside(cases, wider), parameter]
            beyond = column[column < limits[parameter, 0]] if side == 0 else column[column > limits[parameter, 1]]
            if beyond.size == 0:
                continue
            wider[parameter, side] = beyond.max() if side == 0 else beyond.min()
            if _box(cases, hit, wider).density >= _box(cases, hit, limits).density:
                limits, grown = wider, True
    return limits


def _convincing(cases: Floats, hit: Mask, limits: Floats) -> Floats:
    """The limits without the bounds that chance would explain, weakest dropped first, three parameters at most."""
    limits = limits.copy()
    while True:
        bounded = np.flatnonzero(np.isfinite(limits).any(axis=1))
        if bounded.size == 0:
            return limits
        chance = [_chance(cases, hit, limits, int(parameter)) for parameter in bounded]
        weakest = int(np.argmax(chance))
        if chance[weakest] <= CONVINCING and bounded.size <= MOST_BOUNDS:
            return limits
        limits[bounded[weakest]] = -np.inf, np.inf


def _chance(cases: Floats, hit: Mask, limits: Floats, parameter: int) -> float:
    """Probability of as many hits in the box if this parameter's bounds did not matter."""
    without = limits.copy()
    without[parameter] = -np.inf, np.inf
    inside, around = _inside(cases, limits), _inside(cases, without)
    rate = float(hit[around].mean())
    return float(scipy.stats.binomtest(int(hit[inside].sum()), int(inside.sum()), rate, alternative="greater").pvalue)


def luck(cases: Floats, hit: Mask, box: Box, shuffles: int = 99, **peeling: float) -> float:
    """Probability that hits dealt at random give a box that stands out as much, by keyed shuffles (Fisher 1935)."""
    if box.bounded.size == 0:
        return 1.0
    here = _standing_out(cases, hit, box)
    deal = np.random.default_rng(hit.size)
    dealt = (deal.permutation(hit) for _ in range(shuffles))
    as_good = sum(_standing_out(cases, one, find_box(cases, one, **peeling)) <= here for one in dealt)
    return (1 + as_good) / (1 + shuffles)


def _standing_out(cases: Floats, hit: Mask, box: Box) -> float:
    """Probability of as many hits in the box at the overall rate: small is remarkable."""
    if box.bounded.size == 0:
        return 1.0
    inside = box.holds(cases)
    found = scipy.stats.binomtest(int(hit[inside].sum()), int(inside.sum()), float(hit.mean()), alternative="greater")
    return float(found.pvalue)
