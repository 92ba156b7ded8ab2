"""How much memory an engine takes beside the world that it serves."""

from sim.engines.ranges import LEAST_USERS
from sim.world.tally import COLUMNS

SHEET = 8 * COLUMNS  # bytes of an item on the sheet that a thread counts on


def sheet_bytes(threads: int, users: int, items: float) -> float:
    """Bytes of the sheets that threads count on, less the first one's; who gets no users counts nothing."""
    return (min(threads, max(users // LEAST_USERS, 1)) - 1) * items * SHEET


def shard_bytes(rows: float, here: bool) -> float:
    """Bytes of rows of users beside the world's, which take `rows`: the last copy, and those of shards that are here.

    Limits: shards of a Ray cluster on this same machine have theirs, too.
    """
    return 2.0 * rows if here else rows
