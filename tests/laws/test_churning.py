"""Leaving the platform and coming back: hazards by the day, and the balance they lead to."""

import math

import numpy as np
import pytest

from sim.laws.behaviour import record
from sim.laws.churning import leave_probability, return_probability
from sim.laws.settings import BehaviourSettings


def test_the_chance_of_leaving_is_that_of_its_hazard_and_falls_with_satisfaction() -> None:
    b = record(BehaviourSettings(leave_hazard_per_day=0.2, leave_sensitivity=math.log(2.0), return_hazard_per_day=0.5))[
        0
    ]
    assert leave_probability(0.8, 0.8, b) == pytest.approx(1 - math.exp(-0.2))
    assert leave_probability(1.8, 0.8, b) == pytest.approx(1 - math.exp(-0.1))
    assert leave_probability(-0.2, 0.8, b) == pytest.approx(1 - math.exp(-0.4))
    assert return_probability(b) == pytest.approx(1 - math.exp(-0.5))


def test_as_many_are_away_as_two_hazards_in_balance_say() -> None:
    from sim.simulation import simulate

    users, days = 4_000, 40
    run = simulate([
        f"population.users={users}", "population.creators=5", "population.topics=2", "population.verticals=1",
        "population.visits_per_day=0.001", "behaviour.leave_sensitivity=0", "behaviour.leave_hazard_per_day=0.2",
        "behaviour.return_hazard_per_day=0.3", f"horizon_days={days}", "warmup_days=0", "refresh_minutes=480",
        "record.metrics=[]",
    ])  # fmt: skip
    leave, back = 1 - math.exp(-0.2), 1 - math.exp(-0.3)
    balance = leave / (leave + back)
    away = run.warm.world.users.away.mean()
    assert away == pytest.approx(balance, abs=4 * np.sqrt(balance * (1 - balance) / users))
