import math

import numpy as np
import pytest

from sim.core.logistic import fit


def test_recovers_the_line_that_the_counts_lie_on() -> None:
    x = np.linspace(-4.0, 4.0, 33)
    trials = np.full(33, 10**9)
    successes = np.round(trials / (1.0 + np.exp(0.7 - 1.3 * x))).astype(np.int64)
    assert fit(x, successes, trials) == pytest.approx((-0.7, 1.3), abs=1e-6)


def test_two_points_are_met_exactly() -> None:
    line = fit(np.array([0.0, 2.0]), np.array([1, 3]), np.array([4, 4]))
    assert line == pytest.approx((-math.log(3.0), math.log(3.0)))


@pytest.mark.parametrize(
    ("successes", "trials"), [([0, 0], [5, 5]), ([5, 5], [5, 5]), ([0, 5], [5, 5]), ([2, 0], [5, 0]), ([0, 0], [0, 0])]
)
def test_counts_that_determine_no_line(successes: list[int], trials: list[int]) -> None:
    line = fit(np.array([0.0, 1.0]), np.array(successes), np.array(trials))
    assert all(math.isnan(part) for part in line)
