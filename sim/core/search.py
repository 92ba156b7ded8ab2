"""Where a number stands among others that are in order."""

from sim.core.law import law


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
