"""Word of mouth: at every cut, what was shared in the past span is delivered. One generation a refresh."""

from collections.abc import Generator

import simpy

from sim.core.clock import Rank
from sim.kernels.letters import deliver
from sim.processes.stage import Stage


def word_of_mouth(stage: Stage) -> Generator[simpy.Event, None, None]:
    """Deliver before the next span opens; nothing to do where nobody has friends."""
    while stage.world.friends is not None:
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        stage.world.now = stage.clock.now
        deliver(stage.world)
        yield stage.clock.at(stage.clock.now + stage.refresh_ticks, Rank.CHANGE)
