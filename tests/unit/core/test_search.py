"""Where numbers stand among others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.core.search import row_of, rows_not_zero, rows_within


@given(st.sets(st.integers(-50, 50)), st.integers(-60, 60))
def test_it_finds_what_is_there_and_nothing_else(there: set[int], wanted: int) -> None:
    ordered = sorted(there)
    row = row_of(np.array(ordered, dtype=np.int64), wanted)
    assert row == (ordered.index(wanted) if wanted in there else -1)


@given(arrays(np.int64, st.integers(0, 40), elements=st.integers(-5, 5)), st.integers(-6, 6), st.integers(-6, 6))
def test_rows_within_bounds_are_those_that_comparing_finds(values: np.ndarray, low: int, high: int) -> None:
    assert np.array_equal(rows_within(values, low, high), np.flatnonzero((values >= low) & (values < high)))


@given(arrays(np.int64, st.tuples(st.integers(0, 20), st.integers(0, 4)), elements=st.integers(-1, 1)))
def test_rows_that_are_not_zero_hold_something(table: np.ndarray) -> None:
    assert np.array_equal(rows_not_zero(table), np.flatnonzero(table.any(axis=1)))
