import math

import numpy as np
import pytest
from scipy import stats

from sim.analysis import contrast


def test_paired_t_is_the_textbook_interval() -> None:
    x = np.array([0.1, 0.4, -0.2, 0.3, 0.25])
    value, low, high = contrast.paired_t(x)
    known = stats.ttest_1samp(x, 0.0).confidence_interval(0.95)
    assert value == pytest.approx(x.mean())
    assert (low, high) == pytest.approx((known.low, known.high))


def test_intervals_leave_out_what_is_not_finite() -> None:
    assert contrast.paired_t([1.0, 2.0, 3.0, np.nan, np.inf]) == contrast.paired_t([1.0, 2.0, 3.0])
    assert contrast.bootstrap([1.0, 2.0, 4.0, np.nan]) == contrast.bootstrap([1.0, 2.0, 4.0])


@pytest.mark.parametrize("function", [contrast.paired_t, contrast.bootstrap])
def test_few_pairs_have_no_interval(function) -> None:
    assert all(math.isnan(part) for part in function([]))
    value, low, high = function([0.5])
    assert value == 0.5
    assert math.isnan(low)
    assert math.isnan(high)


def test_pairs_that_do_not_vary_have_no_width() -> None:
    assert contrast.paired_t([0.2] * 4) == pytest.approx((0.2, 0.2, 0.2))
    assert contrast.bootstrap([0.2] * 4) == pytest.approx((0.2, 0.2, 0.2))


def test_bootstrap_of_a_normal_mean_is_near_its_t_interval() -> None:
    x = np.random.default_rng(1).normal(0.3, 1.0, 200)
    assert contrast.bootstrap(x) == pytest.approx(contrast.paired_t(x), abs=0.02)
    assert contrast.bootstrap(x) == contrast.bootstrap(x), "the same at every call"


def test_bootstrap_covers_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(2)
    inside = 0
    for _ in range(60):
        found = contrast.bootstrap_of(lambda x: x.mean(axis=-1), draw.exponential(1.0, 40))
        inside += found.low <= 1.0 <= found.high
    assert 0.85 <= inside / 60 <= 1.0


def test_ratio_of_sums_keeps_pairs_together() -> None:
    whole = np.array([10.0, 20.0, 30.0, 40.0])
    assert contrast.bootstrap_ratio(3.0 * whole, whole) == pytest.approx((3.0, 3.0, 3.0), nan_ok=True)
    noisy = contrast.bootstrap_ratio(3.0 * whole + np.array([1.0, -1.0, 2.0, -2.0]), whole)
    assert noisy.value == pytest.approx(3.0)
    assert noisy.low < 3.0 < noisy.high


@pytest.mark.parametrize(
    ("up", "pairs", "holds"), [(15, 20, True), (14, 20, False), (5, 20, True), (5, 5, False), (30, 40, True)]
)
def test_the_yardstick_of_a_sign(up: int, pairs: int, holds: bool) -> None:
    assert contrast.Sign(up, pairs).holds is holds


def test_signs_leave_out_zeros() -> None:
    assert contrast.sign([0.1, -0.2, 0.0, 3.0, np.nan]) == contrast.Sign(2, 3)
    assert str(contrast.Sign(2, 3)) == "2 of 3 up"


@pytest.mark.parametrize("pairs", [1, 2, 5, 6])
def test_flips_of_sign_cannot_beat_two_in_two_to_the_n(pairs: int) -> None:
    assert contrast.sign_flip_p(np.linspace(1.0, 2.0, pairs)) == pytest.approx(min(1.0, 2.0 / 2**pairs))


def test_flips_of_sign_exact_case_by_hand() -> None:
    # +-1 +-2 +-3: |sum| >= 4 for 4 and 6 and their negatives, of 8
    assert contrast.sign_flip_p([-1.0, 2.0, 3.0]) == pytest.approx(4 / 8)
    assert contrast.sign_flip_p([0.0, 0.0]) == 1.0
    assert math.isnan(contrast.sign_flip_p([]))


def test_flips_of_sign_by_sampling_are_near_the_t_test() -> None:
    x = np.random.default_rng(3).normal(0.5, 1.0, 20)
    assert contrast.sign_flip_p(x) == pytest.approx(stats.ttest_1samp(x, 0.0).pvalue, abs=0.02)


def test_no_difference_is_found_as_often_as_it_should_be() -> None:
    draw = np.random.default_rng(4)
    p = np.array([contrast.sign_flip_p(draw.normal(0.0, 1.0, 8)) for _ in range(400)])
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.035)


def test_holm_by_hand() -> None:
    found = contrast.holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": math.nan})
    assert found["a"] == pytest.approx(0.03)
    assert found["c"] == pytest.approx(0.06)
    assert found["b"] == pytest.approx(0.06), "never below the one before it"
    assert math.isnan(found["d"])
    assert contrast.holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}


def test_pairing_is_the_identity_of_variances() -> None:
    draw = np.random.default_rng(5)
    common = draw.normal(size=50)
    a, b = common + 0.2 * draw.normal(size=50), common + 0.2 * draw.normal(size=50)
    found = contrast.pairing(a, b)
    assert found.correlation == pytest.approx(np.corrcoef(a, b)[0, 1])
    rho_part = 2.0 * found.correlation * a.std() * b.std() / (a.var() + b.var())
    assert found.variance_ratio == pytest.approx(1.0 - rho_part)
    assert contrast.pairing(a, a).variance_ratio == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(contrast.pairing([1.0, 2.0], [2.0, 1.0]).correlation)


def test_the_range_over_draws_needs_twenty_of_them() -> None:
    assert contrast.range_over_draws(np.arange(101.0)) == pytest.approx((5.0, 95.0))
    assert all(math.isnan(end) for end in contrast.range_over_draws(np.arange(19.0)))
