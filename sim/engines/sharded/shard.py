"""A shard: some users, and the kernel that serves them. It knows neither the world nor other shards."""

import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.hands import Hands
from sim.engines.compiled import NOBODY
from sim.engines.ranges import Ranges, Snapshot, share_out
from sim.engines.sharded.split import own, put
from sim.kernels.buying import Shoppers
from sim.kernels.shapes import Rows
from sim.world.tally import Served

Columns = dict[str, dict[str, NDArray[Any]]]  # rows of some users, by table and column
USERS, SHOPPERS = "users", "shoppers"
UNBACKED = 0x4000 if hasattr(mmap, "MAP_POPULATE") else 0  # Linux: claim addresses, not memory (MAP_NORESERVE)


class Shard:
    """Serves its users span after span and keeps their rows. Shapes: rows of its own users, range by range.

    A user's row lies at her number, for the number is what her noise is keyed by; so its columns have places for
    all users of the world. Pages that nobody writes take no memory.
    """

    def __init__(self, ranges: Ranges, users: int, rows: Columns, frozen: tuple[str, ...], threads: int = 1) -> None:
        self.ranges, self.hands = ranges, Hands(threads)
        self.tables = {
            table: {name: _places(users, column) for name, column in columns.items()} for table, columns in rows.items()
        }
        self.update(rows)
        for columns in self.tables.values():
            for name in set(frozen) & set(columns):
                columns[name].flags.writeable = False  # as the kernel is compiled for
        self.rows = Rows(**self.tables[USERS])
        self.shoppers = Shoppers(**self.tables.get(SHOPPERS) or dict(NOBODY.columns()))

    def update(self, changes: Columns) -> None:
        """Take over rows that others have changed between two spans."""
        for table, columns in changes.items():
            for name, rows in columns.items():
                column = self.tables[table][name]
                frozen = not column.flags.writeable
                column.flags.writeable = True
                put(column, self.ranges, rows)
                column.flags.writeable = not frozen

    def serve(self, snapshot: Snapshot, changes: Columns) -> Served:
        """Serve its users for one span; the integer sums."""
        self.update(changes)
        return share_out(read_only(snapshot), self.rows, self.shoppers, self.ranges, self.hands)

    def fetch(self, wanted: dict[str, list[str]]) -> Columns:
        """Copies of the rows of its users, of these columns by table."""
        return {
            table: {name: own(self.tables[table][name], self.ranges) for name in names}
            for table, names in wanted.items()
        }


def _places(users: int, like: NDArray[Any]) -> NDArray[Any]:
    """A column with a place for every user, all zero; only what is written takes memory."""
    shape = (users, *like.shape[1:])
    count = int(np.prod(shape))
    room = mmap.mmap(-1, max(count * like.dtype.itemsize, 1), mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | UNBACKED)
    return np.frombuffer(room, dtype=like.dtype, count=count).reshape(shape)


def read_only(packed: Any) -> Any:
    """The same tuple of tuples with its arrays read-only: what has come from elsewhere may have lost the mark."""
    if isinstance(packed, np.ndarray):
        view = packed.view()
        view.flags.writeable = False
        return view
    if isinstance(packed, tuple):
        parts = [read_only(one) for one in packed]
        return type(packed)(*parts) if hasattr(packed, "_fields") else tuple(parts)
    return packed
