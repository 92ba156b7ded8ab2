"""The tables of live rooms: those that are planned or open, and the accounts that open them."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.core.units import NEVER, TICKS_PER_MINUTE
from sim.world.span import Span
from sim.world.tally import LANES


class Air(IntEnum):
    """What is summed for each room: viewers who went in by lane of the impression (the first columns), and these."""

    CALLED = LANES  # those of them who heeded a call to followers
    STAY_MS = LANES + 1  # time that viewers stay, counted when they go in
    SHOWN = LANES + 2  # impressions of it
    OPEN_MS = LANES + 3  # time that it was open


AIR = LANES + 4


def minutes(span: Span) -> int:
    """How many minutes a span has."""
    return (span.end - span.start) // TICKS_PER_MINUTE


ROOMS = {
    "serial": Column("i4", "item serial", "shared", "the item that it is in the feed"),
    "creator": Column("i4", "creator", "shared", "who opens it"),
    "opens_at": Column("i8", "tick", "shared", "when it opens"),
    "closes_at": Column("i8", "tick", "shared", "when it closes, drawn when it is planned"),
    "air": Column("i8", "as in Air", "shared", "sums so far", (AIR,)),
    "present": Column("i8", "users", "shared", "who are in it now"),
    "peak": Column("i8", "users", "shared", "most who were in it at the end of a minute"),
    "gmv_fen": Column("i8", "fen", "shared", "sales so far"),
}
HOSTS = {
    "per_day": Column("f8", "1/day", "shared", "rooms opened while none is open; 0: it never goes live"),
    "talent": Column("f8", "1", "shared", "what its rooms have over its videos, in quality"),
    "behind": Column("f8", "rooms", "shared", "rooms held before the start"),
    "next_at": Column("i8", "tick", "shared", "when the next room opens", (), NEVER),
    "session": Column("i4", "1", "shared", "number of the next room"),
    "held": Column("i8", "rooms", "shared", "rooms that have closed and are settled"),
    "air": Column("i8", "as in Air", "shared", "sums of these", (AIR,)),
    "peak": Column("i8", "users", "shared", "most who were in one of them at once"),
    "gmv_fen": Column("i8", "fen", "shared", "sales in them"),
}


class Rooms(Table):
    """Rooms that are planned, open, or closed and not yet settled: one row each, in order of serial."""

    serial: NDArray[np.int32]
    creator: NDArray[np.int32]
    opens_at: NDArray[np.int64]
    closes_at: NDArray[np.int64]
    air: NDArray[np.int64]
    present: NDArray[np.int64]
    peak: NDArray[np.int64]
    gmv_fen: NDArray[np.int64]

    def __init__(self, count: int = 0) -> None:
        super().__init__(ROOMS, count)

    def open_ms(self, start: int, end: int) -> NDArray[np.int64]:
        """Time that each room is open in a span, [R]."""
        open_for = np.minimum(self.closes_at, end) - np.maximum(self.opens_at, start)
        return np.asarray(np.maximum(open_for, 0), dtype=np.int64)


class Hosts(Table):
    """Accounts as hosts, row by row with the table of accounts."""

    per_day: NDArray[np.float64]
    talent: NDArray[np.float64]
    behind: NDArray[np.float64]
    next_at: NDArray[np.int64]
    session: NDArray[np.int32]
    held: NDArray[np.int64]
    air: NDArray[np.int64]
    peak: NDArray[np.int64]
    gmv_fen: NDArray[np.int64]

    def __init__(self, count: int) -> None:
        super().__init__(HOSTS, count)
