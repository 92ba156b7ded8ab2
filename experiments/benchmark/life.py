"""Days in the life of a platform whose catalogue is full, with the cost of every phase and of the NumPy batch.

`python -m experiments.benchmark.life [key=value ...]` measures one configuration in a process of its own and
prints a line of JSON.
"""

import json
import math
import sys
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Any

import numpy as np

from experiments.benchmark.batch import Workload, batch
from experiments.benchmark.by_hand import c_seconds
from sim.config.load import load
from sim.config.schema import Config
from sim.core.clock import Clock
from sim.core.units import TICKS_PER_DAY
from sim.engines.compiled import CompiledEngine, offer
from sim.processes.publishing import publish
from sim.processes.stage import Stage
from sim.recommender.index import Index
from sim.results.manifest import peak_memory_mb
from sim.simulation import run_stage, set_stage
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.world import World

MINUTES_A_DAY = 1440
WARM = ("population.users=20", "population.creators=20")  # a life that only serves to compile


class Meter(CompiledEngine):
    """The compiled engine, with a count of what it serves and of the CPU seconds of packing and of its kernel."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads)
        self.totals = np.zeros(3, dtype=np.int64)
        self.spans = 0
        self.packing = 0.0
        self.kernel = 0.0

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve a span; pack it once more before, to know what packing costs (the first of the two: it is colder)."""
        start = process_time()
        offer(world, index, span)
        between = process_time()
        served = super().serve(world, index, span)
        end = process_time()
        self.packing += between - start
        self.kernel += (end - between) - (between - start)
        self.totals += served.totals
        self.spans += 1
        return served


def first_day(config: Config) -> int:
    """The day on which people arrive: the catalogue is full. Day 0 where rooms or brands have a past to live."""
    if config.live.enabled or config.market.commerce.brands:
        return 0
    return math.ceil(config.population.catalogue_days)


def filled(config: Config) -> Stage:
    """A stage whose catalogue is full; people come for the first time now."""
    stage = set_stage(config)
    minutes, stage.refresh_minutes = stage.refresh_minutes, MINUTES_A_DAY
    for day in range(first_day(config)):
        stage.clock = Clock(day * TICKS_PER_DAY)
        publish(stage)
    now = first_day(config) * TICKS_PER_DAY
    stage.clock, stage.refresh_minutes = Clock(now), minutes
    users = stage.world.users
    for column in (users.counted_to, users.clock, users.tired_at):
        column[:] = now
    users.drift_day[:] = first_day(config)
    return stage


def lived(config: Config) -> dict[str, Any]:
    """Live from the day on which the catalogue is full to the horizon; what it took."""
    start = process_time()
    stage = filled(config)
    built = process_time() - start
    stage.engine = meter = Meter(config.engine.threads)
    start, begun = process_time(), perf_counter()
    run_stage(stage, range(first_day(config) + 1, config.horizon_days + 1))
    wall, cpu = perf_counter() - begun - meter.packing, process_time() - start - meter.packing
    phases = {name: seconds for name, seconds in stage.seconds.items() if name != "run"}
    phases["serve"] -= meter.packing
    phases["publish and the rest"] = wall - sum(phases.values())
    visits, requests, impressions = (int(total) for total in meter.totals)
    return {
        "days": config.horizon_days - first_day(config),
        "users": len(stage.world.users),
        "creators": len(stage.world.creators),
        "items": len(stage.world.items),
        "topics": int(stage.world.topics.demand.size),
        "slate_size": config.slate_size,
        "candidates_per_slot": config.candidates_per_slot,
        "threads": config.engine.threads,
        "refreshes": meter.spans,
        "visits": visits,
        "requests": requests,
        "impressions": impressions,
        "build_cpu_seconds": built,
        "cpu_seconds": cpu,
        "wall_seconds": wall,
        "kernel_cpu_seconds": meter.kernel,
        "phases": phases,  # wall seconds
        "fixed_ms_a_refresh": 1000.0 * (cpu - meter.kernel) / max(meter.spans, 1),  # CPU
        "bytes_a_user": stage.world.users.bytes_per_row(),
    }


def yardstick(life: dict[str, Any]) -> float:
    """CPU seconds of the NumPy batch for the same workload."""
    return batch(Workload(**{name: life[name] for name in Workload._fields})) if life["impressions"] else 0.0


def peak_mib() -> float:
    """The most memory this process has held."""
    return peak_memory_mb() * 1e6 / 2**20


def main(overrides: Sequence[str]) -> None:
    """Measure a configuration, compiled before; print a line of JSON."""
    lived(load([*overrides, *WARM]))
    before = peak_mib()
    life = lived(load(list(overrides)))
    life["peak_mib_before"], life["peak_mib"] = before, peak_mib()
    life["numpy_cpu_seconds"] = yardstick(life)
    life["c_cpu_seconds"] = c_seconds(life)
    print(json.dumps(life))


if __name__ == "__main__":
    main(sys.argv[1:])
