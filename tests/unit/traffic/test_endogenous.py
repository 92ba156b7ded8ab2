"""The platform's own ad load: where its climb ends if users are the law itself, and in a run that stops and goes on."""

import pytest
from pydantic import ValidationError

import sim
from sim.core.law import plain
from sim.laws import ad_habit
from sim.laws.behaviour import floats
from sim.laws.settings import BehaviourSettings
from sim.market.ad_optimum import best_load, followed_load
from sim.results import checkpoint
from sim.traffic.ad_pursuit import WEEK, Pursuit, Response, begin, decide
from sim.traffic.endogenous import Endogenous
from sim.traffic.settings import TrafficSettings

USERS = BehaviourSettings(ad_response=2.0)
felt_after, visits_left = plain(ad_habit.felt_after), plain(ad_habit.visits_left)


def climb(schedule: Endogenous, weeks: int) -> list[float]:
    """Loads of weeks with users who come as the law says, a million visits a week at first."""
    b = floats(USERS)
    mind: Pursuit = begin(schedule, 0.0, 0)
    soon = habit = b.ad_share_used_to
    visits, loads = 0.0, []
    for _ in range(weeks):
        for _ in range(WEEK):
            visits += 1e6 / WEEK * visits_left(soon, habit, b)
            soon, habit = felt_after(soon, mind.load, b.ad_soon_days), felt_after(habit, mind.load, b.ad_habit_days)
        mind = decide(schedule, Response.of(USERS), mind, int(visits))
        loads.append(mind.load)
    return loads


@pytest.mark.parametrize(("elasticity", "best"), [(0.0, 0.25), (0.3, 0.2059)])
def test_a20_who_knows_the_long_run_climbs_to_the_best_load_and_not_beyond(elasticity: float, best: float) -> None:
    loads = climb(Endogenous(look_ahead_days=3600, price_elasticity=elasticity), 200)
    assert loads[-1] == pytest.approx(best_load(2.0, elasticity), rel=2e-3) == pytest.approx(best, rel=3e-3)
    assert max(loads) < 1.02 * best


def test_who_reads_after_a_month_ends_where_no_step_seems_to_pay() -> None:
    seen = Response.of(USERS).shown(30.0)
    loads = climb(Endogenous(look_ahead_days=30, price_elasticity=0.0), 400)
    assert loads[-1] == pytest.approx(followed_load(2.0, seen), rel=2e-3)
    assert loads[-1] > 1.3 * best_load(2.0)
    assert max(loads) > 1.02 * loads[-1], "it goes too far before users have answered"


def test_users_who_do_not_mind_and_a_platform_that_does_not_move() -> None:
    nobody = Response.of(BehaviourSettings())
    mind = begin(Endogenous(), 0.0, 0)
    for week in range(1, 60):
        mind = decide(Endogenous(), nobody, mind, 100 * week)
    assert mind.load == 0.6
    steady = Endogenous(step=0.0)
    assert decide(steady, Response.of(USERS), begin(steady, 0.0, 0), 100).load == 0.1


def test_refusals() -> None:
    with pytest.raises(ValidationError, match=r"start is 0.7, allowed is 0.02 to 0.6"):
        Endogenous(start=0.7)
    with pytest.raises(ValidationError, match="allowed for ad_load alone"):
        TrafficSettings(attention=Endogenous())


def test_a_run_goes_on_from_a_branch_and_from_a_file(tmp_path) -> None:
    config = sim.load([
        "scenario=quick", "traffic=endogenous", "behaviour.ad_response=2", "horizon_days=26", "warmup_days=2",
        "refresh_minutes=1440", "record.checkpoint_days=12",
    ])  # fmt: skip
    whole = sim.simulate(config)
    load = whole.warm.pursuit
    assert load.weeks == 3
    assert load.load != 0.1
    warm = sim.simulate(config, until_day=12)
    assert sim.branch(warm, [])[0].fingerprint == whole.fingerprint
    held = checkpoint.write(tmp_path / "run", config.model_dump(mode="json"), warm.warm)
    again = sim.simulate(config, checkpoint=held)
    assert again.fingerprint == whole.fingerprint
    assert again.warm.pursuit == load
    assert sim.branch(warm, ["traffic=steady"])[0].warm.pursuit is None
