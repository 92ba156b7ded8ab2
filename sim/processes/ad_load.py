"""The platform and its ad load: once a week it looks at its users and moves up its revenue."""

from collections.abc import Generator

import simpy

from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.processes.stage import Stage
from sim.traffic.ad_pursuit import WEEK, Response, begin, decide
from sim.traffic.endogenous import Endogenous


def ad_load(stage: Stage) -> Generator[simpy.Event, None, None]:
    """From onset on, before the first span of a week; nothing where a schedule says the load."""
    schedule = stage.traffic.ad_load
    while isinstance(schedule, Endogenous):
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        look(stage, schedule)
        yield stage.clock.at(stage.clock.now + TICKS_PER_DAY, Rank.CHANGE)


def look(stage: Stage, schedule: Endogenous) -> None:
    """Begin at onset, and decide when a week is over."""
    days = stage.days_after_onset(stage.clock.now)
    visits = int(stage.world.users.visit.sum())
    if stage.pursuit is None:
        if days >= 0:
            stage.pursuit = begin(schedule, days, visits)
    elif days >= stage.pursuit.since + WEEK * (stage.pursuit.weeks + 1):
        stage.pursuit = decide(schedule, Response.of(stage.world.behaviour_settings), stage.pursuit, visits)
