"""Arrays on cache lines of their own: two threads that write close to each other wait for each other at every word."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

LINE = 64  # bytes that a processor fetches at once
PAIR = 2 * LINE  # a processor may fetch a line's neighbour with it


def on_lines(count: int, dtype: DTypeLike = np.float64, fill: float = 0) -> NDArray[Any]:
    """An array [count] that begins on a line and shares none with anything else."""
    kind = np.dtype(dtype)
    size = count * kind.itemsize
    room = np.zeros(size + 2 * PAIR, dtype=np.uint8)
    start = -room.ctypes.data % PAIR
    array: NDArray[Any] = room[start : start + size].view(kind)
    if fill:
        array.fill(fill)
    return array
