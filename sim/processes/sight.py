"""What an account sees when it decides: itself, and a few others. Nothing else of the world."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.units import TICKS_PER_DAY
from sim.kernels import careers as kernels
from sim.world.careers import Careers
from sim.world.creators import KOC_BELOW
from sim.world.livelihood import staffed
from sim.world.world import World

ATTEMPTS = 4  # numbers drawn for each peer: most of them belong to nobody who is there
DAYS_PER_WEEK = 7
Floats = NDArray[np.float64]


class Own(NamedTuple):
    """An account's own state and feedback.

    Shapes: [N], `mix` and `payoff` [N, K], or [0, K] where topics are not thought about; N accounts that decide.
    """

    income: Floats  # RMB a month lately
    wage: Floats  # reservation wage, RMB a month
    full_time: NDArray[np.bool_]
    small: NDArray[np.bool_]  # below 10 k followers
    staffed: NDArray[np.bool_]  # run by staff or a machine
    extra: Floats  # uploads a day that its agency pays for
    load: Floats  # uploads a day that still weigh on its strength
    attention: Floats  # views per upload lately
    habit: Floats  # uploads a day
    drive: Floats
    lift: Floats
    mix: NDArray[np.float32]  # topics
    payoff: Floats  # of each topic, relative to the mean


class Peers(NamedTuple):
    """What it sees of a few others. Shapes: [N], `payoff` and `best_mix` [N, K]. Attention is -1 without any."""

    attention: Floats
    payoff: Floats
    best_attention: Floats
    best_mix: Floats


def own_of(world: World, rows: NDArray[np.int64], topics: bool = False) -> Own:
    """What these accounts see of themselves; `topics` too, if they are to think about them."""
    creators, careers = world.creators, _careers(world)
    payoff = np.empty((rows.size if topics else 0, creators.topic_mix.shape[1]))
    if topics:
        kernels.own_payoffs(rows, careers.topic_views, careers.topic_uploads, payoff)
    return Own(
        income=_income(world, careers, rows),
        wage=careers.wage[rows],
        full_time=careers.full_time[rows].astype(bool),
        small=creators.followers[rows] < KOC_BELOW,
        staffed=staffed(creators.kind[rows]),
        extra=careers.extra[rows],
        load=careers.load[rows],
        attention=careers.recent_views[rows] / np.maximum(careers.recent_uploads[rows], kernels.FEW_UPLOADS),
        habit=careers.habit[rows],
        drive=careers.drive[rows],
        lift=careers.lift[rows],
        mix=creators.topic_mix[rows[: len(payoff)]],
        payoff=payoff,
    )


def _income(world: World, careers: Careers, rows: NDArray[np.int64]) -> Floats:
    """RMB a month lately, on all platforms."""
    here = careers.income[rows]
    return here if world.residence is None else here + world.residence.elsewhere[rows]


def chosen_peers(world: World, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The accounts that each one looks at this week, [N, peers]; -1 for nobody.

    Each place has a few keyed attempts among all accounts there may ever be; the first that is active is taken, so
    that who else is there changes no other place.
    """
    week = world.now // (DAYS_PER_WEEK * TICKS_PER_DAY)
    active = world.creators.active(world.now)
    chosen = np.full((rows.size, world.career_settings.peers), -1, dtype=np.int64)
    for place in range(chosen.shape[1]):
        units = draws.units(world.key.seed, streams.PEERS, rows, week, place, world.key.replication)
        for attempt in range(ATTEMPTS):
            met = np.floor(units[:, attempt] * active.size).astype(np.int64)
            free = (chosen[:, place] < 0) & active[met] & (met != rows)
            chosen[free, place] = met[free]
    return chosen


def peers_of(world: World, rows: NDArray[np.int64], peers: NDArray[np.int64]) -> Peers:
    """What these accounts see of others [N, P]; or of everybody, where information is full."""
    topics = world.creators.topic_mix.shape[1]
    asked = np.flatnonzero(world.creators.active(world.now))[None, :] if _full(world) else peers
    careers = _careers(world)
    count = len(asked)
    seen = Peers(np.empty(count), np.empty((count, topics)), np.empty(count), np.zeros((count, topics)))
    kernels.look_around(
        asked, careers.recent_views, careers.recent_uploads, careers.topic_views, careers.topic_uploads,
        world.creators.topic_mix, *seen,
    )  # fmt: skip  # the order of its fields is that of the kernel's last arguments
    return Peers(*(np.repeat(column, rows.size, axis=0) for column in seen)) if _full(world) else seen


def _full(world: World) -> bool:
    return world.career_settings.information == "full"


def _careers(world: World) -> Careers:
    assert world.careers is not None
    return world.careers
