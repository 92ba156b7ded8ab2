"""Who is in which shard, and a column of all users as the shards hold it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.ranges import Ranges

Split = list[Ranges]  # the users of each shard


def even(users: int, shards: int) -> Split:
    """So many shards of neighbours, as equal as can be."""
    cuts = np.linspace(0, users, shards + 1).astype(int).tolist()
    return [[pair] for pair in pairwise(cuts)]


def part(column: NDArray[Any], ranges: Ranges) -> NDArray[Any]:
    """The rows of a column that belong to a shard, to be read at once: a view if they lie together."""
    if len(ranges) == 1:
        return column[ranges[0][0] : ranges[0][1]]
    return np.concatenate([column[:0], *(column[first:last] for first, last in ranges)])


def own(column: NDArray[Any], ranges: Ranges) -> NDArray[Any]:
    """The same, never a view."""
    return part(column, ranges).copy()


def put(column: NDArray[Any], ranges: Ranges, rows: NDArray[Any]) -> None:
    """Write a shard's rows into a column of all users."""
    start = 0
    for first, last in ranges:
        column[first:last] = rows[start : start + last - first]
        start += last - first


def whole(split: Split, parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The column of all users."""
    users = sum(last - first for ranges in split for first, last in ranges)
    column = np.empty((users, *parts[0].shape[1:]), dtype=parts[0].dtype)
    for ranges, rows in zip(split, parts, strict=True):
        put(column, ranges, rows)
    return column
