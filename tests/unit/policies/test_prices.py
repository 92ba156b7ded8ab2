"""Policies that say prices: floors, quotas, duals and controllers."""

import math

import numpy as np
import pytest

from sim.platform.policy import Policy
from sim.policies.amortised_equity import AmortisedEquity
from sim.policies.creator_floor import CreatorFloor
from sim.policies.fairco import FairCo
from sim.policies.group_quota import GroupQuota
from sim.policies.max_min import MaxMin, project
from sim.policies.value_mix import ValueMix


def price(policy: Policy, *worlds) -> list[float]:
    """The price after these worlds, one after another."""
    state = policy.start(worlds[0])
    for observed in worlds:
        plan, state = policy.allocate(observed, state)
    return plan.price.tolist()


def test_a_floor_integrates_the_shortfall(look) -> None:
    floor = CreatorFloor(share=0.5, rate=2.0, price_limit=1.5)
    seen = look(creators_impressions_last_span=[3, 6, 0], days=0.5)
    assert price(floor, look()) == [0.0, 0.0, 0.0], "nothing was served yet"
    assert price(floor, look(), seen) == [0.0, 0.0, 0.5]
    assert price(floor, look(), *[seen] * 9) == [0.0, 0.0, 1.5], "up to the limit"


def test_a_floor_rests_while_there_is_nothing_to_show(look) -> None:
    floor = CreatorFloor(share=1.0, rate=1.0)
    gone = look([0, 1], creators_impressions_last_span=[4, 0, 0][:2])
    assert price(floor, gone) == [0.0, 1.0]
    closed = look(creators_impressions_last_span=[4, 4, 0], creators_active=[True, True, False])
    assert price(floor, closed)[2] == 0.0


def test_a_quota_has_one_price_for_the_group(look) -> None:
    quota = GroupQuota(group="koc", share=0.5, rate=1.0)
    seen = look(creators_impressions_last_span=[6, 3, 1], creators_followers=[1e6, 9_999, 10_000])
    assert price(quota, seen) == pytest.approx([0.0, 0.2, 0.0])
    assert price(GroupQuota(group="small", share=0.5, rate=1.0), seen) == pytest.approx([0.0, 0.1, 0.1])
    niche = look(creators_impressions_last_span=[6, 3, 1], creators_niche=[True, False, False])
    assert price(GroupQuota(group="niche", share=0.5), niche) == [0.0, 0.0, 0.0], "it has more than its share"


def test_projection_onto_what_the_weight_allows() -> None:
    assert project(np.array([-3.0, -1.0, 2.0]), 5.0).tolist() == [-3.0, -1.0, 2.0]
    assert project(np.array([-3.0, -1.0, 2.0]), 2.0) == pytest.approx([-2.0, 0.0, 2.0])
    assert project(np.array([-3.0, -2.0, 2.0]), 3.0) == pytest.approx([-2.0, -1.0, 2.0])
    assert project(np.array([-3.0, -2.0, 2.0]), 0.0).tolist() == [0.0, 0.0, 2.0]
    assert project(np.array([]), 1.0).size == 0


@pytest.mark.parametrize("seed", range(20))
def test_projection_is_the_nearest_point(seed: int) -> None:
    draw = np.random.default_rng(seed)
    dual, weight = draw.normal(size=6), float(draw.random())
    nearest = project(dual, weight)
    assert np.maximum(-nearest, 0).sum() <= weight + 1e-12
    for _ in range(200):
        other = draw.normal(size=6)
        other = np.where(other < 0, other * weight / max(np.maximum(-other, 0).sum(), weight), other)
        assert ((other - dual) ** 2).sum() >= ((nearest - dual) ** 2).sum() - 1e-12


def test_max_min_pays_those_behind_up_to_the_weight(look) -> None:
    seen = look(creators_attention_last_span=[9.0, 3.0, 0.0])
    policy = MaxMin(weight=0.3, step=0.1, momentum=0.0)
    capacity = (1 + 1 / 3) / 3
    short = 1 - np.array([0.75, 0.25, 0.0]) / capacity
    assert price(policy, seen) == pytest.approx(0.1 * short / capacity)
    long = np.array(price(policy, *[seen] * 50))
    assert capacity * long[long > 0].sum() == pytest.approx(0.3)
    assert long[0] < 0.0, "above its capacity it pays"
    assert min(price(MaxMin(weight=0.3, capped=False), *[seen] * 50)) == 0.0


def test_debts_decide_within_the_shortlist(look) -> None:
    policy = AmortisedEquity(quality=0.7, weight=10.0)
    seen = look(creators_attention_last_span=[4.0, 0.0, 0.0], creators_relevance_last_span=[2.0, 1.5, 0.5])
    plan, state = policy.allocate(seen, policy.start(seen))
    assert plan.price == pytest.approx([0.0, 35.0, 25.0])
    assert plan.shortlist == 0.7
    assert policy.allocate(seen, state)[1].debt.tolist() == [-4.0, 3.0, 1.0]


def test_fairco_as_the_paper_has_it(look) -> None:
    """err = tau max_g (mean exposure / merit) less one's own, of cumulative exposure."""
    worlds = [
        look(creators_attention_last_span=[0, 0, 0], day=0.0),
        look(creators_attention_last_span=[3, 1, 0], creators_merit=[1.0, 0.5, 2.0], day=1.0),
        look(creators_attention_last_span=[3, 1, 1], creators_merit=[1.0, 0.5, 2.0], day=2.0),
    ]
    assert price(FairCo(strength=1.0), *worlds) == pytest.approx([6 / 1 - 6 / 1, 6 - 2 / 0.5, 6 - 1 / 2])


def test_fairco_counts_from_the_day_an_account_joins(look) -> None:
    worlds = [
        look(creators_age_days=[9, 9, -1], creators_active=[True, True, False], day=0.0),
        look(creators_attention_last_span=[2, 2, 0], creators_age_days=[10, 10, 0], day=1.0),
        look(creators_attention_last_span=[2, 2, 1], creators_age_days=[11, 11, 1], day=2.0),
    ]
    assert price(FairCo(strength=1.0), *worlds[:2])[2] == 0.0
    assert price(FairCo(strength=1.0), *worlds) == pytest.approx([0.0, 0.0, 1.0])


def test_fairco_of_groups(look) -> None:
    niche = {"creators_niche": [True, False, False], "creators_merit": [1.0, 1.0, 3.0]}
    worlds = [look(**niche), look(creators_attention_last_span=[1, 8, 0], day=1.0, **niche)]
    assert price(FairCo(strength=1.0, group="niche"), *worlds) == pytest.approx([1.0, 0.0, 0.0])


def test_the_first_impressions_are_worth_most_to_a_creator(look) -> None:
    policy = ValueMix(weight=2.0, enough=10.0, memory_days=1.0)
    seen = look(creators_impressions_last_span=[20, 0, 5], day=1.0)
    daily = (1 - math.exp(-1.0)) * np.array([20, 0, 5])
    assert price(policy, look(day=0.0)) == [2.0, 2.0, 2.0]
    assert price(policy, look(day=0.0), seen) == pytest.approx(2.0 * np.exp(-daily / 10.0))
