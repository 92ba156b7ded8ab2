import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from sim.core.law import plain
from sim.laws import purchase

click_rate, order_rate, events = (plain(law) for law in (purchase.click_rate, purchase.order_rate, purchase.events))
NEUTRAL = {
    "term": math.log(0.03), "match_weight": 0.3, "match": 0.0, "trust_weight": 0.5, "trust": 0.0, "home": 0.0,
    "fatigue": 0.02, "tired": 0.0, "crowding": 0.05, "crowd": 0.0,
}  # fmt: skip


def rate(**changed: float) -> float:
    return order_rate(*(NEUTRAL | changed).values())


def test_an_average_viewer_buys_at_the_average_rate() -> None:
    assert rate() == pytest.approx(0.03)
    assert click_rate(math.log(0.02), 0.3, 0.0) == pytest.approx(0.02)
    assert click_rate(5.0, 0.3, 1.0) == rate(term=9.0) == 1.0


def test_what_raises_orders_and_what_lowers_them() -> None:
    assert rate(match=1.0) / rate() == pytest.approx(math.exp(0.3))
    assert rate(trust=1.0) / rate() == pytest.approx(math.exp(0.5))
    assert rate(tired=10.0) / rate() == pytest.approx(math.exp(-0.2))
    assert rate(crowd=4.0) / rate() == pytest.approx(math.exp(-0.2))
    assert rate(home=0.4) > rate()


@given(uniform=st.floats(1e-9, 1 - 1e-9), expected=st.floats(0.0, 300.0))
def test_the_number_of_events_is_poisson(uniform: float, expected: float) -> None:
    count = events(uniform, expected)
    assert poisson.cdf(count, expected) >= uniform * (1 - 1e-9) - 1e-12
    assert count == 0 or poisson.cdf(count - 1, expected) <= uniform * (1 + 1e-9) + 1e-12


def test_split_by_outcome_nothing_is_lost() -> None:
    draws = np.random.default_rng(1).random((4_000, 3))
    looks, order, back = 0.42, 0.2, 0.3
    parts = [[events(u, m) for u in draws[:, n]] for n, m in enumerate(
        (looks * (1 - order), looks * order * (1 - back), looks * order * back)
    )]  # fmt: skip
    total = np.sum(parts, axis=0)
    assert total.mean() == pytest.approx(looks, abs=4 * math.sqrt(looks / 4_000))
    assert total.var() == pytest.approx(looks, rel=0.1)
