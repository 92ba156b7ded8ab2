"""Functions by arithmetic alone: near the true value, and the same compiled, in plain Python and in a loop."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.core.elementary import exp, log, turn
from sim.core.law import loop, plain

UNITS = 2.0  # in the last place, from a library that is off by less than one itself


@loop
def every(x, e, g, c, s):  # type: ignore[no-untyped-def]  # compiled, several at once
    for i in range(x.size):
        e[i] = exp(x[i])
    for i in range(x.size):
        g[i] = log(e[i])
    for i in range(x.size):
        c[i], s[i] = turn(x[i] - math.floor(x[i]))


def units(found: float, true: float) -> float:
    """Distance in units of the last place of the true value."""
    return float(abs(found - true) / np.spacing(abs(true)))


@given(st.floats(-708.0, 709.0))
def test_exponential(x: float) -> None:
    assert units(exp(x), math.exp(x)) <= UNITS
    assert exp(x) == plain(exp)(x)


@given(st.floats(1e-300, 1e300))
def test_logarithm(x: float) -> None:
    assert units(log(x), math.log(x)) <= UNITS if x != 1.0 else log(x) == 0.0
    assert log(x) == plain(log)(x)


@given(st.floats(-1e-6, 1e-6))
def test_logarithm_next_to_one(x: float) -> None:
    near = 1.0 + x
    assert log(near) == 0.0 if near == 1.0 else units(log(near), math.log(near)) <= UNITS


@given(st.floats(0.0, 1.0))
def test_turn(x: float) -> None:
    c, s = turn(x)
    assert (c, s) == plain(turn)(x)
    assert math.isclose(c, math.cos(2.0 * math.pi * x), abs_tol=1e-15)
    assert math.isclose(s, math.sin(2.0 * math.pi * x), abs_tol=1e-15)


@pytest.mark.parametrize(
    ("x", "there"), [(0.0, (1, 0)), (0.25, (0, 1)), (0.5, (-1, 0)), (0.75, (0, -1)), (1.0, (1, 0))]
)
def test_quarter_turns_are_exact(x: float, there: tuple[int, int]) -> None:
    assert turn(x) == there


@pytest.mark.parametrize(("x", "limit"), [(-1e9, -708.0), (-math.inf, -708.0), (1e9, 709.0), (math.inf, 709.0)])
def test_what_lies_outside_counts_as_the_end(x: float, limit: float) -> None:
    assert exp(x) == exp(limit)
    assert 0.0 < exp(x) < math.inf


@pytest.mark.parametrize("count", [1, 7, 8, 9, 1000])
def test_several_at_once_are_as_one_by_one(count: int) -> None:
    x: NDArray[np.float64] = np.random.default_rng(count).normal(scale=20.0, size=count)
    e, g, c, s = (np.empty(count) for _ in range(4))
    every(x, e, g, c, s)
    for i in range(count):
        assert e[i] == plain(exp)(x[i])
        assert g[i] == plain(log)(e[i])
        assert (c[i], s[i]) == plain(turn)(x[i] - math.floor(x[i]))
