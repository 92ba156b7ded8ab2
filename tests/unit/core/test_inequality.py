"""Closed forms: model specification, A19."""

import math

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm, poisson

from sim.core import inequality

N = 400_000
MIDDLES = (np.arange(N) + 0.5) / N  # quantiles: a population without sampling noise


def lognormal(sigma: float) -> np.ndarray:
    return np.exp(sigma * ndtri(MIDDLES))


def pareto(alpha: float) -> np.ndarray:
    return (1.0 - MIDDLES) ** (-1.0 / alpha)


@pytest.mark.parametrize(("sigma", "gini"), [(1.0, 0.5205), (1.5, 0.7112), (1.975, 0.8374), (2.5, 0.9229)])
def test_gini_of_a_lognormal(sigma: float, gini: float) -> None:
    assert 2.0 * norm.cdf(sigma / math.sqrt(2.0)) - 1.0 == pytest.approx(gini, abs=5e-5)
    assert inequality.gini(lognormal(sigma)) == pytest.approx(gini, abs=2e-3)


def test_top_shares_of_a_lognormal() -> None:
    shares = inequality.top_shares(lognormal(1.975), (0.01, 0.03, 0.10))
    assert shares == pytest.approx((0.3627, 0.5375, 0.756), abs=3e-3)


@pytest.mark.parametrize("alpha", [2.0, 3.0])
def test_pareto(alpha: float) -> None:
    assert inequality.gini(pareto(alpha)) == pytest.approx(1.0 / (2.0 * alpha - 1.0), abs=2e-3)
    (top,) = inequality.top_shares(pareto(alpha), (0.1,))
    assert top == pytest.approx(0.1 ** (1.0 - 1.0 / alpha), abs=2e-3)


def test_theil_of_a_lognormal_is_half_the_variance() -> None:
    assert inequality.theil(lognormal(1.0)) == pytest.approx(0.5, abs=1e-3)


def test_limits() -> None:
    equal, single = np.ones(8), np.eye(8)[0]
    assert inequality.gini(equal) == 0.0
    assert inequality.gini(single) == pytest.approx(1.0 - 1.0 / 8.0)
    assert inequality.effective_number(equal) == pytest.approx(8.0)
    assert inequality.effective_number(single) == 1.0
    assert inequality.theil(equal) == pytest.approx(0.0, abs=1e-12)
    assert inequality.theil(single) == pytest.approx(math.log(8.0))
    assert inequality.top_shares(equal, (0.25, 1.0)) == pytest.approx((0.25, 1.0))
    assert inequality.palma(equal) == pytest.approx(0.1 / 0.4)
    assert inequality.palma(single) == math.inf
    assert inequality.entropy(equal) == pytest.approx(math.log(8.0))


def test_a_fraction_of_a_holder_counts_as_a_fraction() -> None:
    assert inequality.top_shares([6.0, 3.0, 1.0], (0.5,)) == pytest.approx(((6.0 + 1.5) / 10.0,))


def test_lorenz_curve() -> None:
    curve = inequality.lorenz([3.0, 1.0, 6.0])
    assert curve.holders == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve.held == pytest.approx([0, 0.1, 0.4, 1])
    area = np.trapezoid(curve.held, curve.holders)
    assert 1.0 - 2.0 * area == pytest.approx(inequality.gini([3.0, 1.0, 6.0]))


def test_theil_splits_into_between_and_within() -> None:
    amounts = np.array([1.0, 1.0, 4.0, 4.0])
    apart = inequality.theil_parts(amounts, np.array([0, 0, 1, 1]))
    assert apart.within == pytest.approx(0.0, abs=1e-12)
    assert apart.between == pytest.approx(inequality.theil(amounts))
    mixed = inequality.theil_parts(amounts, np.array([0, 1, 0, 1]))
    assert mixed.between == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("mean", [0.01, 0.3, 1.0, 7.0, 60.0])
def test_poisson_null_by_summation(mean: float) -> None:
    counts = np.arange(int(mean + 12 * math.sqrt(mean) + 20))
    chance = poisson.pmf(counts, mean)
    difference = np.abs(counts[:, None] - counts[None, :])
    assert inequality.poisson_gini(mean) == pytest.approx(chance @ difference @ chance / (2.0 * mean), rel=1e-9)


def test_poisson_null_limits() -> None:
    assert inequality.poisson_gini(0.0) == pytest.approx(1.0)  # who has anything has it alone
    assert inequality.poisson_gini(1e4) == pytest.approx(1.0 / math.sqrt(math.pi * 1e4), rel=1e-4)
    assert inequality.poisson_gini(0.99e8) == pytest.approx(1.0 / math.sqrt(math.pi * 0.99e8), rel=1e-8)
    assert inequality.poisson_gini(1.01e8) == pytest.approx(1.0 / math.sqrt(math.pi * 1.01e8), rel=1e-8)
    assert math.isnan(inequality.poisson_gini(math.nan))


def test_nothing_to_share_has_no_answer() -> None:
    for nothing in (np.zeros(3), np.zeros(0)):
        assert math.isnan(inequality.gini(nothing))
        assert math.isnan(inequality.concentration(nothing))
        assert math.isnan(inequality.effective_number(nothing))
        assert math.isnan(inequality.theil(nothing))
        assert math.isnan(inequality.palma(nothing))
        assert all(math.isnan(share) for share in inequality.top_shares(nothing, (0.1,)))
        assert np.isnan(inequality.lorenz(nothing).held).all()


def test_shorrocks() -> None:
    assert inequality.shorrocks(np.diag([5.0, 3.0, 2.0])) == 0.0
    assert inequality.shorrocks(np.full((3, 3), 4.0)) == pytest.approx(1.0)
    assert inequality.shorrocks(np.array([[9.0, 1.0, 0.0], [2.0, 8.0, 0.0], [0.0, 0.0, 0.0]])) == pytest.approx(0.3)
    assert math.isnan(inequality.shorrocks(np.zeros((3, 3))))
