"""Publishing: at every cut, accounts plan the uploads of the coming span, each with its own time."""

from collections.abc import Generator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.kernels.careers import replan
from sim.kernels.uploads import EVERY_DAY, FARTHEST, plan_uploads, publishing_hours
from sim.processes.stage import Stage
from sim.world.kinds import pace_factors

UNCHANGED = (1.0, 1.0)


def publishing(stage: Stage) -> Generator[simpy.Event, None, None]:
    """Once a day drop what has retired; at every cut publish what appears before the next one."""
    while True:
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        publish(stage)
        yield stage.clock.at(stage.clock.now + stage.refresh_ticks, Rank.CHANGE)


def publish(stage: Stage) -> None:
    """Retire and publish, and remember which item came from which row."""
    world = stage.world
    world.now = stage.clock.now
    if world.now % TICKS_PER_DAY == 0:
        stage.kept = stage.kept[world.retire()] if len(stage.kept) else stage.kept
    now, before = schedules(stage, world.now), schedules(stage, world.now - stage.refresh_ticks)
    factor = 1.0 if now == UNCHANGED else pace_factors(world.creators.kind, *now)
    if world.now and now != before:
        hurry(stage, pace_factors(world.creators.kind, *before), pace_factors(world.creators.kind, *now))
    fresh = plan_uploads(world, world.now + stage.refresh_ticks, factor, stage.hands)
    world.publish(fresh)
    stage.kept = np.concatenate([stage.kept, np.full(len(fresh), -1, dtype=np.int64)])


def schedules(stage: Stage, now: int) -> tuple[float, float]:
    """What the schedules of traffic make of the uploads of merchants and brands, and of machines."""
    after_onset, traffic = stage.days_after_onset(now), stage.traffic
    return traffic.merchant_uploads.at(after_onset), traffic.synthetic_uploads.at(after_onset)


def hurry(stage: Stage, before: NDArray[np.float64], factor: NDArray[np.float64]) -> None:
    """Where a schedule has changed the pace, what is left of the wait for the next upload passes at the new one."""
    creators = stage.world.creators
    rows = np.flatnonzero(creators.active(stage.world.now) & (before != factor))
    creators.thaw()
    replan(
        rows, stage.world.now, before * creators.uploads_per_day, factor * creators.uploads_per_day,
        publishing_hours(stage.world.calendar.hourly), EVERY_DAY, FARTHEST, creators.next_upload_at,
    )  # fmt: skip
    creators.freeze()
