import math

import numpy as np
import pytest

from experiments.tipping.critical import HIGHEST, critical
from experiments.tipping.loop import Loop, area


def test_bisection_finds_a_threshold_that_is_known() -> None:
    assert critical(lambda drop: 1.0 if drop < 0.37 else 0.2, 0.5, halvings=12) == pytest.approx(0.37, abs=5e-4)
    assert critical(lambda drop: 1.0 - drop, 0.4, halvings=12) == pytest.approx(0.6, abs=5e-4)


def test_no_collapse_is_none_and_one_without_a_drop_is_zero() -> None:
    assert math.isnan(critical(lambda _: 1.0, 0.5))
    assert critical(lambda _: 0.1, 0.5) == 0.0
    asked = []
    critical(lambda drop: asked.append(drop) or 1.0 - drop, 0.5)
    assert max(asked) == HIGHEST


def test_a_path_without_memory_encloses_nothing_and_a_square_its_area() -> None:
    down = np.linspace(1.0, 0.4, 50)
    there_and_back = np.concatenate([down, down[::-1]])
    assert area(Loop(there_and_back, there_and_back**2)) == pytest.approx(0.0, abs=1e-12)
    square = Loop(np.array([1.0, 0.5, 0.5, 1.0]), np.array([1.0, 1.0, 0.5, 0.5]))
    assert area(square) == pytest.approx(0.25), "less is there on the way back: positive"
