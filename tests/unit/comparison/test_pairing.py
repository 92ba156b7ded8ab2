"""What makes pairs honest: under every policy and schedule the same people come and publish the same items."""

import numpy as np
import pytest

import sim
from sim.comparison.arms import arms
from sim.simulation import resume, simulate

TINY = [
    "scenario=quick", "population.users=80", "population.creators=30", "population.entrants_at_most=1.0",
    "traffic.entrants_per_month=0.8", "traffic.exit_hazard_per_month=0.3", "traffic.ad_load=0.1",
]  # fmt: skip
POLICIES = ["interest", "random", "popularity", "niche_boost"]
WHO = ["creator", "kind", "niche", "topic", "quality", "uploads_per_day", "joined_day", "left_day", "first_followers"]
WHAT = ["serial", "creator", "upload", "topic", "duration_ms", "quality", "visible_from"]


@pytest.fixture(scope="module")
def branches() -> dict[tuple[str, str], sim.Run]:
    plan = arms(sim.load(TINY), POLICIES, ["steady", "step"])
    config = plan.warm(-1, 1)
    warm = simulate(config, until_day=config.warmup_days)
    return {
        (policy, schedule): resume(warm, plan.branch(-1, 1, policy, schedule))
        for policy in plan.policies
        for schedule in plan.schedules
    }


def test_the_branches_differ(branches) -> None:
    assert len({run.fingerprint for run in branches.values()}) == len(branches)


def test_the_same_accounts_come_and_go(branches) -> None:
    first, *others = branches.values()
    assert (first.creators["joined_day"] > first.onset_day).any(), "some come"
    assert first.creators["left_day"].notna().any(), "some go"
    for run in others:
        assert run.creators[WHO].equals(first.creators[WHO])


def test_the_same_items_appear(branches) -> None:
    first, *others = (run.warm.world.items for run in branches.values())
    for items in others:
        for column in WHAT:
            assert np.array_equal(getattr(items, column), getattr(first, column)), column


def test_the_same_cohort_is_frozen(branches) -> None:
    first, *others = branches.values()
    for run in others:
        assert run.creators["cohort"].equals(first.creators["cohort"])


def test_the_past_is_shared_to_the_impression(branches) -> None:
    first, *others = (run.ledger[run.ledger["day"] < run.onset_day] for run in branches.values())
    for ledger in others:
        assert ledger.equals(first)


def test_a_branch_is_the_uninterrupted_run(branches) -> None:
    plan = arms(sim.load(TINY), POLICIES, ["steady", "step"])
    assert simulate(plan.branch(-1, 1, "interest", "steady")).fingerprint == branches["interest", "steady"].fingerprint
