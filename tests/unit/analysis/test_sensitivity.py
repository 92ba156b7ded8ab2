"""Indices of functions whose indices are known."""

import numpy as np
import pytest

from sim.analysis.sensitivity import Factor, cost, indices, places
from sim.core.errors import ConfigError

pytest.importorskip("SALib")
FACTORS = [Factor("a", 0.0, 1.0), Factor("b", 0.0, 1.0), Factor("c", 0.0, 1.0)]


def answers(cube) -> np.ndarray:
    return 3.0 * cube[:, 0] + 4.0 * cube[:, 1]


def test_a_sum_has_its_variances_as_sobol_indices() -> None:
    cube = places("sobol", FACTORS, 512)
    found = indices("sobol", FACTORS, cube, answers(cube))
    assert list(found.index) == ["b", "a", "c"]
    assert found.loc["b", "S"] == pytest.approx(16 / 25, abs=0.01)
    assert found.loc["a", "ST"] == pytest.approx(9 / 25, abs=0.01)
    assert found.loc["c", "ST"] == 0.0
    assert len(cube) == cost("sobol", 3, 512)


def test_a_sum_has_its_slopes_as_morris_effects() -> None:
    cube = places("morris", FACTORS, 6)
    found = indices("morris", FACTORS, cube, answers(cube))
    assert found["mu*"].to_dict() == pytest.approx({"b": 4.0, "a": 3.0, "c": 0.0})
    assert found["sigma"].to_numpy() == pytest.approx(np.zeros(3), abs=1e-9)
    assert len(cube) == cost("morris", 3, 6)


def test_the_places_of_a_seed_are_the_same_again_and_of_another_are_not() -> None:
    one, again, other = (places("sobol", FACTORS, 8, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_range_above_zero_may_be_even_on_the_log_scale() -> None:
    assert Factor("a", 1.0, 100.0, log=True).at(0.5) == pytest.approx(10.0)
    assert Factor("a", 1.0, 100.0).at(0.5) == pytest.approx(50.5)


def test_designs_that_do_not_work_are_refused() -> None:
    with pytest.raises(ConfigError, match="points is 6, allowed with method=sobol is a power of two"):
        places("sobol", FACTORS, 6)
    cube = places("morris", FACTORS, 2)
    with pytest.raises(ConfigError, match="1 of 8 answers are missing"):
        indices("morris", FACTORS, cube, [np.nan, *answers(cube)[1:]])
