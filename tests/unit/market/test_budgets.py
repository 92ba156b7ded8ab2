import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.market.brand_settings import BrandSettings
from sim.market.budgets import believed, moved, split
from sim.market.fees import demand_factor, fees_fen, views_per_item

SHARE = np.array([0.5, 0.1, 0.2, 0.2])


@given(roi=st.lists(st.floats(-5, 5), min_size=4, max_size=4), move=st.floats(0, 1), temperature=st.floats(0.05, 5))
def test_budgets_are_moved_and_not_made(roi: list[float], move: float, temperature: float) -> None:
    new = moved(SHARE, np.array(roi), move, temperature)
    assert new.sum() == pytest.approx(1.0)
    assert (new >= 0).all()
    if move == 0:
        assert new == pytest.approx(SHARE)


def test_money_follows_returns() -> None:
    share = SHARE
    for _ in range(200):
        share = moved(share, np.log([0.8, 2.0, 1.0, 0.7]), 0.1, 0.5)
    assert share == pytest.approx(np.array([0.8, 2.0, 1.0, 0.7]) ** 2 / (np.array([0.8, 2.0, 1.0, 0.7]) ** 2).sum())


@given(total=st.integers(0, 10**9), weights=st.lists(st.floats(0.001, 1), min_size=4, max_size=4))
def test_a_budget_is_split_to_the_fen(total: int, weights: list[float]) -> None:
    parts = split(total, np.array(weights))
    assert parts.sum() == total
    assert (parts >= 0).all()


def test_belief_moves_only_where_money_was_spent() -> None:
    new = believed(np.zeros(4), np.array([100, 100, 0, 100]), np.array([200, 0, 0, 50]), 0.5)
    assert new == pytest.approx([0.5 * np.log(2), 0.5 * np.log(0.01), 0.0, 0.5 * np.log(0.5)])


def test_fees() -> None:
    settings = BrandSettings()
    views = views_per_item(np.array([100, 900]), np.array([10, 10], dtype=np.int32), 50.0, 21.0)
    assert views == pytest.approx([21 * 600 / 20, 21 * 1400 / 20])
    assert demand_factor(10, 100, settings) == pytest.approx(1.0)
    assert demand_factor(40, 100, settings) == pytest.approx(2.0)
    plain, head = fees_fen(np.array([1000.0, 1000.0]), np.array([False, True]), 1.0, settings).tolist()
    assert (plain, head) == (200, 400)


def test_what_nobody_was_paid_to_try_is_not_scaled() -> None:
    """Without a budget there are tests and no clicks; a flat prior alone launches nothing."""
    import sim

    said = ["scenario=quick", "market=standard", "market.commerce.products=24", "market.commerce.brands=4"]
    brands = sim.simulate([*said, "market.brands.budget_rmb=0", "horizon_days=40"]).warm.world.commerce.brands
    assert brands.tests.sum() > 0
    assert brands.launches.sum() == 0
