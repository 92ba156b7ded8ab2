"""The rules of re-ranking by their definitions, and the engines' fast versions against them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.engines.reference import rerank
from sim.policies import calibrated, dpp, mmr

SIMILARITY = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.1], [0.1, 0.1, 1.0]])
QUALITY = np.array([1.0, 0.9, 0.8])


@pytest.mark.parametrize(("pair", "volume"), [((0, 1), 0.1539), ((0, 2), 0.6336), ((1, 2), 0.5132)])
def test_the_volume_of_each_pair(pair: tuple[int, int], volume: float) -> None:
    kernel = np.outer(QUALITY, QUALITY) * SIMILARITY
    assert np.linalg.det(kernel[np.ix_(pair, pair)]) == pytest.approx(volume, abs=5e-5)


def test_the_pair_of_largest_volume_is_chosen() -> None:
    assert sorted(dpp.choose(QUALITY, SIMILARITY, 2)) == [0, 2]


def test_the_arena_chooses_it_too() -> None:
    """Of three items, the first two on one topic; qualities are e^(focus x relevance scaled to 0 and 1)."""
    options = {"topic": [0, 0, 1], "slots": 2, "requests": 20, "same_topic": 0.9, "same_vertical": 0.1}
    served = sim.arena("dpp", QUALITY, focus=math.log(1.0 / 0.8), **options)
    assert served["impressions"].tolist() == [20, 0, 20]
    assert sim.arena("dpp", QUALITY, focus=20.0, **options)["impressions"].tolist() == [20, 20, 0]
    assert sim.arena("mmr", QUALITY, weight=1.0, **options)["impressions"].tolist() == [20, 20, 0]
    assert sim.arena("mmr", QUALITY, weight=0.4, **options)["impressions"].tolist() == [20, 0, 20]


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=7), st.integers(1, 7))
def test_relevance_alone_is_the_order_of_relevance(relevance: list[float], wanted: int) -> None:
    order = np.argsort(-np.array(relevance), kind="stable")[:wanted].tolist()
    assert mmr.choose(relevance, np.ones((len(relevance),) * 2), wanted, 1.0) == order
    assert calibrated.choose(relevance, [0] * len(relevance), [1.0], wanted, 0.0) == order


@given(st.integers(0, 10_000), st.integers(2, 7), st.floats(0.0, 1.0))
@settings(deadline=None)
def test_the_engines_choose_as_the_definitions_say(seed: int, count: int, strength: float) -> None:
    draw = np.random.default_rng(seed)
    relevance = np.sort(draw.random(count))[::-1]
    vectors = draw.normal(size=(count, count + 2))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, 1.0)

    def alike(one: int, other: int) -> float:
        return float(similarity[one, other])

    quality = np.exp((0.1 + strength) * relevance)
    wanted = min(3, count)
    assert rerank.dpp(quality.tolist(), alike, wanted) == dpp.choose(quality, similarity, wanted)
    likeness = np.maximum(similarity, 0.0)
    fast = rerank.mmr(relevance.tolist(), lambda one, other: float(likeness[one, other]), wanted, strength)
    assert fast == mmr.choose(relevance, likeness, wanted, strength)
    topic = draw.integers(0, 3, count).tolist()
    target = draw.dirichlet(np.ones(3))
    one = rerank.calibrated(relevance.tolist(), topic, target.tolist(), wanted, strength)
    two = calibrated.choose(relevance, topic, target, wanted, strength)
    assert value(relevance, topic, target, one, strength) == pytest.approx(
        value(relevance, topic, target, two, strength), abs=1e-9
    )


def value(relevance: np.ndarray, topic: list[int], target: np.ndarray, chosen: list[int], strength: float) -> float:
    counts = np.bincount([topic[i] for i in chosen], minlength=target.size)
    return (1.0 - strength) * relevance[chosen].sum() - strength * calibrated.divergence(target, counts)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5), st.integers(0, 1000))
@settings(deadline=None)
def test_full_calibration_meets_a_quota_that_can_be_met(quota: list[int], seed: int) -> None:
    total = sum(quota)
    topic = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(quota)), total)).tolist()
    target = np.array(quota) / total
    relevance = np.linspace(1.0, 0.0, len(topic))
    for found in (
        calibrated.choose(relevance, topic, target, total, 1.0),
        rerank.calibrated(relevance.tolist(), topic, target.tolist(), total, 1.0),
    ):
        assert np.bincount([topic[place] for place in found], minlength=len(quota)).tolist() == quota
