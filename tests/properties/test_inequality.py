import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core import inequality

AMOUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any).map(lambda x: np.array(x, dtype=float))


@given(AMOUNTS)
def test_gini_is_half_the_mean_difference_over_the_mean(amounts: np.ndarray) -> None:
    difference = np.abs(amounts[:, None] - amounts[None, :]).mean()
    assert inequality.gini(amounts) == pytest.approx(difference / (2 * amounts.mean()), abs=1e-12)


@given(AMOUNTS, st.floats(1e-3, 1e3))
def test_scale_does_not_matter(amounts: np.ndarray, factor: float) -> None:
    for measure in (inequality.gini, inequality.theil, inequality.effective_number, inequality.entropy):
        assert measure(factor * amounts) == pytest.approx(measure(amounts), abs=1e-9)


@given(AMOUNTS)
def test_doubling_everyone_keeps_shares_and_doubles_numbers(amounts: np.ndarray) -> None:
    twice = np.repeat(amounts, 2)
    assert inequality.gini(twice) == pytest.approx(inequality.gini(amounts), abs=1e-12)
    assert inequality.effective_number(twice) == pytest.approx(2 * inequality.effective_number(amounts))
    assert inequality.top_shares(twice, (0.1, 0.5)) == pytest.approx(inequality.top_shares(amounts, (0.1, 0.5)))


@given(AMOUNTS)
def test_bounds(amounts: np.ndarray) -> None:
    count = amounts.size
    assert 0.0 <= inequality.gini(amounts) <= 1.0 - 1.0 / count + 1e-12
    assert 1.0 - 1e-9 <= inequality.effective_number(amounts) <= count + 1e-9
    assert -1e-9 <= inequality.theil(amounts) <= np.log(count) + 1e-9
    shares = inequality.top_shares(amounts, (0.1, 0.5, 1.0))
    assert 0.1 - 1e-9 <= shares[0] <= shares[1] <= shares[2] + 1e-12
    assert shares[2] == pytest.approx(1.0)


@given(AMOUNTS, st.data())
def test_theil_parts_sum_to_the_whole_and_neither_is_negative(amounts: np.ndarray, data: st.DataObject) -> None:
    group = np.array(data.draw(st.lists(st.integers(0, 3), min_size=amounts.size, max_size=amounts.size)))
    parts = inequality.theil_parts(amounts, group)
    assert sum(parts) == pytest.approx(inequality.theil(amounts), abs=1e-9)
    assert min(parts) >= -1e-9
