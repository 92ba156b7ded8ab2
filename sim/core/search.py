"""Where numbers stand among others."""

import numpy as np

from sim.core.law import law, loop


@law
def row_of(ordered, value):  # type: ignore[no-untyped-def]  # compiled
    """The row of a value in an ascending table without doubles, by bisection; -1 if it is not there."""
    low, high = 0, ordered.size
    while low < high:
        middle = (low + high) // 2
        if ordered[middle] < value:
            low = middle + 1
        else:
            high = middle
    if low < ordered.size and ordered[low] == value:
        return low
    return -1


@loop
def rows_within(values, low, high):  # type: ignore[no-untyped-def]  # compiled
    """The rows whose value is at least `low` and below `high`."""
    count = 0
    for value in values:
        count += low <= value < high
    rows = np.empty(count, np.int64)
    count = 0
    for i in range(values.size):
        if low <= values[i] < high:
            rows[count] = i
            count += 1
    return rows


@loop
def rows_not_zero(table):  # type: ignore[no-untyped-def]  # compiled
    """The rows of a table of whole numbers [N, n] that hold anything but zeros."""
    rows = np.empty(table.shape[0], np.int64)
    count = 0
    for i in range(table.shape[0]):
        seen = 0
        for n in range(table.shape[1]):
            seen |= table[i, n]
        rows[count] = i
        count += seen != 0
    return rows[:count].copy()
