"""From a score to a chance: the line of log-odds on a score that makes the outcomes seen most likely."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop

STEPS, TINY, STEEPEST = 25, 1e-9, 1e4


@loop
def _newton(score, outcome, line):  # type: ignore[no-untyped-def]  # compiled
    """Newton's steps in order of the outcomes: the same bits everywhere. Whether they arrived."""
    for _ in range(STEPS):
        w0, w1, w2, g0, g1 = 0.0, 0.0, 0.0, 0.0, 0.0
        for n in range(score.size):
            chance = 1.0 / (1.0 + math.exp(-(line[0] + line[1] * score[n])))
            weight = chance * (1.0 - chance)
            miss = outcome[n] - chance
            w0 += weight
            w1 += weight * score[n]
            w2 += weight * score[n] * score[n]
            g0 += miss
            g1 += miss * score[n]
        determinant = w0 * w2 - w1 * w1
        if not determinant > TINY * w0 * w2:
            return False
        more = (w0 * g1 - w1 * g0) / determinant
        line[0] += (w2 * g0 - w1 * g1) / determinant
        line[1] += more
        if not abs(line[1]) < STEEPEST:
            return False
        if abs(more) < TINY * max(abs(line[1]), 1.0):
            return True
    return False


def line_of(score: NDArray[np.float64], outcome: NDArray[np.int32]) -> tuple[float, float] | None:
    """Intercept and slope, or None where the outcomes determine none or higher scores do not play more.

    Source: Platt, "Probabilistic outputs for support vector machines", 1999, without his prior counts.
    """
    rate = float(outcome.mean()) if outcome.size else 0.0
    if not 0.0 < rate < 1.0:
        return None
    line = np.array([math.log(rate / (1.0 - rate)), 0.0])
    return (float(line[0]), float(line[1])) if _newton(score, outcome, line) and line[1] > 0.0 else None
