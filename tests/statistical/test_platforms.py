"""Two platforms at the level of many users: equal ones get equal shares, and dear porting keeps accounts at home."""

import numpy as np
import pytest

import sim

SMALL = (
    "platform=[douyin,twin]", "population.users=150", "population.creators=50", "population.topics=12",
    "population.verticals=4", "population.friends=8", "population.likes_seen=true", "horizon_days=30", "warmup_days=5",
    "refresh_minutes=720", "record.metrics=[]", "between.considered_per_week=1", "between.trial_days=7",
)  # fmt: skip


def last_week(run: sim.Run, metric: str, group: str) -> float:
    rows = run.metrics.query("metric == @metric and group == @group")
    return float(rows[rows["day"] >= run.days - 7]["value"].mean())


def test_equal_platforms_get_equal_shares() -> None:
    shares = np.array(
        [
            last_week(sim.simulate([*SMALL, f"seed={seed}", f"replication={seed}"]), "time_share", "twin")
            for seed in range(100, 108)
        ]
    )
    error = shares.std(ddof=1) / np.sqrt(shares.size)
    assert abs(shares.mean() - 0.5) < 4.0 * error  # false alarm: 1 in 200, at 7 degrees of freedom
    assert error < 0.02


def test_the_dearer_porting_the_fewer_publish_on_both() -> None:
    on_both = [
        last_week(sim.simulate([*SMALL, f"between.porting_cost_rmb={cost}"]), "multihoming", "all")
        for cost in (0.0, 2.0, 10.0)
    ]
    assert on_both[0] > on_both[1] + 0.2 > 0.3
    assert on_both[2] == 0.0


def test_friends_draw_users_to_where_they_are() -> None:
    shares = [
        last_week(
            sim.simulate([*SMALL, "platforms.douyin.friends_pull=0", f"platforms.twin.friends_pull={pull}"]),
            "time_share",
            "twin",
        )
        for pull in (0.0, 2.0)
    ]
    assert shares[0] == pytest.approx(0.5, abs=0.1)
    assert shares[1] > shares[0] + 0.1
