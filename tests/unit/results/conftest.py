from collections.abc import Callable

import numpy as np
import pytest

from sim.core.units import TICKS_PER_DAY
from sim.results.recorder import Recorder
from sim.results.run import Run
from sim.world.world import World


class Settings(dict):
    """A configuration in as many words as these tests need."""

    horizon_days = 12


@pytest.fixture
def run(world: World, live: Callable[..., Recorder]) -> Run:
    """Twelve days, onset on day 5; account 2 leaves during day 7, account 19 joins with day 6."""
    world.creators.thaw()
    world.creators.joined_at[19] = 6 * TICKS_PER_DAY
    recorder = live(Recorder(world, onset_day=5), 0, 7)
    world.close_account(np.array([2]), 7 * TICKS_PER_DAY + 5)
    live(recorder, 7, 12)
    config = Settings(seed=1, replication=0, horizon_days=12, warmup_days=5, names=("a", "b"), word="Zürich")
    return Run.of(config, world, recorder, {"serve": 1.25})
