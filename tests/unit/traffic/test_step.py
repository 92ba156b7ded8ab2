from sim.traffic.step import Step


def test_end_from_the_day_on() -> None:
    schedule = Step(start=0.1, end=0.35, step_days=30.0)
    assert [schedule.at(day) for day in (-1, 29.999, 30, 31)] == [0.1, 0.1, 0.35, 0.35]
    assert schedule.bounds() == (0.1, 0.35)


def test_by_default_at_onset() -> None:
    schedule = Step(start=1.0, end=0.5)
    assert (schedule.at(-1e-9), schedule.at(0)) == (1.0, 0.5)
    assert schedule.bounds() == (0.5, 1.0)
