"""The table of items that can be recommended now or soon."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.core.units import NEVER

FIRST_ROOM = 1 << 30  # uploads from this number on are live rooms


class Format(IntEnum):
    """What an item is."""

    VIDEO = 0
    LIVE = 1  # a live room: visible while it is open, shown by a preview


SCHEMA = {
    "serial": Column("i4", "1", "shared", "running number, never used twice"),
    "creator": Column("i4", "creator", "shared", "who published it"),
    "upload": Column("i4", "1", "shared", "which of her planned uploads it is"),
    "topic": Column("i4", "topic", "shared", "what it is about"),
    "quality": Column("f8", "1", "shared", "its quality"),
    "duration_ms": Column("i8", "ms", "shared", "its length"),
    "visible_from": Column("i8", "tick", "shared", "when it appears"),
    "visible_to": Column("i8", "tick", "shared", "when it retires", (), NEVER),
    "impressions": Column("i8", "impressions", "shared", "impressions so far, as the platform counts"),
    "natural_impressions": Column("i8", "impressions", "shared", "those of them that were not paid"),
    "plays": Column("i8", "plays", "shared", "valid plays so far"),
    "completes": Column("i8", "1", "shared", "watched to the end so far"),
    "likes": Column("i8", "1", "shared", "likes so far"),
    "comments": Column("i8", "1", "shared", "comments so far"),
    "shares": Column("i8", "1", "shared", "shares so far"),
    "follows": Column("i8", "1", "shared", "follows it brought so far"),
    "expected": Column("i8", "plays / 2^20", "shared", "valid plays the platform expected from its viewers' tastes"),
    "format": Column("i1", "Format", "shared", "what it is", optional=True),
}


class Items(Table):
    """Items, one row each, oldest first."""

    serial: NDArray[np.int32]
    creator: NDArray[np.int32]
    upload: NDArray[np.int32]
    topic: NDArray[np.int32]
    quality: NDArray[np.float64]
    duration_ms: NDArray[np.int64]
    visible_from: NDArray[np.int64]
    visible_to: NDArray[np.int64]
    impressions: NDArray[np.int64]
    natural_impressions: NDArray[np.int64]
    plays: NDArray[np.int64]
    completes: NDArray[np.int64]
    likes: NDArray[np.int64]
    comments: NDArray[np.int64]
    shares: NDArray[np.int64]
    follows: NDArray[np.int64]
    expected: NDArray[np.int64]
    format: NDArray[np.int8]

    def __init__(self, count: int = 0) -> None:
        super().__init__(SCHEMA, count)
