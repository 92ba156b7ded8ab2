"""Metrics that count: impressions, accounts, users."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.core.units import FIXED_POINT, TICKS_PER_DAY
from sim.metrics import Day, Metric
from sim.world.tally import ACTS, COLUMNS, LANES, Act, Lane
from sim.world.world import World

Values = Callable[..., dict[str, float]]
MakeDay = Callable[..., Day]


@pytest.fixture
def shown(world: World) -> np.ndarray:
    """Sums in which account i got i natural and 1 paid impressions."""
    by_creator = np.zeros((20, COLUMNS), dtype=np.int64)
    by_creator[:, Lane.INTEREST] = np.arange(20)
    by_creator[:, Lane.PAID] = 1
    return by_creator


def test_impressions_count_every_slot_once(day: MakeDay, values: Values, shown: np.ndarray) -> None:
    seen = values("impressions", day(by_creator=shown))
    assert seen["all"] == 210
    assert seen["lane=natural"] == 190
    assert seen["lane=paid"] == 20
    for kind in ("tier", "niche", "age"):
        assert sum(value for group, value in seen.items() if group.startswith(f"{kind}=")) == 210
    lanes = [f"lane={lane.name.lower()}" for lane in Lane]
    assert sum(seen[lane] for lane in lanes) == 210


def test_exposure_share_sums_to_one_in_every_grouping(day: MakeDay, values: Values, shown: np.ndarray) -> None:
    seen = values("exposure_share", day(by_creator=shown))
    for kind in ("lane", "tier", "niche", "quadrant"):
        assert sum(value for group, value in seen.items() if group.startswith(f"{kind}=")) == pytest.approx(1.0)
    assert seen["lane=paid"] == pytest.approx(20 / 210)


def test_exposure_per_creator(day: MakeDay, values: Values, shown: np.ndarray, world: World) -> None:
    world.close_account(np.array([0]), TICKS_PER_DAY)
    seen = values("exposure_per_creator", day(by_creator=shown))
    assert seen["all"] == pytest.approx(190 / 19)
    assert seen["lane=paid"] == pytest.approx(20 / 19)
    niche = world.creators.niche == 1
    members = niche.sum() - niche[0]
    assert seen["niche=yes"] == pytest.approx(np.arange(20)[niche].sum() / members)


def test_shares_of_the_feed(day: MakeDay, values: Values, shown: np.ndarray) -> None:
    today = day(by_creator=shown, ad_load=0.25)
    assert values("natural_share", today)["all"] == pytest.approx(190 / 210)
    assert values("ad_load", today) == pytest.approx({"all": 20 / 210, "basis=planned": 0.25})
    assert values("dryness", today)["all"] == pytest.approx(190 / 20)


def test_accounts_come_and_go(day: MakeDay, values: Values, world: World) -> None:
    world.close_account(np.array([3, 4]), 5 * TICKS_PER_DAY + 1)
    world.creators.thaw()
    world.creators.joined_at[7] = 5 * TICKS_PER_DAY
    before, on, after = (
        {name: values(name, day(number))["all"] for name in ("creators_active", "entries", "exits")}
        for number in (4, 5, 6)
    )
    assert before == {"creators_active": 20, "entries": 0, "exits": 0}
    assert on == {"creators_active": 18, "entries": 1, "exits": 2}
    assert after == {"creators_active": 18, "entries": 0, "exits": 0}


def test_survival_follows_the_first_accounts_in_their_first_groups(
    day: MakeDay, values: Values, world: World, metric: Callable[[str], Metric]
) -> None:
    memory = metric("survival").start(world)
    assert values("survival", day(), memory)["all"] == 1.0
    world.close_account(np.arange(5), 0)
    world.creators.thaw()
    world.creators.followers[:] = 1.0  # all are small now; the groups stay those of the start
    seen = values("survival", day(), memory)
    assert seen["all"] == 0.75
    heads = memory["tier"] == 2
    left = heads & (np.arange(20) >= 5)
    if heads.any():
        assert seen["tier=head"] == left.sum() / heads.sum()


def test_mobility_once_a_month(day: MakeDay, values: Values, world: World, metric: Callable[[str], Metric]) -> None:
    memory = metric("mobility").start(world)
    for number in range(29):
        assert values("mobility", day(number), memory) == {}
    assert values("mobility", day(29), memory) == {"all": 0.0}
    koc = np.flatnonzero(world.creators.followers < 10_000)
    world.creators.thaw()
    world.creators.followers[koc] = 20_000.0
    for number in range(30, 59):
        values("mobility", day(number), memory)
    tiers = len(np.unique(memory["tier"]))
    assert values("mobility", day(59), memory) == pytest.approx({"all": 1.0 / (tiers - 1)})


def test_users(day: MakeDay, values: Values, world: World) -> None:
    world.users.active_day[:30] = 6
    world.users.away[:10] = 1
    assert values("active_users", day(6)) == {"all": 30}
    assert values("active_users", day(7)) == {"all": 0}
    assert values("churn_rate", day(6)) == {"all": 0.2}


@pytest.mark.parametrize(
    ("name", "act", "per"),
    [
        ("play_rate", Act.PLAY, 1),
        ("long_view_rate", Act.LONG, 1),
        ("complete_rate", Act.COMPLETE, 1),
        ("like_rate", Act.LIKE, 1),
        ("comment_rate", Act.COMMENT, 1),
        ("share_rate", Act.SHARE, 1),
        ("follow_rate", Act.FOLLOW, 1),
        ("hide_rate", Act.HIDE, 1),
        ("watch_seconds", Act.WATCH_MS, 1000),
        ("match_quality", Act.MATCH, FIXED_POINT),
        ("regret", Act.REGRET, FIXED_POINT),
    ],
)
def test_means_over_impressions(name: str, act: Act, per: int, day: MakeDay, values: Values, shown: np.ndarray) -> None:
    shown[2, LANES + act] = 38 * per
    shown[3, LANES + ACTS + act] = 4 * per
    expected = {"all": 42 / 210, "lane=natural": 38 / 190, "lane=paid": 4 / 20}
    assert values(name, day(by_creator=shown)) == pytest.approx(expected)


def test_welfare_is_per_user(day: MakeDay, values: Values, shown: np.ndarray) -> None:
    shown[2, LANES + Act.UTILITY] = 100 * FIXED_POINT
    shown[3, LANES + ACTS + Act.UTILITY] = 25 * FIXED_POINT
    assert values("welfare", day(by_creator=shown)) == pytest.approx(
        {"all": 2.5, "lane=natural": 2.0, "lane=paid": 0.5}
    )
