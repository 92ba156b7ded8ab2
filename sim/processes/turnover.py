"""Accounts that come and accounts that close, at the platform-wide rates of the traffic schedule.

Entrants come from one stream drawn with the world, and are let in by a keyed draw against the current
rate, so that entrant k is the same person under every policy and schedule.
"""

import math
from collections.abc import Generator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.clock import Rank
from sim.core.search import rows_within
from sim.core.units import NEVER, TICKS_PER_DAY
from sim.laws.entering import entry_factor
from sim.processes.stage import Stage
from sim.world import livelihood
from sim.world.kinds import is_one_of
from sim.world.world import World

DAYS_PER_MONTH = 30.0
NEW_DAYS = (30, 90)  # days in which a newcomer's income is looked at by others
MOST_ATTRACTION = 3.0  # times the stated rate, at most


def turnover(stage: Stage) -> Generator[simpy.Event, None, None]:
    """At every cut let in who comes before the next one; once a day close accounts."""
    while True:
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        enter(stage)
        if stage.clock.now % TICKS_PER_DAY == 0:
            close(stage)
        yield stage.clock.at(stage.clock.now + stage.refresh_ticks, Rank.CHANGE)


def enter(stage: Stage) -> None:
    """Let in entrants of the coming span, each with the probability rate / highest rate."""
    world, now = stage.world, stage.clock.now
    most = world.settings.entrants_at_most
    comes = world.creators.comes_at
    rows = rows_within(comes, now, now + stage.refresh_ticks)
    if world.residence is not None:
        rows = rows[_at_home(world)[rows]]
    if rows.size == 0:
        return
    rate = np.array([stage.traffic.entrants_per_month.at(stage.days_after_onset(int(t))) for t in comes[rows]])
    if world.career_settings.enabled and world.career_settings.entry:
        rate = np.maximum(rate, world.career_settings.entrants_per_month) * attractions(world, rows)
    draw = draws.units(world.key.seed, streams.ENTRY, rows)[:, 1]
    world.open_account(rows[draw < rate / most])


def _at_home(world: World) -> NDArray[np.bool_]:
    """Accounts that come and close here; a guest's owner does so at home, [C]."""
    return np.ones(len(world.creators), dtype=bool) if world.residence is None else ~world.residence.guest


def attractions(world: World, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Factor on the rate at which each of these would come, by what newcomers of its kind are seen to earn, [N]."""
    factor, kind = np.ones(rows.size), world.creators.kind
    for kinds, reference in livelihood.references(world.career_settings).items():
        mine = is_one_of(kind[rows], kinds)
        if mine.any():
            factor[mine] = attraction(world, is_one_of(kind, kinds), reference)
    return factor


def attraction(world: World, same: NDArray[np.bool_], reference: float) -> float:
    """Factor on the rate of new accounts by what accounts like them, one to three months old, are seen to earn."""
    careers, settings = world.careers, world.career_settings
    if careers is None:
        return 1.0
    young = (
        _at_home(world)
        & world.creators.active(world.now)
        & (careers.days >= NEW_DAYS[0])
        & (careers.days < NEW_DAYS[1])
    )
    newcomers = young & same & (world.creators.comes_at < NEVER)
    if not newcomers.any():
        return 1.0
    income = math.fsum(careers.income[newcomers]) / int(newcomers.sum())
    return float(entry_factor(income, reference, settings.entry_elasticity, MOST_ATTRACTION))


def close(stage: Stage) -> None:
    """Close each active account with the day's share of the monthly hazard, unless careers decide about it."""
    world, now = stage.world, stage.clock.now
    hazard = stage.traffic.exit_hazard_per_month
    if hazard == 0.0 or now == 0 or (world.career_settings.enabled and world.career_settings.exit):
        return
    rows = world.deciding(now)
    draw = draws.units(world.key.seed, streams.EXIT, rows, tick=now // TICKS_PER_DAY, replication=world.key.replication)
    world.close_account(rows[draw[:, 0] < 1.0 - math.exp(-hazard / DAYS_PER_MONTH)], now)
