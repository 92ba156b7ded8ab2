"""The row of a number among others that are in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.core.search import row_of


@given(st.sets(st.integers(-50, 50)), st.integers(-60, 60))
def test_it_finds_what_is_there_and_nothing_else(there: set[int], wanted: int) -> None:
    ordered = sorted(there)
    row = row_of(np.array(ordered, dtype=np.int64), wanted)
    assert row == (ordered.index(wanted) if wanted in there else -1)
