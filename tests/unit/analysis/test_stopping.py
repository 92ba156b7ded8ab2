"""Stopping by width: when it stops, and how often the interval then covers the truth."""

import numpy as np
import pytest

from sim.analysis.contrast import paired_t
from sim.analysis.stopping import half, until_narrow
from sim.core.errors import ConfigError


def test_it_stops_at_the_first_look_that_is_narrow_enough() -> None:
    x = np.random.default_rng(1).normal(0.3, 1.0, 200)
    asked = []
    found = until_narrow(lambda n: asked.append(n) or x[:n], 0.4, least=10, batch=5)
    assert asked == list(range(10, found.pairs + 1, 5))
    assert found.narrow
    assert half(found.interval) <= 0.4 < half(paired_t(x[: found.pairs - 5]))


def test_it_stops_at_the_most_and_says_that_it_is_wide() -> None:
    x = np.random.default_rng(1).normal(0.0, 1.0, 40)
    found = until_narrow(lambda n: x[:n], 0.01, least=10, most=23, batch=5)
    assert (found.pairs, found.narrow) == (23, False)
    assert "not as narrow as asked" in str(found)


@pytest.mark.parametrize(
    "said",
    [{"batch": 0}, {"batch": -1}, {"least": 0}, {"most": 0}, {"half_width": 0.0}, {"half_width": float("nan")}],
)
def test_what_would_never_end_is_refused(said: dict[str, float]) -> None:
    asked = []

    def differences(pairs: int) -> list[float]:
        asked.append(pairs)
        assert len(asked) < 100, "it asks for ever"
        return [float(number % 2) for number in range(pairs)]

    (name,) = said
    with pytest.raises(ConfigError, match=f"^{name} is "):
        until_narrow(differences, **{"half_width": 0.01, "most": 1_000} | said)
    assert not asked


@pytest.mark.parametrize(("skewed", "low", "high"), [(False, 0.92, 0.965), (True, 0.84, 0.93)])
def test_coverage_is_what_the_docstring_says(skewed: bool, low: float, high: float) -> None:
    """600 lives of the rule: five standard errors are 0.045 and 0.065."""
    draws = np.random.default_rng(4)
    hits = 0
    for _ in range(600):
        x = draws.exponential(1.0, 120) if skewed else draws.normal(1.0, 1.0, 120)
        interval = until_narrow(lambda n, x=x: x[:n], 0.4).interval
        hits += interval.low <= 1.0 <= interval.high
    assert low < hits / 600 < high
