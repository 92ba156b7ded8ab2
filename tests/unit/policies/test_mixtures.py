"""Mixtures of rankings under fairness of exposure, by linear programme."""

import numpy as np
import pytest

from sim.policies.fairness_of_exposure import solve

UTILITY, GROUP = np.array([0.82, 0.81, 0.80, 0.79, 0.78, 0.77]), np.array([0, 0, 0, 1, 1, 1])
ATTENTION = 1.0 / np.log2(2.0 + np.arange(6))


def exposure(mixture: np.ndarray, group: int, weight: np.ndarray | None = None) -> float:
    received = mixture @ ATTENTION * (1.0 if weight is None else weight)
    return float(received[group == GROUP].mean())


@pytest.mark.parametrize("constraint", ["treatment", "impact", "parity", "none"])
def test_a_mixture_of_rankings_is_doubly_stochastic(constraint: str) -> None:
    mixture = solve(UTILITY, GROUP, ATTENTION, constraint)
    assert (mixture > -1e-9).all()
    assert mixture.sum(axis=0) == pytest.approx(np.ones(6))
    assert mixture.sum(axis=1) == pytest.approx(np.ones(6))


def test_without_a_constraint_it_is_the_order_of_utility() -> None:
    assert solve(UTILITY, GROUP, ATTENTION, "none") == pytest.approx(np.eye(6))


def test_each_constraint_equalises_what_it_says() -> None:
    """A small gap of utility gives a large gap of exposure, unless it is forbidden."""
    best = solve(UTILITY, GROUP, ATTENTION, "none")
    assert exposure(best, 0) > 1.5 * exposure(best, 1)
    mean = [UTILITY[group == GROUP].mean() for group in (0, 1)]
    treatment = solve(UTILITY, GROUP, ATTENTION, "treatment")
    assert exposure(treatment, 0) / mean[0] == pytest.approx(exposure(treatment, 1) / mean[1])
    impact = solve(UTILITY, GROUP, ATTENTION, "impact")
    assert exposure(impact, 0, UTILITY) / mean[0] == pytest.approx(exposure(impact, 1, UTILITY) / mean[1])
    parity = solve(UTILITY, GROUP, ATTENTION, "parity")
    assert exposure(parity, 0) == pytest.approx(exposure(parity, 1))


def test_fairness_costs_utility_and_not_much() -> None:
    worth = [UTILITY @ solve(UTILITY, GROUP, ATTENTION, kind) @ ATTENTION for kind in ("none", "treatment", "parity")]
    assert worth[0] > worth[1] > worth[2] > 0.98 * worth[0]


def test_a_slate_shorter_than_the_list_leaves_some_out() -> None:
    mixture = solve([0.9, 0.6], [0, 1], [1.0])
    assert mixture[:, 0] == pytest.approx([0.6, 0.4])


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed"):
        solve([0.9, 0.6], [0, 1, 1], [1.0])
    with pytest.raises(ValueError, match="no mixture"):
        solve([0.9, 0.0], [0, 1], [1.0, 1.0])
