import pickle

import pytest
from pydantic import ValidationError

from sim.traffic import Schedule, blend
from sim.traffic.linear import Linear
from sim.traffic.logistic import Logistic
from sim.traffic.settings import TrafficSettings
from sim.traffic.steady import Steady


def test_by_default_nothing_changes() -> None:
    traffic = TrafficSettings()
    for name in TrafficSettings.SCHEDULES:
        schedule = getattr(traffic, name)
        assert schedule is None or isinstance(schedule, Steady)


@pytest.mark.parametrize(
    ("name", "schedule", "complaint"),
    [
        ("ad_load", Linear(start=0.1, end=1.4), "reaches 1.4, allowed is 0 to 1"),
        ("ad_load", Linear(start=-0.1, end=0.4), "reaches -0.1, allowed is 0 to 1"),
        ("follow_share", Steady(value=2.0), "reaches 2, allowed is 0 to 1"),
        ("attention", Linear(start=1.0, end=0.0), "reaches 0, allowed is above 0"),
        ("entrants_per_month", Steady(value=-0.1), "reaches -0.1, allowed is at least 0"),
    ],
)
def test_schedules_stay_in_range(name: str, schedule: Schedule, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        TrafficSettings.model_validate({name: schedule})


def test_a_schedule_is_saved_with_its_class() -> None:
    dumped = TrafficSettings(ad_load=Logistic(start=0.1, end=0.35)).model_dump(mode="json")
    assert dumped["ad_load"] == {
        "_target_": "sim.traffic.logistic.Logistic",
        "start": 0.1,
        "end": 0.35,
        "midpoint_days": 90.0,
        "days_5_to_95": 162.0,
    }


def test_settings_survive_pickling() -> None:
    traffic = TrafficSettings(ad_load=Logistic(start=0.1, end=0.35))
    assert pickle.loads(pickle.dumps(traffic)) == traffic


def test_blend_is_exact_at_its_ends() -> None:
    assert (blend(0.1, 0.7, 0.0), blend(0.1, 0.7, 1.0), blend(0.3, 0.3, 0.1)) == (0.1, 0.7, 0.3)
