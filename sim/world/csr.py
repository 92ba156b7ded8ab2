"""A network in compressed rows: the neighbours of node i are `target[start[i]:start[i + 1]]`, in order."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Rows(NamedTuple):
    """Shapes: start [N + 1], target [E]; read-only."""

    start: NDArray[np.int64]
    target: NDArray[np.int32]

    @property
    def degree(self) -> NDArray[np.int64]:
        """Neighbours of each node, [N]."""
        return np.diff(self.start)

    @classmethod
    def of_pairs(cls, source: NDArray[np.int64], target: NDArray[np.int64], nodes: int) -> Self:
        """From pairs [E], each kept once."""
        key = np.unique(source.astype(np.int64) * nodes + target)
        start = np.searchsorted(key, np.arange(nodes + 1) * nodes)
        return cls(*_frozen(start, (key % nodes).astype(np.int32)))

    @classmethod
    def of_lists(cls, lists: NDArray[np.int32]) -> Self:
        """From one list a row [N, places], empty places below 0; the order of the places is kept."""
        there = lists >= 0
        start = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum(there.sum(axis=1), out=start[1:])
        return cls(*_frozen(start, lists[there]))


def _frozen(start: NDArray[np.int64], target: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    start = start.astype(np.int64, copy=False)
    start.flags.writeable = False
    target.flags.writeable = False
    return start, target
