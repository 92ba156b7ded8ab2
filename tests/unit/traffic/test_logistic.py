import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.traffic.logistic import Logistic
from sim.traffic.step import Step

DRYING = Logistic(start=0.10, end=0.35)
FINITE = st.floats(-1e3, 1e3)


@pytest.mark.parametrize(("day", "done"), [(9, 0.05), (90, 0.5), (171, 0.95)])
def test_default_times(day: int, done: float) -> None:
    assert DRYING.at(day) == pytest.approx(0.10 + 0.25 * done, abs=1e-15)


def test_matches_the_formula() -> None:
    k = 2 * math.log(19) / 162
    for day in (0, 1, 33.3, 200):
        assert DRYING.at(day) == pytest.approx(0.10 + 0.25 / (1 + math.exp(-k * (day - 90))), abs=1e-15)


def test_start_before_onset_and_the_jump_at_onset() -> None:
    assert DRYING.at(-1e-9) == 0.10
    assert (DRYING.at(0) - 0.10) / 0.25 == pytest.approx(1 / (1 + 19 ** (180 / 162)), abs=1e-12)  # 3.7 %


def test_rate_of_the_example() -> None:
    """Attention flat, ad load 10 -> 25 %, half as many competitors again: exposure x 0.5556."""
    schedule = Logistic(start=0.10, end=0.25)
    assert (1 - schedule.at(1e9)) / (1 - schedule.at(-1)) / 1.5 == pytest.approx(0.5556, abs=5e-5)


def test_no_duration_overflows() -> None:
    sharp = Logistic(start=0.0, end=1.0, midpoint_days=90.0, days_5_to_95=1e-6)
    step = Step(start=0.0, end=1.0, step_days=90.0)
    assert [sharp.at(day) for day in (0, 89, 91, 1e6)] == [step.at(day) for day in (0, 89, 91, 1e6)]


@given(start=FINITE, end=FINITE, midpoint=st.floats(0, 1e3), width=st.floats(1e-3, 1e3), day=st.floats(-1e4, 1e4))
def test_stays_within_its_bounds(start: float, end: float, midpoint: float, width: float, day: float) -> None:
    schedule = Logistic(start=start, end=end, midpoint_days=midpoint, days_5_to_95=width)
    low, high = schedule.bounds()
    assert low <= schedule.at(day) <= high
