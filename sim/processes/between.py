"""Between platforms: every midnight the day is counted, and what crosses from one to another is carried over."""

from collections.abc import Generator, Sequence

import simpy

from sim.core.clock import Clock, Rank
from sim.core.units import TICKS_PER_DAY
from sim.platforms.between import new_day
from sim.platforms.counting import counted
from sim.platforms.state import Between, Site


def between(clock: Clock, state: Between, sites: Sequence[Site]) -> Generator[simpy.Event, None, None]:
    """Wake after the careers of the day and before anything is published: each wake-up is dated a day ahead."""
    while True:
        yield clock.at(clock.now, Rank.CHANGE)
        new_day(state, sites, clock.now)
        yield clock.at(clock.now + TICKS_PER_DAY, Rank.CHANGE)


def counting(clock: Clock, state: Between, sites: Sequence[Site]) -> Generator[simpy.Event, None, None]:
    """Count each day when it is over."""
    while True:
        yield clock.at(clock.now + TICKS_PER_DAY, Rank.CLOSE)
        state.rows += counted(state, sites, clock.now // TICKS_PER_DAY - 1)
