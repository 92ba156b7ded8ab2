import pytest
from pydantic import ValidationError

from sim.traffic.linear import Linear
from sim.traffic.step import Step


def test_values_by_hand() -> None:
    schedule = Linear(start=0.1, end=0.5, from_days=10.0, until_days=50.0)
    days = (-1, 0, 10, 20, 30, 50, 1000)
    assert [schedule.at(day) for day in days] == pytest.approx([0.1, 0.1, 0.1, 0.2, 0.3, 0.5, 0.5], abs=1e-15)
    assert schedule.bounds() == (0.1, 0.5)


def test_exact_at_both_ends_also_downwards() -> None:
    schedule = Linear(start=0.35, end=0.1)
    assert (schedule.at(0), schedule.at(180)) == (0.35, 0.1)
    assert schedule.bounds() == (0.1, 0.35)


def test_short_change_is_a_step() -> None:
    short, step = (
        Linear(start=0.0, end=1.0, from_days=5.0, until_days=5.000001),
        Step(start=0.0, end=1.0, step_days=5.0),
    )
    assert all(short.at(day) == step.at(day) for day in (0, 4.9, 5.1, 100))


def test_must_end_after_it_begins() -> None:
    with pytest.raises(ValidationError, match=r"from_days is 20.0, allowed is below until_days \(20.0\)"):
        Linear(start=0.0, end=1.0, from_days=20.0, until_days=20.0)
