import pytest

from sim.traffic.seasonal import Seasonal


def test_crest_trough_and_mean() -> None:
    schedule = Seasonal(mean=1.0, amplitude=0.2, period_days=100.0)
    days = (-30, 0, 25, 50, 75, 100, 1025)
    assert [schedule.at(day) for day in days] == pytest.approx([1, 1, 1.2, 1, 0.8, 1, 1.2], abs=1e-12)
    assert schedule.bounds() == (0.8, 1.2)


def test_negative_amplitude_begins_with_the_trough() -> None:
    schedule = Seasonal(mean=1.0, amplitude=-0.2, period_days=100.0)
    assert schedule.at(25) == pytest.approx(0.8, abs=1e-12)
    assert schedule.bounds() == (0.8, 1.2)


def test_without_amplitude_it_is_steady() -> None:
    schedule = Seasonal(mean=0.7, amplitude=0.0)
    assert all(schedule.at(day) == 0.7 for day in range(-5, 800, 7))
