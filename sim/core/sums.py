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


@loop
def _count(codes, total):  # type: ignore[no-untyped-def]  # compiled
    """Add one for each code of a table that is not negative."""
    for i in range(codes.shape[0]):
        for n in range(codes.shape[1]):
            if codes[i, n] >= 0:
                total[codes[i, n]] += 1


def counts_of(codes: NDArray[np.int32], groups: int) -> NDArray[np.int64]:
    """How often each code appears in a table [N, n], empty places below 0: [groups]."""
    total = np.zeros(groups, dtype=np.int64)
    _count(codes, total)
    return total
