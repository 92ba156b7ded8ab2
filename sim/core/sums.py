"""Exact sums of whole numbers by group, in one pass over the rows."""

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop


@loop
def _add(rows, which, group, total):  # type: ignore[no-untyped-def]  # compiled
    """Add each of these rows to the row of its group."""
    for i in which:
        g = group[i]
        for n in range(rows.shape[1]):
            total[g, n] += rows[i, n]


def sums_by(
    rows: NDArray[np.int64], group: NDArray[np.int32], groups: int, which: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Sum of rows [N, n] by group [N]: [groups, n]. `which` are the rows that are not all zeros, where it is known."""
    total = np.zeros((groups, rows.shape[1]), dtype=np.int64)
    _add(rows, np.arange(len(rows)) if which is None else which, group, total)
    return total


@loop
def total_of(rows):  # type: ignore[no-untyped-def]  # compiled
    """Sum of all rows [N, n]: [n]."""
    total = np.zeros(rows.shape[1], np.int64)
    for i in range(rows.shape[0]):
        for n in range(rows.shape[1]):
            total[n] += rows[i, n]
    return total


def across(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum of each row [N, n] of few numbers: [N]. Column by column: numpy's own sum is slow along short rows."""
    total = rows[:, 0].copy()
    for column in rows.T[1:]:
        total += column
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
