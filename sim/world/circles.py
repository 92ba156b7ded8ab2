"""What a user's friends have liked lately: what a platform on which friends see likes can rank by."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sim.core.errors import PolicyError
from sim.world.world import World

LARGEST = 50_000_000  # users times items, in one table of real numbers


def liked_by_friends(world: World) -> NDArray[np.float64]:
    """Share of each user's friends who liked each item, among the likes that friends see, [U, I]; [0, 0] without any.

    Raises:
        PolicyError: if the table would be too large.
    """
    users, items, friends = world.users, world.items, world.friends
    if friends is None or not users.holds("liked"):
        return np.zeros((0, 0))
    if len(users) * len(items) > LARGEST:
        raise PolicyError(
            f"a ranking by friends' likes needs a table of {len(users)} users by {len(items)} items, allowed are "
            f"{LARGEST} cells: take fewer users, or let the social lane (platform.social_share) carry their signals"
        )
    row, place = np.nonzero(users.liked >= 0)
    serial = users.liked[row, place]
    item = np.minimum(np.searchsorted(items.serial, serial), max(len(items) - 1, 0))
    there = items.serial[item] == serial if len(items) else np.zeros(0, dtype=bool)
    shape = (len(users), len(items))
    likes = csr_array((np.ones(int(there.sum()), dtype=np.int64), (row[there], item[there])), shape=shape)
    likes.data[:] = 1  # one friend counts once, however often she liked it
    ties = csr_array(
        (np.ones(friends.target.size, dtype=np.int64), friends.target, friends.start), shape=(shape[0],) * 2
    )
    counts = (ties @ likes).toarray()
    return np.asarray(counts / np.maximum(friends.degree, 1)[:, None], dtype=np.float64)
