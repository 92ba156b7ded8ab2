from sim.traffic.steady import Steady


def test_same_on_every_day() -> None:
    schedule = Steady(value=0.1)
    assert [schedule.at(day) for day in (-10, 0, 500.5)] == [0.1] * 3
    assert schedule.bounds() == (0.1, 0.1)
