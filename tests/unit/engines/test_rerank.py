"""Re-ranking against hand-computed cases, exhaustive search and limits."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engines.reference.rerank import calibrated, dpp, mmr, scaled

SIMILARITY = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.1], [0.1, 0.1, 1.0]])
QUALITY = [1.0, 0.9, 0.8]


def volume(places: tuple[int, ...]) -> float:
    kernel = np.outer(QUALITY, QUALITY) * SIMILARITY
    return float(np.linalg.det(kernel[np.ix_(places, places)]))


def test_the_volumes_of_the_three_pairs() -> None:
    assert volume((0, 1)) == pytest.approx(0.1539, abs=5e-5)
    assert volume((0, 2)) == pytest.approx(0.6336, abs=5e-5)
    assert volume((1, 2)) == pytest.approx(0.5132, abs=5e-5)


def test_the_determinantal_choice_is_the_pair_of_largest_volume() -> None:
    assert sorted(dpp(QUALITY, lambda i, j: SIMILARITY[i, j], 2)) == [0, 2]


def test_duplicates_are_never_chosen_together_while_another_adds_volume() -> None:
    twins = np.array([[1.0, 1.0, 0.2], [1.0, 1.0, 0.2], [0.2, 0.2, 1.0]])
    assert sorted(dpp([1.0, 1.0, 0.1], lambda i, j: twins[i, j], 2)) == [0, 2]


@given(st.lists(st.floats(0.2, 3.0), min_size=2, max_size=6), st.integers(0, 10_000))
def test_each_greedy_step_adds_the_most_volume(quality: list[float], seed: int) -> None:
    count = len(quality)
    vectors = np.random.default_rng(seed).normal(size=(count, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = vectors @ vectors.T
    kernel = np.outer(quality, quality) * similarity
    order = dpp(quality, lambda i, j: float(similarity[i, j]), count)
    for step in range(1, min(count, 4)):
        taken = order[:step]
        dets = {i: np.linalg.det(kernel[np.ix_([*taken, i], [*taken, i])]) for i in range(count) if i not in taken}
        assert dets[order[step]] >= max(dets.values()) - 1e-9


def test_relevance_alone_keeps_the_order() -> None:
    relevance = scaled([5.0, 4.0, 2.0, 1.0])
    assert mmr(relevance, lambda _one, _other: 1.0, 4, 1.0) == [0, 1, 2, 3]
    assert calibrated(relevance, [0, 0, 1, 1], [0.5, 0.5], 4, 0.0) == [0, 1, 2, 3]


def test_sameness_alone_alternates() -> None:
    topic = [0, 0, 1, 1]
    chosen = mmr(scaled([5.0, 4.0, 2.0, 1.0]), lambda i, j: float(topic[i] == topic[j]), 2, 0.3)
    assert [topic[place] for place in chosen] == [0, 1]


def test_full_calibration_reaches_the_target_when_the_quota_allows() -> None:
    topic = [0] * 10 + [1] * 10 + [2] * 10
    target = [0.5, 0.3, 0.2]
    chosen = calibrated(scaled([30.0 - i for i in range(30)]), topic, target, 10, 1.0)
    assert np.bincount([topic[place] for place in chosen], minlength=3).tolist() == [5, 3, 2]


def test_calibration_minimises_the_divergence_of_small_slates() -> None:
    topic, target = [0, 0, 1, 1, 2, 2], [0.6, 0.3, 0.1]

    def divergence(places: tuple[int, ...]) -> float:
        mix = np.bincount([topic[i] for i in places], minlength=3) / len(places)
        return sum(p * math.log(p / (0.99 * q + 0.01 * p)) for p, q in zip(target, mix, strict=True))

    chosen = tuple(sorted(calibrated([1.0] * 6, topic, target, 3, 1.0)))
    assert divergence(chosen) <= min(divergence(c) for c in combinations(range(6), 3)) + 1e-12
