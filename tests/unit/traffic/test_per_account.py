"""A21: natural impressions per account as a product of its causes."""

import pytest

from sim.traffic.per_account import natural_per_account


def test_a21_a_drier_feed_for_more_accounts() -> None:
    before = natural_per_account(1000.0, 0.10, 0.2, 0.8, 100)
    after = natural_per_account(1000.0, 0.25, 0.2, 0.8, 150)
    assert after / before == pytest.approx(0.5556, abs=5e-5)
    assert before == pytest.approx(1000.0 * 0.9 * 0.8 * 0.8 / 100)
