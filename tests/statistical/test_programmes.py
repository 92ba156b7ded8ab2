"""Feed versions of policies that are programmes on paper, against the offline optimum by linear programme.

Relevance [U, I] is given; users come equally often, so a mixture x [U, I] sums to 1 / U in each row.
"""

import numpy as np
import pytest
from scipy.optimize import linprog

from sim.arena import serve
from sim.policies.fairness_of_exposure import solve

REQUESTS = 5_000
INSTANCES = {
    "two users": np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]]),
    "eight users": np.random.default_rng(3).random((8, 5)),
}


def optimum(gain: np.ndarray, weight: float, least: float, capacity: float, shares: np.ndarray | None = None) -> float:
    """The largest sum of gain x mixture + weight x z, where z <= least bounds exposure / capacity from below."""
    users, items = gain.shape
    by_user = np.hstack([np.kron(np.eye(users), np.ones(items)), np.zeros((users, 1))])
    by_item = np.hstack([np.kron(np.ones(users), np.eye(items)), np.zeros((items, 1))])
    lagging = np.hstack([-by_item[:, :-1] / capacity, np.ones((items, 1))])
    equal, totals = by_user, np.full(users, 1.0 / users)
    bounded, limits = np.vstack([lagging, by_item]), np.concatenate([np.zeros(items), np.full(items, least)])
    if shares is not None:
        equal, totals = np.vstack([by_user, by_item]), np.concatenate([totals, shares])
        bounded, limits = lagging, np.zeros(items)
    found = linprog(
        -np.append(gain.ravel(), weight), A_ub=bounded, b_ub=limits, A_eq=equal, b_eq=totals, bounds=(0, None)
    )
    assert found.success
    return float(-found.fun)


@pytest.mark.parametrize("capped", [False, True])
@pytest.mark.parametrize("weight", [0.25, 1.0])
@pytest.mark.parametrize("name", INSTANCES)
def test_max_min_comes_near_the_optimum_in_hindsight(name: str, weight: float, capped: bool) -> None:
    relevance = INSTANCES[name]
    items = relevance.shape[1]
    capacity = (1.0 + 1.0 / items) / items
    best = optimum(relevance, weight, capacity if capped else 1.0, capacity)
    scene, _ = serve("max_min", relevance, weight=weight, capped=capped, requests=REQUESTS)
    exposure = scene.impressions / REQUESTS / capacity
    assert scene.utility.sum() / REQUESTS + weight * exposure.min() == pytest.approx(best, rel=0.02)
    assert not capped or exposure.max() < 1.02


def any_relevance(seed: int) -> np.ndarray:
    """Users and items in numbers of their own."""
    draw = np.random.default_rng(seed)
    return draw.random((draw.integers(2, 9), draw.integers(2, 9)))


@pytest.mark.parametrize("relevance", [*INSTANCES.values(), *map(any_relevance, range(100, 112))])
def test_exposure_by_merit_costs_no_more_than_the_programme(relevance: np.ndarray) -> None:
    merit = relevance.mean(axis=0)
    shares = merit / merit.sum()
    best = optimum(relevance, 0.0, 1.0, 1.0, shares)
    scene, _ = serve("fairness_of_exposure", relevance, requests=REQUESTS)
    assert scene.impressions / REQUESTS == pytest.approx(shares, rel=0.02)
    assert scene.utility.sum() / REQUESTS == pytest.approx(best, rel=0.01)


@pytest.mark.parametrize("seed", range(8))
def test_the_programme_meets_its_constraint(seed: int) -> None:
    draw = np.random.default_rng(seed)
    items = int(draw.integers(4, 9))
    group = np.arange(items) % int(draw.integers(2, 4))
    utility, attention = 0.7 + 0.3 * draw.random(items), 1.0 / np.log2(2.0 + np.arange(items))
    received = solve(utility, group, attention) @ attention
    level = [received[group == g].mean() / utility[group == g].mean() for g in np.unique(group)]
    assert np.ptp(level) < 1e-6
    ranked = np.sort(utility)[::-1] @ attention
    assert ranked >= utility @ received > 0.9 * ranked


@pytest.mark.parametrize("unit", [1.0, 1e-3, 1e-6])
def test_the_programme_knows_no_units(unit: float) -> None:
    """A small utility beside large ones, in any unit: what each group receives for its worth is equal."""
    utility, group, attention = np.array([0.741, 0.003, 0.95, 0.452]), np.array([0, 1, 0, 0]), 1 / np.log2([2, 3, 4])
    received = solve(unit * utility, group, attention, "impact")[:, :3] @ attention * utility
    level = [received[group == g].mean() / utility[group == g].mean() for g in (0, 1)]
    assert level[0] == pytest.approx(level[1], rel=1e-6)
    assert level[0] > 0.5
