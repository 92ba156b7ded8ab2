"""Live rooms as the simulator lives them: how long they are open, who is called, what performance is worth."""

import numpy as np
import pytest
from scipy import stats

from sim.config.load import load
from sim.core.clock import Clock
from sim.core.errors import ConfigError
from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.processes.live import pace
from sim.recommender.rooms import relative, standing
from sim.simulation import run_stage, set_stage, simulate
from sim.world.rooms import Air
from sim.world.tally import LANES, Lane

FALSE_ALARM = 1e-4


def planned(*overrides: str, days: int = 200):  # type: ignore[no-untyped-def]
    """Every room of a world, without living in it."""
    world = set_stage(load(["scenario=quick", "live=standard", *overrides])).world
    return world, world.live.plan(days * TICKS_PER_DAY, np.ones(len(world.creators)))


def test_rooms_are_open_for_uniform_times_and_the_wait_in_between_is_the_stated_rate() -> None:
    _, opening = planned("population.creators=60", "population.hourly_profile=cosine", "population.cosine_amplitude=0")
    hours = (opening.closes_at - opening.opens_at) / TICKS_PER_HOUR
    assert hours.size > 500
    assert stats.kstest(hours, stats.uniform(2.0, 4.0).cdf).pvalue > FALSE_ALARM
    same = opening.creator[1:] == opening.creator[:-1]
    assert (np.diff(opening.session)[same] == 1).all()
    waits = (opening.opens_at[1:] - opening.closes_at[:-1])[same] / TICKS_PER_DAY
    short = waits[opening.closes_at[:-1][same] < 150 * TICKS_PER_DAY]  # later ones are cut by the horizon
    assert stats.kstest(short, stats.expon(scale=7.0 / 3.0).cdf).pvalue > FALSE_ALARM


def test_the_stated_shares_of_tiers_go_live() -> None:
    world, _ = planned("population.creators=3000", "population.merchant_share=0.2", days=1)
    goes, creators = world.live.hosts.per_day > 0.0, world.creators
    first = np.arange(len(creators)) < 3000
    for members, share in (
        ((creators.kind == 0) & (creators.first_tier == 0), 0.1),
        ((creators.kind == 0) & (creators.first_tier == 1), 0.3),
        ((creators.kind == 1), 0.6),
    ):
        asked = members & first
        assert stats.binomtest(int(goes[asked].sum()), int(asked.sum()), share).pvalue > FALSE_ALARM


@pytest.mark.parametrize("stay", [-20.0, 4.0])
def test_followers_come_when_called_and_only_they(stay: float) -> None:
    """Rooms are open long against the delay, so each follower comes with probability `heeded`.

    Also where visits are so long that a user has forgotten a room in which she has been.
    """
    heeded, quiet = 0.3, "live.enter_intercept=-60"
    small = [
        "population.users=400", "population.creators=30", "population.first_follows=6", "horizon_days=4",
        "population.entrants_at_most=0", "behaviour.leave_hazard_per_day=0", "behaviour.follow_intercept=-60",
        "behaviour.unfollow_paid=0", "live=standard", "live.koc_share=1", "live.mid_share=1", "live.head_share=1",
        "live.rooms_per_week=7", f"live.heeded={heeded}", "live.heeded_minutes=1", "live.shortest_hours=6",
        "live.stay_minutes=0.1", "live.retrieve_weight=0", "platform.follow_share=0", "platform.explore_share=0",
        "traffic.ad_load=0", "warmup_days=1", f"behaviour.stay_base={stay}", quiet,
    ]  # fmt: skip
    stage = set_stage(load(small))
    run_stage(stage, range(1, 5))
    live, users = stage.world.live, stage.world.users
    followers = np.bincount(users.follows[users.follows >= 0], minlength=len(live.hosts))
    asked = int((followers * live.hosts.held).sum())
    came = int(live.hosts.air[:, Air.CALLED].sum())
    assert asked > 2_000
    assert stats.binomtest(came, asked, heeded).pvalue > FALSE_ALARM
    assert live.hosts.air[:, Lane.FOLLOW].sum() == came
    assert live.hosts.air[:, [Lane.INTEREST, Lane.EXPLORE, Lane.PAID]].sum() == 0


def test_a_visit_that_a_call_brings_does_not_cost_one_of_her_own() -> None:
    """Called visits come on top: the waiting time for her own goes on as if nothing had happened."""
    small = [
        "population.users=300", "population.creators=30", "population.first_follows=6", "horizon_days=6",
        "warmup_days=1", "live=standard", "live.koc_share=1", "live.rooms_per_week=7", "live.retrieve_weight=0",
        "behaviour.visit_sensitivity=0", "behaviour.leave_hazard_per_day=0", "live.stay_minutes=0.1",
    ]  # fmt: skip
    none, many = (simulate([*small, f"live.heeded={heeded}"]).warm.world.users for heeded in (0.0, 1.0))
    assert np.array_equal(none.visit, many.visit), "own visits are the same, one by one"
    gone = (none.in_session == 0) & (many.in_session == 0)  # whose time is counted up to the end
    assert gone.sum() > 250
    assert np.abs(none.hazard_left - many.hazard_left)[gone].max() < 1e-12
    assert many.request.sum() > none.request.sum()


def test_performance_is_relative_shrunk_and_bounded() -> None:
    shown, total = np.array([0, 100, 100, 10_000]), np.array([0, 50, 150, 10_100])
    found = relative(total, shown, 20.0)
    mean = total.sum() / shown.sum()
    assert found[0] == 1.0
    assert found[1:3] == pytest.approx((total[1:3] / mean + 20.0) / (shown[1:3] + 20.0))
    assert found[1] < 1.0 < found[2]
    assert relative(np.zeros(3, dtype=int), np.array([5, 0, 9]), 20.0).tolist() == [1.0, 1.0, 1.0]
    stage = set_stage(load(["scenario=quick", "live=standard", "live.koc_share=1", "live.standing_weight=2",
                            "live.standing_most=3"]))  # fmt: skip
    run_stage(stage, range(1, 3))
    live = stage.world.live
    live.rooms.thaw()
    live.rooms.air[:, Air.SHOWN], live.rooms.air[:, Air.STAY_MS] = 1_000, 0
    live.rooms.air[0, Air.STAY_MS] = 10**9
    factors = standing(live, sells=False)
    assert factors[0] == 3.0
    assert (factors[1:] == 1 / 3.0).all()


def test_a_host_who_gives_up_keeps_who_is_there_to_the_end() -> None:
    """Nobody comes any more, those inside stay as long as they would have, and the room is settled."""
    stage = set_stage(load(["scenario=quick", "live=standard", "live.koc_share=1", "live.rooms_per_week=50",
                            "live.shortest_hours=20", "live.longest_hours=30", "live.stay_minutes=900",
                            "live.enter_intercept=3", "horizon_days=6"]))  # fmt: skip
    run_stage(stage, range(1, 3))
    rooms = stage.world.live.rooms
    row = int(rooms.present.argmax())
    host, serial, present = rooms.creator[row], rooms.serial[row], rooms.present[row]
    entered = rooms.air[row, :LANES].sum()
    assert present > 0
    stage.world.close_account(np.array([host]), stage.world.now)
    before = stage.world.live.hosts.air[host, :LANES].sum()
    stage.clock = Clock(stage.world.now)
    run_stage(stage, range(3, 6))
    assert serial not in stage.world.live.rooms.serial
    assert stage.world.live.hosts.air[host, :LANES].sum() == before + entered


def test_accounts_with_a_name_go_live_as_often_as_is_said_and_pace_follows_uploads() -> None:
    world = set_stage(load(["scenario=quick", "live=standard", "careers=standard", "stories=standard"])).world
    names = list(world.stories.accounts)
    per_day = world.live.hosts.per_day
    assert per_day[names.index("live_team")] == 1.0
    assert per_day[names.index("rural_seller")] == 3.0 / 7.0
    assert (world.live.hosts.next_at[per_day > 0] > 0).all()
    assert pace(world).tolist() == [1.0] * len(world.creators)
    world.creators.thaw()
    world.creators.uploads_per_day[3] *= 2.0
    assert pace(world)[3] == 2.0


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("live.shortest_hours=9", r"live\.shortest_hours is 9, allowed is at most longest_hours \(6\)"),
        ("live.heeded=2", r"live\.heeded is 2"),
        ("live.stay_spread=gamma", r"live\.stay_spread is 'gamma', allowed is one of exponential"),
    ],
)
def test_what_is_not_allowed_is_refused(override: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load(["live=standard", override])
