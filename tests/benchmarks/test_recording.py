"""What recording costs beside simulating: 1,500 users and 300 accounts, as in the standard comparison."""

from statistics import median
from time import perf_counter

import numpy as np

from sim.core.units import TICKS_PER_DAY
from sim.laws.settings import BehaviourSettings
from sim.results.recorder import Recorder
from sim.world.settings import PopulationSettings
from sim.world.tally import BINS, COLUMNS, LANES, Served, settle
from sim.world.world import Key, World

ITEMS = 2_000
ALLOWED_MS = 4.0  # a day with four spans takes about 1.2 ms on an idle core


def test_a_day_with_all_metrics_costs_a_millisecond_or_so() -> None:
    world = World(PopulationSettings(), BehaviourSettings(), Key(1, 0))
    draw = np.random.default_rng(0)
    creator = np.sort(draw.integers(0, len(world.creators), ITEMS)).astype(np.int32)
    topic = draw.integers(0, world.topics.demand.size, ITEMS).astype(np.int32)
    by_item = draw.integers(0, 5, (ITEMS, COLUMNS))
    served = Served(
        by_item=by_item,
        follow_change=np.zeros(len(world.creators), dtype=np.int64),
        forecast=draw.integers(0, 90, (2, BINS)),
        pulls=draw.integers(0, 90, (2, BINS)),
        totals=np.array([1, 2, by_item[:, :LANES].sum()]),
    )
    tally = settle(served, creator, len(world.creators))
    recorder = Recorder(world)
    costs = []
    for day in range(40):
        start = perf_counter()
        for _ in range(4):
            recorder.span(tally, served, topic, ad_load=0.1)
        world.now = (day + 1) * TICKS_PER_DAY
        recorder.end_of_day(day, world)
        costs.append(1000.0 * (perf_counter() - start))
    print(f"{median(costs):.2f} ms a day")
    assert median(costs) < ALLOWED_MS
