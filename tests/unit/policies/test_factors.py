"""Policies that multiply scores or choose otherwise."""

import math

import numpy as np
import pytest

import sim
from sim.platform.plan import LOWEST
from sim.policies.alpha_fair import AlphaFair
from sim.policies.fairness_of_exposure import FairnessOfExposure
from sim.policies.follower_cap import FollowerCap
from sim.policies.interest import Interest
from sim.policies.merit_lottery import MeritLottery
from sim.policies.newcomer_boost import NewcomerBoost
from sim.policies.popularity import Popularity
from sim.policies.regional_boost import RegionalBoost


def allocate(policy, *worlds):
    state = policy.start(worlds[0])
    for observed in worlds:
        plan, state = policy.allocate(observed, state)
    return plan, state


def test_alpha_fair_weighs_by_what_was_credited(look) -> None:
    plan, _ = allocate(AlphaFair(alpha=2.0, first=1.0), look(creators_utility=[0.0, 1.0, 3.0]))
    assert np.exp(plan.boost) == pytest.approx([1.0, 1 / 4, 1 / 16])
    assert plan.retrieve == pytest.approx(np.exp(plan.boost))
    assert AlphaFair(retrieval=False).allocate(look(), AlphaFair().start(look()))[0].retrieve is None


def test_alpha_fair_stays_in_range(look) -> None:
    plan, _ = allocate(AlphaFair(alpha=50.0), look(creators_utility=[0.0, 1e6, 1e7]))
    assert plan.boost.tolist() == [0.0, LOWEST, LOWEST]


def test_with_a_memory_the_past_fades(look) -> None:
    policy = AlphaFair(alpha=1.0, memory_days=2.0, first=1.0)
    worlds = [look(day=0.0), look(day=1.0, creators_utility=[6.0, 0.0, 0.0]), look(day=2.0, creators_utility=[6.0] * 3)]
    fade = math.exp(-0.5)
    _, state = allocate(policy, *worlds)
    assert state.mean == pytest.approx([6 * (1 - fade) * fade, 6 * (1 - fade), 6 * (1 - fade)])


def test_followers_above_the_mean_count_against_an_account(look) -> None:
    plan, _ = allocate(FollowerCap(kappa=0.5), look(creators_followers=[10.0, 50.0, 240.0]))
    assert np.exp(plan.boost) == pytest.approx([1.0, 1.0, math.sqrt(100 / 240)])
    assert plan.pace is None


def test_head_accounts_are_paced_to_their_share(look) -> None:
    policy = FollowerCap(kappa=0.0, head_share=0.25, head_from=1000.0, rate=1.0)
    head = {"creators_followers": [10.0, 50.0, 5000.0]}
    over = look(creators_impressions_last_span=[2, 2, 4], **head)
    under = look(creators_impressions_last_span=[4, 4, 0], **head)
    assert allocate(policy, over)[0].pace == pytest.approx([1.0, 1.0, math.exp(-1.0)])
    assert allocate(policy, over, under, under)[0].pace.tolist() == [1.0, 1.0, 1.0]


def test_newcomers_lose_their_lead_with_age(look) -> None:
    plan, _ = allocate(NewcomerBoost(boost=2.0, days=10.0), look(creators_age_days=[0.0, 10.0, 1000.0]))
    assert plan.retrieve == pytest.approx([3.0, 1 + 2 / math.e, 1.0])
    assert plan.boost == pytest.approx(np.log(plan.retrieve))


def test_popularity_is_attachment_relative_to_the_most_seen(look) -> None:
    plan, _ = allocate(Popularity(gamma=2.0, first=1.0), look(items_natural_impressions=[0, 1, 3]))
    assert np.exp(plan.boost) == pytest.approx([1 / 16, 1 / 4, 1.0])
    assert plan.select == "lottery"


def test_interest_says_nothing_or_softens(look) -> None:
    assert allocate(Interest(), look())[0].select is None
    plan, _ = allocate(Interest(temperature=0.1), look())
    assert (plan.select, plan.temperature) == ("softmax", 0.1)


def test_the_gate_of_the_lottery_judges_those_seen_enough(look) -> None:
    seen = look(
        [0, 1, 2, 2], items_impressions=[100, 100, 100, 5], items_natural_impressions=[100, 100, 100, 5],
        items_plays=[10, 30, 50, 0],
    )  # fmt: skip
    plan, _ = allocate(MeritLottery(threshold=0.2, gate=0.5), seen)
    assert plan.pace.tolist() == [0.0, 1.0, 1.0, 1.0]
    assert plan.price.tolist() == [-0.2] * 4
    assert plan.select == "lottery"
    assert allocate(MeritLottery(gate=0.0), seen)[0].pace.tolist() == [1.0] * 4


def test_a_tilt_follows_the_shortfall_from_merit(look) -> None:
    seen = look(creators_attention_last_span=[6.0, 2.0, 0.0], creators_merit=[1.0, 1.0, 2.0])
    plan, _ = allocate(FairnessOfExposure(rate=0.1), seen)
    assert plan.price == pytest.approx([0.1 * (1 - 3.0), 0.0, 0.1])
    assert max(abs(allocate(FairnessOfExposure(price_limit=0.3), *[seen] * 20)[0].price)) == 0.3


def test_a_region_is_helped_wherever_its_accounts_are(look) -> None:
    plan, _ = allocate(RegionalBoost(boost=0.5, regions=(1, 2)), look(creators_region=[0, 1, 2]))
    assert np.exp(plan.boost) == pytest.approx([1.0, 1.5, 1.5])
    assert plan.retrieve.tolist() == [1.0, 1.5, 1.5]
    options = {"regions": [1], "region": [0, 1], "requests": 10}
    assert sim.arena("regional_boost", [1.0, 0.9], boost=0.05, **options)["impressions"].tolist() == [10, 0]
    assert sim.arena("regional_boost", [1.0, 0.9], boost=0.2, **options)["impressions"].tolist() == [0, 10]
