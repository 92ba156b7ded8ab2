"""Exact sums of whole numbers by group, in one pass over the rows."""

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop


@loop
def _add(rows, group, total):  # type: ignore[no-untyped-def]  # compiled
    """Add each row to the row of its group."""
    for i in range(rows.shape[0]):
        g = group[i]
        for n in range(rows.shape[1]):
            total[g, n] += rows[i, n]


def sums_by(rows: NDArray[np.int64], group: NDArray[np.int32], groups: int) -> NDArray[np.int64]:
    """Sum of rows [N, n] by group [N]: [groups, n]."""
    total = np.zeros((groups, rows.shape[1]), dtype=np.int64)
    _add(rows, group, total)
    return total
