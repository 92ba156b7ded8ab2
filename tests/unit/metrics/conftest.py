from collections.abc import Callable

import numpy as np
import pytest

from sim.core.units import TICKS_PER_DAY
from sim.metrics import Day, Metric, select
from sim.world.tally import BINS, COLUMNS
from sim.world.world import World


@pytest.fixture
def day(world: World) -> Callable[..., Day]:
    """A day of the small world; what is not said is zero."""

    def make(number: int = 0, **facts: object) -> Day:
        accounts, topics = len(world.creators), world.topics.demand.size
        world.now = (number + 1) * TICKS_PER_DAY
        blank = {
            "day": number,
            "platform": "douyin",
            "world": world,
            "ad_load": 0.1,
            "by_creator": np.zeros((accounts, COLUMNS), dtype=np.int64),
            "by_topic": np.zeros((topics, COLUMNS), dtype=np.int64),
            "forecast": np.zeros((2, BINS), dtype=np.int64),
            "totals": np.zeros(3, dtype=np.int64),
            "recent": np.zeros((2, accounts), dtype=np.int64),
        }
        return Day(**(blank | facts))

    return make


@pytest.fixture
def values() -> Callable[..., dict[str, float]]:
    """The values of one metric on a day, by group."""

    def see(name: str, day: Day, memory: object = None) -> dict[str, float]:
        (metric,) = select(name)
        return {value.group: value.value for value in metric.see(day, memory)}

    return see


@pytest.fixture
def metric() -> Callable[[str], Metric]:
    return lambda name: select(name)[0]
