"""One creator, several accounts: what is decided at home is carried to where she only publishes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.units import NEVER
from sim.world.residence import Residence
from sim.world.world import World

Ints = NDArray[np.int64]
PLANS = ("next_upload_at", "next_upload", "uploads_per_day", "topic_mix", "niche")


def settle_in(world: World, residence: Residence) -> None:
    """Begin without the guests: nobody follows them here, and nothing of theirs is on show."""
    world.residence = residence
    rows = np.flatnonzero(residence.guest)
    creators = world.creators
    creators.thaw()
    creators.joined_at[rows] = creators.next_upload_at[rows] = NEVER
    creators.followers[rows] = creators.first_followers[rows] = 0.0
    creators.freeze()
    world.users.follows[np.isin(world.users.follows, rows)] = -1
    if world.careers is not None:
        world.careers.thaw()
        world.careers.first_joined_at[rows] = NEVER
        world.careers.freeze()


def carry_plans(home: World, away: World, rows: Ints) -> None:
    """Let these accounts publish away what they publish at home: the same uploads, at the same time."""
    away.creators.thaw()
    for name in PLANS:
        getattr(away.creators, name)[rows] = getattr(home.creators, name)[rows]
    away.creators.freeze()
    if home.careers is not None and away.careers is not None:
        away.careers.thaw()
        for name in ("uploads", "uploads_then"):  # practice is the person's
            getattr(away.careers, name)[rows] = home.careers.uploads[rows]
        away.careers.freeze()


def earned_elsewhere(worlds: Sequence[World], place: int) -> NDArray[np.float64]:
    """What each account earns a month on the platforms other than this one, RMB, [C]."""
    total = np.zeros(len(worlds[place].creators))
    for other, world in enumerate(worlds):
        if other != place and world.careers is not None:
            total += np.where(world.creators.active(world.now), world.careers.income, 0.0)
    return total
