"""Ranking by sales and by friends' likes, alone in the arena."""

import numpy as np
import pytest

import sim
from sim.arena import serve
from sim.core.errors import PolicyError
from sim.core.inequality import gini
from sim.policies.friends_first import FriendsFirst
from sim.policies.gmv_first import GmvFirst

RELEVANCE = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])


def shown(policy, relevance=RELEVANCE, **options) -> list[int]:
    return sim.arena(policy, relevance, requests=100, **options)["impressions"].tolist()


def test_what_sells_is_shown_whoever_looks() -> None:
    sales = [1.0, 30.0, 2.0]
    assert shown(GmvFirst(), sales=sales) == [0, 100, 0]
    assert shown(GmvFirst(weight=0.0), sales=sales) == [50, 0, 50]


@pytest.mark.parametrize("weight", [0.1, 0.24, 0.26, 0.5])
def test_sales_and_value_are_weighed_as_stated(weight: float) -> None:
    """The first user is shown the middle item once weight x take x 30 makes up for (1 - weight) x .5."""
    worth = (1 - weight) * RELEVANCE + weight * 0.05 * np.array([0.0, 30.0, 0.0])
    counts = np.bincount(worth.argmax(axis=1), minlength=3) * 50
    assert shown(GmvFirst(weight=weight), sales=[0.0, 30.0, 0.0]) == counts.tolist()


def circles(count: int, size: int) -> np.ndarray:
    """So many circles of friends, each user friends with all others in hers."""
    return np.kron(np.eye(count), np.ones((size, size))) - np.eye(count * size)


def test_what_friends_liked_goes_round_among_them() -> None:
    """Two circles of equal users before equal items: each settles on one, by luck, and hardly on the same."""
    options = {"like_prob": 0.5, "requests": 400, "refresh": 20}
    policy = FriendsFirst(social=0.7, engagement=0.0, fresh=0.0)
    alike = []
    for seed in range(6):
        scene, _ = serve(policy, np.ones((20, 30)), friends=circles(2, 10), seed=seed, **options)
        first, second = scene.liked[:10].sum(axis=0), scene.liked[10:].sum(axis=0)
        assert min(first.max(), second.max()) >= 9, "nearly all of a circle have liked its favourite"
        assert gini(scene.counts["impressions"]) > 0.8
        alike.append(first.argmax() == second.argmax())
    assert sum(alike) <= 1
    scattered, _ = serve(policy, np.ones((20, 30)), friends=np.zeros((20, 20)), **options)
    assert gini(scattered.counts["impressions"]) < 0.3, "the control: without friends nothing goes round"


def test_engagement_and_freshness_count_as_stated() -> None:
    options = {"friends": np.zeros((1, 1)), "refresh": 100}
    equal = np.ones((1, 3))
    fresh = FriendsFirst(social=0.0, engagement=0.0, fresh=0.5)
    assert shown(fresh, equal, born=[-100, -50, -1], **options) == [0, 0, 100]
    scene, _ = serve(
        FriendsFirst(social=0.0, engagement=0.9, fresh=0.0), equal, like_prob=[0.1, 0.9, 0.1],
        requests=600, **options | {"refresh": 50},
    )  # fmt: skip
    assert scene.counts["impressions"].argmax() == 1
    interest = FriendsFirst(social=0.0, engagement=0.0, fresh=0.0)
    assert shown(interest, np.array([[0.3, 0.2, 0.9]]), **options) == [0, 0, 100]


def test_where_nothing_is_sold_a_shop_window_shows_what_is_liked() -> None:
    assert shown(GmvFirst()) == shown(GmvFirst(weight=0.0)) != shown(GmvFirst(), sales=[1.0, 30.0, 2.0])


def test_without_friends_it_refuses() -> None:
    with pytest.raises(PolicyError, match="knows of no friends"):
        shown(FriendsFirst())
    with pytest.raises(ValueError, match="at most 1"):
        FriendsFirst(social=0.9, engagement=0.2)
