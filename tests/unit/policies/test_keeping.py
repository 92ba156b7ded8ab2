"""Policies that keep accounts: uplift, viability, stable sets; each against search or a hand-made collapse."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.policies import stable_set, viability
from sim.policies.creator_uplift import CreatorUplift, uplift

seeds = st.integers(0, 10_000)

# --- creator-aware uplift ---------------------------------------------------------------------------------------


@given(st.floats(0, 1e4), st.floats(0.01, 1e3), st.floats(0.1, 100), st.floats(0.1, 10))
def test_uplift_is_the_difference_it_makes(have: float, more: float, enough: float, gain: float) -> None:
    def utility(satisfaction: float) -> float:
        return float(np.log(1.0 + satisfaction / enough))

    assert uplift(have, gain, enough) == pytest.approx(utility(have + gain) - utility(have), abs=1e-9)
    assert uplift(have, gain, enough) > uplift(have + more, gain, enough) > 0.0


def test_who_is_liked_is_lifted_before_who_bores(look) -> None:
    worlds = [
        look(day=0.0),
        look(creators_impressions_last_span=[4, 4, 40], creators_impressions=[4, 4, 40], creators_plays=[2, 2, 20],
             creators_merit=[1.5, 0.5, 1.0], day=1.0),
    ]  # fmt: skip
    policy = CreatorUplift(weight=1.0)
    _, state = policy.allocate(worlds[0], policy.start(worlds[0]))
    price = policy.allocate(worlds[1], state)[0].price
    assert price[0] > price[1] > price[2] > 0.0


def test_uplift_settles_where_its_price_makes_up_for_the_gap() -> None:
    """The runner-up is shown until an impression does as much more for it as it pleases users less."""
    options = {"requests": 6_000, "weight": 1.0, "enough": 5.0, "play_worth": 0.0, "memory_days": 7.0}
    served = sim.arena("creator_uplift", [1.0, 0.98], **options)["impressions"].to_numpy()
    daily = 50.0 * served / served.sum()
    assert uplift(daily[1], 1.0, 5.0) - uplift(daily[0], 1.0, 5.0) == pytest.approx(0.02, rel=0.1)
    assert sim.arena("creator_uplift", [1.0, 0.98], **(options | {"weight": 0.0}))["impressions"][1] == 0


# --- viability --------------------------------------------------------------------------------------------------


def best_of_all(relevance: np.ndarray, least: int) -> float:
    """The largest welfare over all ways to give each user one account, each account `least` users or none."""
    users, accounts = relevance.shape
    found = 0.0
    for choice in product(range(accounts), repeat=users):
        count = np.bincount(choice, minlength=accounts)
        if ((count == 0) | (count >= least)).all():
            found = max(found, float(relevance[np.arange(users), choice].mean()))
    return found


@given(seeds, st.integers(2, 5), st.integers(1, 3), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_the_matching_is_the_best_there_is(seed: int, users: int, accounts: int, least: int) -> None:
    relevance, least = np.random.default_rng(seed).random((users, accounts)), min(least, users)
    found = viability.solve(relevance, least)
    received = found.shares.sum(axis=0)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(users))
    assert (received[found.alive] >= least - 1e-6).all()
    assert received[~found.alive] == pytest.approx(0.0, abs=1e-6)
    assert found.welfare == pytest.approx(best_of_all(relevance, least), abs=1e-6)
    assert found.welfare >= viability.myopic(relevance, least).welfare - 1e-9


def test_looking_no_further_than_today_loses_whom_users_will_miss() -> None:
    """Two of ten prefer the second account by far; it needs four users. Alone they do not keep it."""
    relevance = np.array([[1.0, 0.95]] * 8 + [[0.1, 1.0]] * 2)
    assert viability.myopic(relevance, 4).alive.tolist() == [True, False]
    assert viability.myopic(relevance, 4).welfare == pytest.approx(0.82)
    found = viability.solve(relevance, 4)
    assert found.alive.all()
    assert found.welfare == pytest.approx((6 * 1.0 + 2 * 0.95 + 2 * 1.0) / 10)
    assert viability.solve(relevance, 0).welfare == pytest.approx(1.0), "without departures today is all there is"


def test_the_feed_comes_near_the_matching() -> None:
    relevance = np.array([[1.0, 0.95]] * 8 + [[0.1, 1.0]] * 2)
    options = {"requests": 10_000, "requests_per_day": 10.0}  # a user a tenth of a day: 70 requests a week
    scene, _ = sim.arena.serve("viability", relevance, views_per_week=28.0, **options)
    assert scene.impressions[1] / 10_000 == pytest.approx(0.4, rel=0.02)
    assert scene.utility.sum() / 10_000 == pytest.approx(viability.solve(relevance, 4).welfare, rel=0.01)


def test_whom_no_price_saves_is_given_up() -> None:
    relevance = np.array([[5.0, 0.1]])
    options = {"requests": 4_000, "requests_per_day": 50.0, "price_limit": 1.0, "patience_days": 7.0}
    served = sim.arena.serve("viability", relevance, views_per_week=28.0, **options)
    assert served[1]["viability"].price.tolist() == [0.0, 0.0]
    assert served[0].impressions.tolist() == [4_000, 0]


# --- stable sets ------------------------------------------------------------------------------------------------


@given(seeds, st.integers(1, 10), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_what_is_kept_is_stable_and_never_more_than_can_be(seed: int, users: int, accounts: int, least: int) -> None:
    relevance = np.random.default_rng(seed).random((users, accounts))
    likes = relevance >= 0.6
    most = stable_set.stable(likes, least)
    for kept in (stable_set.ranking(likes, least), stable_set.greedy(relevance, 0.6, least), most):
        stays = kept.account_of_user >= 0
        assert likes[stays, kept.account_of_user[stays]].all()
        count = np.bincount(kept.account_of_user[stays], minlength=accounts)
        assert (count[kept.accounts] >= least).all()
        assert (count[~kept.accounts] == 0).all()
        assert kept.engaged <= most.engaged


@pytest.mark.parametrize("clans", [3, 6, 12])
def test_showing_everybody_her_best_can_lose_everything(clans: int) -> None:
    """Each clan of 4 users loves an account of its own most, which needs 5; all of them like one in common."""
    users = 4 * clans
    relevance = np.hstack([np.kron(np.eye(clans), np.ones((4, 1))), np.full((users, 1), 0.7)])
    assert stable_set.greedy(relevance, 0.6, 5).engaged == 0, "the one in common has left before anybody was shown it"
    content = stable_set.ranking(relevance >= 0.6, 5)
    assert content.engaged == users == stable_set.stable(relevance >= 0.6, 5).engaged
    assert content.accounts.tolist() == [False] * clans + [True]


def test_greed_scatters_users_over_accounts_that_none_can_keep() -> None:
    """Two rounds of leaving: the split audiences are too small, and who then finds nothing good enough leaves."""
    relevance = np.array([[0.9, 0.7, 0.0], [0.7, 0.9, 0.0], [0.9, 0.7, 0.0], [0.7, 0.9, 0.0]])
    assert stable_set.greedy(relevance, 0.6, 3).engaged == 0
    assert stable_set.ranking(relevance >= 0.6, 3).engaged == 4


def test_accounts_outside_the_set_are_shown_less(look) -> None:
    world = look(creator=[0, 1], items_topic=[0, 1], items_serial=[3, 4])
    policy = stable_set.StableSet(strength=0.4, match=0.0, audience=1.0)
    plan, _ = policy.allocate(world, policy.start(world))
    assert plan.pace.tolist() == [0.6, 1.0], "of equals the newest takes all"
