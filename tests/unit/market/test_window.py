import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.market.window import log_roi, months_of_window


@pytest.mark.parametrize(
    ("changed", "months"),
    [
        ({}, 12.99),
        ({"r0": 2.0}, 8.89),
        ({"kappa_n0": 0.0}, 19.02),
        ({"phi": 0.0}, 21.50),
        ({"doubling_months": 3.0}, 6.49),
        ({"doubling_months": 12.0}, 25.98),
    ],
)
def test_published_lengths(changed: dict[str, float], months: float) -> None:
    assert months_of_window(**changed) == pytest.approx(months, abs=0.005)


@given(
    r0=st.floats(1.01, 50),
    doubling=st.floats(0.5, 48),
    phi=st.floats(0.0005, 3),
    kappa=st.floats(0.001, 2),
)
def test_at_its_end_the_return_is_one(r0: float, doubling: float, phi: float, kappa: float) -> None:
    months = months_of_window(r0, doubling, phi, kappa)
    assert log_roi(months, r0, doubling, phi, kappa) == pytest.approx(0.0, abs=1e-7 * max(1.0, math.log(r0) / phi))
    assert months_of_window(r0, 2 * doubling, phi, kappa) == pytest.approx(2 * months), "as long as a doubling"


def test_limits() -> None:
    assert months_of_window(phi=0.0, kappa_n0=0.0) == math.inf
    assert months_of_window(r0=0.9) == 0.0
    assert months_of_window(r0=6.0, alternative=2.0) == pytest.approx(months_of_window())
    assert months_of_window(phi=1e-7) == pytest.approx(months_of_window(phi=0.0), rel=1e-4), "no overflow"
    assert months_of_window(phi=0.001) == pytest.approx(months_of_window(phi=0.0), rel=2e-2)
    with pytest.raises(ValueError, match="allowed"):
        months_of_window(r0=-1.0)
