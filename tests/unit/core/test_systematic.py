"""Systematic sampling meets every mass as often as its share says, and all marks lie in the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.systematic import marks_below

INSIDE = st.floats(1e-9, 1.0 - 1e-9)


@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=40), INSIDE, st.integers(1, 300))
def test_each_mass_is_met_by_its_share(mass: list[float], offset: float, marks: int) -> None:
    upto = np.cumsum(mass)
    total = float(upto[-1])
    if not total > 1e-300:
        return
    below = [int(marks_below(float(one), total, offset, marks)) for one in upto]
    met = np.diff([0, *below])
    assert below[-1] == marks
    assert np.all(met >= 0)
    assert np.all(np.abs(met - marks * np.array(mass) / total) < 1.0 + 1e-6)


@given(INSIDE, INSIDE, st.integers(1, 300))
def test_it_counts_the_marks(upto: float, offset: float, marks: int) -> None:
    places = (np.arange(marks) + offset) / marks
    if np.any(np.abs(places - upto) < 1e-12):
        return  # a mark on the edge may fall to either side
    assert marks_below(upto, 1.0, offset, marks) == np.count_nonzero(places < upto)


@pytest.mark.parametrize(("upto", "count"), [(0.0, 0), (-1.0, 0), (float("nan"), 0), (5.0, 7)])
def test_it_stays_within_the_marks(upto: float, count: int) -> None:
    assert marks_below(upto, 2.0, 0.5, 7) == count
