"""The market between two spans: a new day begins for every budget, and bidders decide what to run."""

from collections.abc import Generator

import simpy

from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.market.bidding import open_day
from sim.processes.stage import Stage
from sim.world.bidders import Bidders


def market(stage: Stage) -> Generator[simpy.Event, None, None]:
    """At every cut, before the next span opens; nothing where there is no market."""
    while stage.market.name != "none":
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        if stage.clock.now % TICKS_PER_DAY == 0:
            begin_day(stage)
        yield stage.clock.at(stage.clock.now + stage.refresh_ticks, Rank.CHANGE)


def begin_day(stage: Stage) -> None:
    """Nothing is spent yet today; accounts look back, and whoever wants to be seen opens a campaign."""
    world, campaigns = stage.world, stage.world.campaigns
    world.now = stage.clock.now
    world.money.real_impressions = stage.market.impressions_scale
    with campaigns.writing("spent_today"):
        campaigns.spent_today[:] = 0
    world.money.check()
    if not stage.market.bidders.enabled:
        return
    if world.bidders is None:
        world.bidders = Bidders(len(world.creators))
    world.bidders.look(world.creators.impressions, world.creators.active(world.now))
    open_day(world, world.bidders, stage.market.bidders, stage.market.impressions_scale)
