"""The first follows under growth: the tail of Price's model, and likes that follow likes (A30)."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import betaln

from experiments.verification.checks.lives import FOLLOWERS, ONE_EACH, Born, born, hill
from sim.metrics.homophily import Homophily

ACCOUNTS = 60_000


@pytest.mark.parametrize(("ratio", "exponent", "least"), [(1.0, 1.87, 50), (0.1, 1.12, 20)])
def test_the_tail_is_that_of_price(ratio: float, exponent: float, least: int) -> None:
    """Three follows for each account that comes: the exact law at every size, Hill's estimate at the given one."""
    settings = {**ONE_EACH, "users": FOLLOWERS * ACCOUNTS, "creators": ACCOUNTS, "topics": 2, "verticals": 1}
    followers = born(newcomer_weight=ratio, growth_homophily=0.0, **settings).followers
    assert followers.sum() == FOLLOWERS * ACCOUNTS
    initial = ratio * FOLLOWERS
    for size in (1, 3, 10, 30):
        expected = np.exp(betaln(size + initial, 1.0 + ratio) - betaln(initial, 1.0 + ratio))
        assert (followers >= size).mean() == pytest.approx(expected, rel=4.0 / np.sqrt(ACCOUNTS * expected) + 0.02)
    assert hill(followers, least) == pytest.approx(exponent, abs=0.12)


def test_nobody_follows_an_account_twice_or_one_that_is_not_there() -> None:
    world = born(users=400, creators=60, first_follows=12.0, newcomer_weight=0.2)
    order = np.argsort(-world.creators.first_followers, kind="stable")
    arrival = np.empty(60, dtype=int)
    arrival[order] = np.arange(60)
    for user, row in enumerate(world.users.follows):
        followed = row[row >= 0]
        assert len(set(followed)) == len(followed) == world.users.follows_ever[user]
        assert (arrival[followed] < max(1, (user + 1) * 60 // 400)).all()


def test_a_world_without_first_follows_is_allowed() -> None:
    assert not born(users=20, creators=5, first_follows=0.0).followers.any()


def homophily(world: Born) -> float:
    day = SimpleNamespace(world=world, asked=slice(None), interests=softmax(world.users.logit))
    (value,) = Homophily().see(day, None)  # type: ignore[arg-type]
    return value.value


def softmax(logit: np.ndarray) -> np.ndarray:
    odds = np.exp(logit - logit.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def test_likes_follow_likes_as_far_as_homophily_goes() -> None:
    world = {"users": 6_000, "creators": 600, "newcomer_weight": 1.0}
    none, some, much = (homophily(born(growth_homophily=eta, **world)) for eta in (0.0, 4.0, 12.0))
    assert none == pytest.approx(0.0, abs=0.01)
    assert none + 0.01 < some < much
