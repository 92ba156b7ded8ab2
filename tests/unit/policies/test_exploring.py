"""Policies that move slots to exploration."""

import math

import numpy as np
import pytest

from sim.platform.plan import NEUTRAL, explore_more
from sim.policies.exploration_budget import ExplorationBudget
from sim.policies.heating import Heating
from sim.policies.new_item_quota import NewItemQuota
from sim.world.tally import Lane


def weights(policy, observed) -> np.ndarray:
    plan, _ = policy.allocate(observed, policy.start(observed))
    return plan.explore / plan.explore.sum()


def test_what_the_platform_explores_stays(look) -> None:
    plan = explore_more(look(explored=0.1), 0.3, np.array([0.0, 0.0, 2.0]))
    assert plan.lanes[Lane.EXPLORE] == pytest.approx(0.4)
    assert plan.lanes[Lane.INTEREST] == pytest.approx(0.6)
    assert plan.explore == pytest.approx([0.1 / 3, 0.1 / 3, 0.1 / 3 + 0.3])
    assert explore_more(look(), 0.3, np.zeros(3)) is NEUTRAL
    assert explore_more(look(), 0.0, np.ones(3)) is NEUTRAL
    assert explore_more(look(explored=0.4), 1.0, np.ones(3)).lanes[Lane.EXPLORE] == pytest.approx(1.0)


def test_exploration_is_even_over_items_or_accounts(look) -> None:
    seen = look([0, 0, 0, 1], items_impressions=[0, 9, 10, 50])
    assert weights(ExplorationBudget(), seen) == pytest.approx([0.25] * 4)
    assert weights(ExplorationBudget(drawn="account"), seen) == pytest.approx([1 / 6] * 3 + [1 / 2])
    assert weights(ExplorationBudget(below=10.0), seen) == pytest.approx([0.5, 0.5, 0.0, 0.0])
    assert weights(ExplorationBudget(below=20.0, drawn="account"), seen) == pytest.approx([1 / 3] * 3 + [0.0])


def test_new_items_weigh_by_what_they_lack_and_by_optimism(look) -> None:
    seen = look([0, 1, 2, 2], items_impressions=[0, 8, 30, 0], items_plays=[0, 4, 9, 0], items_age_days=[0, 0, 0, 8])
    log = math.log(38 + 8)
    bound = [0.5 + math.sqrt(2 * log / 2), 0.5 + math.sqrt(2 * log / 10)]
    want = np.array([30 * bound[0], 22 * bound[1], 0.0, 0.0])
    assert weights(NewItemQuota(least=30.0), seen) == pytest.approx(want / want.sum())
    unsure = np.array([30 * math.sqrt(0.25 / 3), 22 * math.sqrt(0.25 / 11), 0.0, 0.0])
    assert weights(NewItemQuota(least=30.0, choice="uncertainty"), seen) == pytest.approx(unsure / unsure.sum())
    plan, _ = NewItemQuota().allocate(seen, NewItemQuota().start(seen))
    assert plan.explore_rank


def test_without_new_items_the_quota_is_not_used(look) -> None:
    seen = look(items_impressions=[30, 30, 30])
    assert NewItemQuota().allocate(seen, NewItemQuota().start(seen))[0] is NEUTRAL


def test_the_picks_are_the_first_by_the_criterion(look) -> None:
    seen = look(
        [0, 1, 2, 2], items_likes=[1, 5, 9, 9], items_impressions=[10, 10, 10, 10], items_age_days=[0, 1, 2, 9],
        items_topic=[1, 0, 0, 0], creators_followers=[5.0, 9.0, 1.0],
    )  # fmt: skip
    assert weights(Heating(picks=1), seen).tolist() == [0, 0, 1, 0]
    assert weights(Heating(picks=2), seen).tolist() == [0, 0.5, 0.5, 0]
    assert weights(Heating(picks=9), seen) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert weights(Heating(picks=1, criterion="newest"), seen).tolist() == [1, 0, 0, 0]
    assert weights(Heating(picks=1, criterion="followers"), seen).tolist() == [0, 1, 0, 0]
    assert weights(Heating(picks=1, niche=True), seen).tolist() == [1, 0, 0, 0]
