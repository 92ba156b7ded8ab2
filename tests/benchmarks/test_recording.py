"""What recording costs, beside small NumPy calls: 1,500 users and 300 accounts, as in the standard comparison."""

from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

from sim.core.units import TICKS_PER_DAY
from sim.laws.settings import BehaviourSettings
from sim.results.recorder import Recorder
from sim.world.settings import PopulationSettings
from sim.world.world import Key, World

ITEMS = 2_000
ALLOWED_CALLS = 15_000  # a day with four spans takes about 6,000


def test_a_day_with_all_metrics_takes_some_thousand_small_calls(made_up: Callable[..., Any], small_call: float) -> None:
    world = World(PopulationSettings(), BehaviourSettings(), Key(1, 0))
    tally, served = made_up(world, 0, ITEMS)
    recorder = Recorder(world)
    costs = []
    for day in range(40):
        start = process_time()
        for _ in range(4):
            recorder.span(tally, served, ad_load=0.1)
        world.now = (day + 1) * TICKS_PER_DAY
        recorder.end_of_day(day, world)
        costs.append((process_time() - start) / small_call)
    print(f"{median(costs):,.0f} calls a day")
    assert median(costs) < ALLOWED_CALLS
