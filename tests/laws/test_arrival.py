"""Visits: a Poisson process whose rate follows the hours of the day, wherever spans are cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.verification.checks.crowd import EVEN_WEEK, HOURS, visits
from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.laws.arrival import activity
from sim.world.calendar import MEASURED_IMPRESSIONS, calendar
from sim.world.settings import PopulationSettings

PER_DAY, DAYS = 3.0, 20_000


@pytest.fixture(scope="module")
def ticks() -> np.ndarray:
    return np.array(visits(PER_DAY, HOURS, EVEN_WEEK, [0, DAYS * TICKS_PER_DAY]))


def test_the_expected_visits_of_an_hour_are_those_of_the_cosine() -> None:
    assert HOURS.sum() == pytest.approx(1.0, abs=1e-12)
    assert PER_DAY * HOURS[20] == pytest.approx(0.22386, abs=5e-6)
    assert PER_DAY * HOURS[5] == pytest.approx(0.0643, abs=5e-5)
    assert PER_DAY * HOURS[9] == pytest.approx(0.02614, abs=5e-6)


def test_visits_by_hour_follow_the_profile(ticks: np.ndarray) -> None:
    counted = np.bincount(ticks % TICKS_PER_DAY // TICKS_PER_HOUR, minlength=24)
    assert stats.chisquare(counted, HOURS * counted.sum()).pvalue > 1e-4
    assert counted[20] / DAYS == pytest.approx(0.22386, abs=4 * np.sqrt(0.22386 / DAYS))
    assert counted[9] / DAYS == pytest.approx(0.02614, abs=4 * np.sqrt(0.02614 / DAYS))


def test_visits_on_a_day_are_poisson(ticks: np.ndarray) -> None:
    counted = np.bincount(ticks // TICKS_PER_DAY, minlength=DAYS)
    assert counted.mean() == pytest.approx(3.0, abs=4 * np.sqrt(3.0 / DAYS))
    assert counted.var() == pytest.approx(3.0, abs=4 * np.sqrt((3.0 + 2 * 3.0**2) / DAYS))
    seen = np.bincount(np.minimum(counted, 9), minlength=10)
    expected = np.append(stats.poisson.pmf(range(9), 3.0), stats.poisson.sf(8, 3.0)) * DAYS
    assert stats.chisquare(seen, expected).pvalue > 1e-4
    assert abs(np.corrcoef(counted[1:], counted[:-1])[0, 1]) < 4 / np.sqrt(DAYS)


def test_visits_within_an_hour_fall_anywhere_in_it(ticks: np.ndarray) -> None:
    assert stats.kstest(ticks % TICKS_PER_HOUR / TICKS_PER_HOUR, "uniform").pvalue > 1e-4


def test_a_week_has_its_own_factors() -> None:
    factors = calendar(PopulationSettings(weekend_factor=1.5)).weekday
    found = np.array(visits(PER_DAY, HOURS, factors, [0, 7_000 * TICKS_PER_DAY]))
    counted = np.bincount(found // TICKS_PER_DAY % 7, minlength=7)
    assert factors.tolist() == [1, 1, 1, 1, 1, 1.5, 1.5]
    assert stats.chisquare(counted, factors / factors.sum() * counted.sum()).pvalue > 1e-4


@given(hours=st.lists(st.integers(1, 30 * 24), max_size=20))
def test_cuts_on_the_hour_move_no_visit(hours: list[int]) -> None:
    end = 30 * TICKS_PER_DAY
    cuts = [0, *sorted(hour * TICKS_PER_HOUR for hour in set(hours)), end]
    assert visits(2.0, HOURS, EVEN_WEEK, cuts) == visits(2.0, HOURS, EVEN_WEEK, [0, end])


@given(anywhere=st.lists(st.integers(1, 30 * TICKS_PER_DAY - 1), max_size=20, unique=True))
def test_cuts_anywhere_move_no_visit_by_more_than_a_tick(anywhere: list[int]) -> None:
    end = 30 * TICKS_PER_DAY
    cut = visits(2.0, HOURS, EVEN_WEEK, [0, *sorted(anywhere), end])
    whole = visits(2.0, HOURS, EVEN_WEEK, [0, end])
    assert len(cut) == len(whole)
    assert max((abs(a - b) for a, b in zip(cut, whole, strict=True)), default=0) <= 1


def test_nobody_visits_in_an_hour_without_a_share() -> None:
    hourly = np.zeros(24)
    hourly[13] = 1.0
    found = np.array(visits(5.0, hourly, EVEN_WEEK, [0, 200 * TICKS_PER_DAY]))
    assert len(found) > 800
    assert set(found % TICKS_PER_DAY // TICKS_PER_HOUR) == {13}


def test_satisfaction_above_the_reference_brings_more_visits() -> None:
    assert activity(0.8, 0.8, 0.3) == 1.0
    assert activity(0.8 + np.log(2.0) / 0.3, 0.8, 0.3) == pytest.approx(2.0)
    assert activity(5.0, 0.8, 0.0) == 1.0


def test_the_measured_profile_is_that_of_the_counts() -> None:
    hourly = calendar(PopulationSettings()).hourly
    assert hourly.sum() == pytest.approx(1.0, abs=1e-12)
    assert hourly[21] == pytest.approx(0.0686, abs=5e-5)
    assert sum(MEASURED_IMPRESSIONS) == 322_278_385
