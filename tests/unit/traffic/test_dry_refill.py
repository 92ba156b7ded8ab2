import pytest

from sim.traffic.dry_refill import DryRefill
from sim.traffic.logistic import Logistic

THERE = Logistic(start=0.10, end=0.35)


def test_the_way_there_is_logistic() -> None:
    schedule = DryRefill(start=0.10, end=0.35)
    assert all(schedule.at(day) == THERE.at(day) for day in (-1, 0, 9, 90, 171, 180))


def test_the_way_back_is_the_same_way() -> None:
    schedule = DryRefill(start=0.10, end=0.35)
    assert all(schedule.at(180 + d) == schedule.at(180 - d) for d in (0, 1, 45.5, 90, 180))
    assert schedule.at(360.1) == schedule.at(10_000) == 0.10


def test_it_can_wait_before_it_turns() -> None:
    schedule = DryRefill(start=0.10, end=0.35, turn_days=100.0, hold_days=50.0)
    assert schedule.at(100) == schedule.at(125) == schedule.at(150) == THERE.at(100)
    assert schedule.at(160) == pytest.approx(THERE.at(90), abs=0)
    assert schedule.bounds() == (0.10, 0.35)
