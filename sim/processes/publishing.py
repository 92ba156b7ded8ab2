"""Publishing: at every cut, accounts plan the uploads of the coming span, each with its own time."""

from collections.abc import Generator

import numpy as np
import simpy

from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.kernels.uploads import plan_uploads
from sim.processes.stage import Stage


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
    factor = stage.traffic.merchant_uploads.at(stage.days_after_onset(world.now))
    fresh = plan_uploads(world, world.now + stage.refresh_ticks, factor)
    world.publish(fresh)
    stage.kept = np.concatenate([stage.kept, np.full(len(fresh), -1, dtype=np.int64)])
