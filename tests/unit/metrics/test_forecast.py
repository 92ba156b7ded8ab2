"""Metrics of the recommender's accuracy."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from sim.metrics import Day
from sim.world.tally import BIN_HIGH, BIN_LOW, BINS

Values = Callable[..., dict[str, float]]
MakeDay = Callable[..., Day]
CENTRES = BIN_LOW + (np.arange(BINS) + 0.5) * (BIN_HIGH - BIN_LOW) / BINS


def forecast(slope: float, shown: int = 10**6) -> np.ndarray:
    played = np.round(shown / (1.0 + np.exp(-slope * CENTRES))).astype(np.int64)
    return np.stack([shown - played, played])


def test_auc_by_pairs(day: MakeDay, values: Values) -> None:
    counts = np.zeros((2, BINS), dtype=np.int64)
    counts[0, [10, 20]] = 2, 1  # skipped
    counts[1, [15, 20]] = 1, 3  # played
    pairs = 2 * 1 + 2 * 3 + 0.5 * 1 * 3
    assert values("auc", day(forecast=counts))["all"] == pytest.approx(pairs / (3 * 4))


def test_auc_limits(day: MakeDay, values: Values) -> None:
    counts = np.zeros((2, BINS), dtype=np.int64)
    counts[:, 30] = 5
    assert values("auc", day(forecast=counts))["all"] == 0.5
    assert values("auc", day(forecast=forecast(0.0)))["all"] == pytest.approx(0.5)
    assert math.isnan(values("auc", day(forecast=counts * [[1], [0]]))["all"])


@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_calibration_is_the_slope_of_the_log_odds(slope: float, day: MakeDay, values: Values) -> None:
    assert values("calibration", day(forecast=forecast(slope)))["all"] == pytest.approx(slope, rel=1e-3)


def test_calibration_without_an_answer(day: MakeDay, values: Values) -> None:
    assert math.isnan(values("calibration", day())["all"])
