"""Whether what a file says of users and of a learner stays within the arrays that compiled code counts in.

A user begins where the day has ended: a clock in the past would have her write before the first minute of a span, or
more records than there is room for.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.recommender.feedback import FEEDBACK
from sim.world.world import World

PLAYS = ("first", "column", "count")  # how a learner keeps a table of few entries, in compressed form


class Size(NamedTuple):
    """How many there are of what a learner names by a number."""

    users: int
    accounts: int
    topics: int


def there(world: World, now: int) -> bool:
    """Whether every user's next act is still to come, and who is in a live room is in one that there is."""
    users, live = world.users, world.live
    following = np.where(users.in_session > 0, users.clock, users.counted_to)
    if (following[(users.in_session > 0) | (users.away == 0)] < now).any():
        return False
    inside = users.room >= 0
    if not inside.any():
        return True
    if live is None or not (np.diff(live.rooms.serial) > 0).all():
        return False
    return bool(np.isin(users.room[inside], live.rooms.serial).all() and (users.room_until[inside] >= now).all())


def learned(state: Any, size: Size) -> bool:
    """Whether all that a learner names is there, all the way down its state."""
    if isinstance(state, np.ndarray):
        return state.dtype != FEEDBACK or _waits(state, size)
    if not hasattr(state, "__dict__"):
        return True
    held = vars(state)
    if set(PLAYS) <= held.keys() and not _compressed([held[name] for name in PLAYS], size.accounts * size.topics):
        return False
    return all(learned(one, size) for one in held.values())


def _waits(waiting: NDArray[np.void], size: Size) -> bool:
    """Whether impressions that wait to be learned from are of users, accounts and topics, played or not."""
    most = {"user": size.users, "creator": size.accounts, "topic": size.topics, "played": 2}
    return all(((waiting[name] >= 0) & (waiting[name] < end)).all() for name, end in most.items())


def _compressed(plays: list[NDArray[Any]], columns: int) -> bool:
    """Whether three arrays are a table of so many columns: where its rows begin, column and count of each entry."""
    first, column, count = plays
    ordered = first[0] == 0 and (np.diff(first) >= 0).all() and first[-1] == column.size == count.size
    return bool(ordered and (not column.size or (column.min() >= 0 and column.max() < columns)))
