"""Vectors of users and of what they may like: how they begin, and how a table of them is served."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams

USER, TOPIC, LINE = 0, 1, 2  # whose vectors


def first(seed: int, table: int, rows: int, size: int, spread: float) -> NDArray[np.float32]:
    """Rows of a level of 0 and `size` small normal numbers, [N, 1 + size]: without them nothing could be learned."""
    row = np.arange(rows)
    four = [draws.normals(seed, streams.VECTORS, row, table, place) for place in range((size + 3) // 4)]
    numbers = spread * np.concatenate(four, axis=1)[:, :size]
    return np.concatenate([np.zeros((rows, 1)), numbers], axis=1).astype(np.float32)
