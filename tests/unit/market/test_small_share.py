import pytest

from sim.market.small_share import share_before


@pytest.mark.parametrize(
    ("growth", "before", "large"), [(0.2, 0.380, -0.033), (0.3, 0.411, 0.104), (0.4, 0.443, 0.257)]
)
def test_the_share_a_year_ago(growth: float, before: float, large: float) -> None:
    found = share_before(growth)
    assert found.before == pytest.approx(before, abs=5e-4)
    assert found.large_growth == pytest.approx(large, abs=5e-4)
    assert found.before * 1.58 + (1 - found.before) * (1 + found.large_growth) == pytest.approx(1 + growth)


def test_impossible_growth_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed"):
        share_before(2.5)
