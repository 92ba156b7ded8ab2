"""The market between two spans: a new day begins for every budget, and bidders decide what to run."""

from collections.abc import Generator

import simpy

from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.processes.stage import Stage


def market(stage: Stage) -> Generator[simpy.Event, None, None]:
    """At every cut, before the next span opens."""
    while True:
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        if stage.market.name != "none" and stage.clock.now % TICKS_PER_DAY == 0:
            begin_day(stage)
        yield stage.clock.at(stage.clock.now + stage.refresh_ticks, Rank.CHANGE)


def begin_day(stage: Stage) -> None:
    """Nothing is spent yet today."""
    campaigns = stage.world.campaigns
    campaigns.thaw()
    campaigns.spent_today[:] = 0
    campaigns.freeze()
    stage.world.money.check()
