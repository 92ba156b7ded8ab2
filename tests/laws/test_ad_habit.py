"""The response to ads: linear, and three times as large in the twelfth month as in the first (c27)."""

import numpy as np
import pytest

import sim
from sim.core.law import plain
from sim.laws import ad_habit
from sim.laws.behaviour import floats
from sim.laws.settings import BehaviourSettings

felt_after, visits_left = plain(ad_habit.felt_after), plain(ad_habit.visits_left)
share_met = plain(ad_habit.share_met)
B = floats(BehaviourSettings(ad_response=2.0))
# Users who mind ads by their habit alone: no ad is less liked, ends a session or makes anybody leave.
HABIT_ALONE = (
    "behaviour.ad_response=1", "behaviour.ad_dislike=0", "behaviour.stay_paid=0", "behaviour.stay_gain=0",
    "behaviour.visit_sensitivity=0",
    "behaviour.leave_hazard_per_day=0", "population.users=250", "population.creators=20", "population.topics=4",
    "population.verticals=2", "population.first_follows=0", "candidates_per_slot=1", "refresh_minutes=1440",
    "horizon_days=360", "warmup_days=0", "record.metrics=[impressions]", "record.ledger=false",
)  # fmt: skip
MONTH, YEAR = slice(0, 30), slice(330, 360)


def path(share: float, days: int = 360) -> np.ndarray:
    """Factor on the visits of each day after an ad share begins to be met, [days]."""
    soon = habit = B.ad_share_used_to
    factors = []
    for _ in range(days):
        factors.append(visits_left(soon, habit, B))
        soon = felt_after(soon, share, B.ad_soon_days)
        habit = felt_after(habit, share, B.ad_habit_days)
    return np.array(factors)


def closed(share: float, days: int = 360) -> np.ndarray:
    """The same by the exponentials it is made of, [days]."""
    t = np.arange(days)
    near, far = np.exp(-t / B.ad_soon_days), np.exp(-t / B.ad_habit_days)
    left = B.ad_response_soon * near + (1.0 - B.ad_response_soon) * far
    felt = share + (B.ad_share_used_to - share) * left
    return (1.0 - B.ad_response * felt) / (1.0 - B.ad_response * B.ad_share_used_to)


def test_the_closed_form() -> None:
    assert path(0.3) == pytest.approx(closed(0.3), rel=1e-12)
    assert path(0.1) == pytest.approx(1.0, rel=1e-12)
    assert path(0.3, 4000)[-1] == pytest.approx((1 - 2 * 0.3) / (1 - 2 * 0.1), rel=1e-6)
    assert visits_left(0.6, 0.6, B) == 0.0


def test_a_day_of_one_ad_says_little() -> None:
    assert share_met(0.1, 1, 1) == pytest.approx(3 / 21)
    assert share_met(0.1, 250, 1000) == pytest.approx(0.25, abs=0.01)


def test_it_is_linear_in_the_ad_share() -> None:
    lost = [1.0 - closed(share) for share in (0.15, 0.2, 0.3)]
    assert lost[1] == pytest.approx(2.0 * lost[0], rel=1e-9)
    assert lost[2] == pytest.approx(4.0 * lost[0], rel=1e-9)


def test_c27_the_twelfth_month_is_three_times_the_first() -> None:
    lost = 1.0 - closed(0.2)
    assert lost[YEAR].mean() / lost[MONTH].mean() == pytest.approx(3.0, abs=0.1)


def test_c27_in_a_world() -> None:
    """Two steady ad loads, the same users: log of their impressions, month by month, against the law."""
    shown = []
    for load in (0.1, 0.4):
        run = sim.simulate([*HABIT_ALONE, f"traffic.ad_load={load}"])
        table = run.metrics
        shown.append(table.loc[table["group"] == "all", "value"].to_numpy())
    lost = [1.0 - shown[1][months].sum() / shown[0][months].sum() for months in (MONTH, YEAR)]
    law = BehaviourSettings(ad_response=1.0)
    ends = np.exp(-np.arange(360) / law.ad_soon_days), np.exp(-np.arange(360) / law.ad_habit_days)
    met = 1.0 - law.ad_response_soon * ends[0] - (1.0 - law.ad_response_soon) * ends[1]
    for one, months in zip(lost, (MONTH, YEAR), strict=True):
        assert one == pytest.approx(0.3 / 0.9 * met[months].mean(), abs=0.03)
    assert 2.0 < lost[1] / lost[0] < 4.0
