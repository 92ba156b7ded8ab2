"""One person, one taste: interests are the same on every platform, whichever she visits."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sim.world.users import Users

TASTES = ("logit", "match", "drift_day")


class Carried(NamedTuple):
    """What all platforms knew of users' interests when it was last carried over. Shapes: pull [U, K], drift_day [U]."""

    pull: NDArray[np.float32]
    drift_day: NDArray[np.int32]

    @classmethod
    def of(cls, users: Users) -> Self:
        """As it stands on a platform."""
        return cls(users.pull.copy(), users.drift_day.copy())


def carry(tables: Sequence[Users], before: Carried) -> Carried:
    """Carry the day's drift, and what was watched since, to every platform's row of a user.

    Interests drift at the first visit of a day, by a shock that belongs to the person, so platforms that were both
    visited have drifted alike, and the latest state is hers. What she watched on each of them since adds up.
    Limits: with one platform nothing changes. What is watched in a session that goes on after midnight counts on each
        platform for itself until the next day.
    """
    if len(tables) < 2:
        return before
    latest = np.max([users.drift_day for users in tables], axis=0)
    moved = latest > before.drift_day
    pull = before.pull.copy()
    pull[moved] = 0.0
    source = np.full(latest.size, -1)  # the last platform on which she drifted; -1: nowhere since
    for place, users in enumerate(tables):
        fresh = moved & (users.drift_day == latest)
        source[fresh] = place
        seen = users.pull - before.pull
        seen[fresh] = users.pull[fresh]
        pull += seen
    for place, users in enumerate(tables):
        users.pull[:] = pull
        for origin, other in enumerate(tables):
            rows = np.flatnonzero(source == origin)
            if origin != place and rows.size:
                for name in TASTES:
                    getattr(users, name)[rows] = getattr(other, name)[rows]
    return Carried(pull, tables[0].drift_day.copy())
