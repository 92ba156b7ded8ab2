"""Accounts that come and accounts that close, at the platform-wide rates of the traffic schedule.

Entrants come from one stream drawn with the world, and are let in by a keyed draw against the current
rate, so that entrant k is the same person under every policy and schedule.
"""

import math
from collections.abc import Generator

import numpy as np
import simpy

from sim.core import draws, streams
from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.processes.stage import Stage

DAYS_PER_MONTH = 30.0


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
    rows = np.flatnonzero((comes >= now) & (comes < now + stage.refresh_ticks))
    if rows.size == 0:
        return
    rate = np.array([stage.traffic.entrants_per_month.at(stage.days_after_onset(int(t))) for t in comes[rows]])
    draw = draws.units(world.key.seed, streams.ENTRY, rows)[:, 1]
    world.open_account(rows[draw < rate / most])


def close(stage: Stage) -> None:
    """Close each active account with the day's share of the monthly hazard."""
    world, now = stage.world, stage.clock.now
    hazard = stage.traffic.exit_hazard_per_month
    if hazard == 0.0 or now == 0:
        return
    rows = np.flatnonzero(world.creators.active(now))
    draw = draws.units(world.key.seed, streams.EXIT, rows, tick=now // TICKS_PER_DAY, replication=world.key.replication)
    world.close_account(rows[draw[:, 0] < 1.0 - math.exp(-hazard / DAYS_PER_MONTH)], now)
