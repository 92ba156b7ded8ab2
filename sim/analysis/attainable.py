"""How much of the exposure any allocation could have given to some accounts, knowing everything beforehand.

A linear programme over an aggregated world: blocks of time x classes of users x topics x tastes x groups of
accounts. It chooses how many natural impressions each class gets of each topic from each group, so that one group
gets as many as possible while the mean taste score stays above a floor.

Its value is an upper bound of what a policy can reach, because it leaves out all that holds a policy back: it knows
every taste and every account's uploads; users of a class may swap their slots; nobody tires; retrieval brings
everything; and each taste counts as the highest of its segment.
"""

from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import sparse

from sim.core.errors import InvariantError

Floats = NDArray[np.float64]


class Aggregate(NamedTuple):
    """A world in the large. Shapes: B blocks, H classes of users, K topics, Q segments of taste, G groups.

    `slots` [B, H] natural impressions; `room` [B, H, K, Q] those of them that belong to the segment's users;
    `taste` [B, H, K, Q] the segment's taste score of the topic; `supply` [B, H, K, Q, G] the most impressions that
    the segment can be shown of the topic from the group.
    """

    slots: Floats
    room: Floats
    taste: Floats
    supply: Floats


class Attained(NamedTuple):
    """The optimum: impressions of the group [B], and the mean taste score of all impressions."""

    impressions: Floats
    match: float


def attainable(world: Aggregate, group: int, least_match: float) -> Attained:
    """The most impressions that one group can get while the mean taste score is at least `least_match`.

    Raises:
        InvariantError: if not even the best match reaches the floor, or the slots cannot be filled.
    """
    blocks, classes = world.slots.shape
    shape = world.supply.shape
    cells, groups = int(np.prod(shape[:4])), shape[4]
    taste = np.repeat(world.taste.reshape(-1), groups)
    wanted = np.zeros(shape)
    wanted[..., group] = 1.0
    place = np.arange(cells * groups)
    of_class = place // (shape[2] * shape[3] * groups)
    ones = np.ones(place.size)
    filled = sparse.csr_array((ones, (of_class, place)), shape=(blocks * classes, place.size))
    housed = sparse.csr_array((ones, (place // groups, place)), shape=(cells, place.size))
    floor = sparse.csr_array(-taste[None, :])
    found = scipy.optimize.linprog(
        -wanted.reshape(-1),
        A_ub=sparse.vstack([housed, floor]).tocsr(),
        b_ub=np.append(world.room.reshape(-1), -least_match * world.slots.sum()),
        A_eq=filled,
        b_eq=world.slots.reshape(-1),
        bounds=np.stack([np.zeros(place.size), world.supply.reshape(-1)], axis=1),
        method="highs",
    )
    if found.x is None:
        raise InvariantError(f"no allocation keeps a mean taste score of {least_match:.4g}: {found.message}")
    given = np.asarray(found.x, dtype=np.float64)
    return Attained((given.reshape(shape) * wanted).reshape(blocks, -1).sum(axis=1), float(taste @ given / given.sum()))
