"""Systematic sampling: marks at even distances over a line of masses, the first of them by chance.

Each mass is met as often as its share of the line says, to less than one.
Source: Madow and Madow, "On the theory of systematic sampling", Annals of Mathematical Statistics 1944.
"""

import numpy as np

from sim.core.law import law


@law
def marks_below(upto, total, offset, marks):  # type: ignore[no-untyped-def]  # compiled
    """How many of `marks` evenly spaced marks, the first at `offset` of their distance, lie in the first `upto`."""
    return min(max(np.int64(upto * marks / total - offset + 1.0), 0), marks)
