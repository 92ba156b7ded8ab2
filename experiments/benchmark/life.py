"""Two days in the life of a platform, with the cost of every phase: `python -m experiments.benchmark.life`.

Run as a module it measures one configuration in a process of its own, beside the plain NumPy batch, and
prints a line of JSON.
"""

import json
import math
import resource
import sys
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Any

import numpy as np

from experiments.benchmark.batch import Workload, batch
from sim.config.load import load
from sim.config.schema import Config
from sim.core.clock import Clock
from sim.core.units import TICKS_PER_DAY
from sim.engines.compiled import CompiledEngine, offer
from sim.processes.publishing import publish
from sim.processes.stage import Stage
from sim.recommender.index import Index
from sim.simulation import run_stage, set_stage
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.world import World

MIB = 2**20
DAY_MINUTES = 1440
BATCH_REQUESTS = 40_000  # of the plain NumPy batch: enough for a rate


class Meter(CompiledEngine):
    """The compiled engine, with a count of what it serves and of the CPU seconds in its kernel alone."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads)
        self.totals = np.zeros(3, dtype=np.int64)
        self.spans = 0
        self.packing = 0.0
        self.kernel = 0.0

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve a span; pack it once more before, to know what packing costs."""
        start = process_time()
        offer(world, index, span)
        packed = process_time()
        served = super().serve(world, index, span)
        self.packing += packed - start
        self.kernel += process_time() - packed - (packed - start)
        self.totals += served.totals
        self.spans += 1
        return served


def first_day(config: Config) -> int:
    """The day on which people arrive: the catalogue is full."""
    return math.ceil(config.population.catalogue_days)


def filled(config: Config) -> Stage:
    """A stage whose catalogue is full, and to which people come for the first time on the day after."""
    stage = set_stage(config)
    minutes, stage.refresh_minutes = stage.refresh_minutes, DAY_MINUTES
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
    """Live from the day the catalogue is full to the horizon; what it took. Compiles nothing if it was done before."""
    start = process_time()
    stage = filled(config)
    built = process_time() - start
    stage.engine = meter = Meter(config.engine.threads)
    start, wall = process_time(), perf_counter()
    run_stage(stage, range(first_day(config) + 1, config.horizon_days + 1))
    cpu, wall = process_time() - start - meter.packing, perf_counter() - wall - meter.packing
    visits, requests, impressions = (int(total) for total in meter.totals)
    phases = {name: seconds for name, seconds in stage.seconds.items() if name != "run"}
    phases["serve"] -= meter.packing
    phases["publish and wait"] = wall - sum(phases.values())
    kernel = meter.kernel * len(stage.world.users) / len(stage.world.users)
    return {
        "users": len(stage.world.users),
        "creators": len(stage.world.creators),
        "items": len(stage.world.items),
        "topics": int(stage.world.topics.demand.size),
        "candidates_per_slot": config.candidates_per_slot,
        "slate_size": config.slate_size,
        "threads": config.engine.threads,
        "refreshes": meter.spans,
        "visits": visits,
        "requests": requests,
        "impressions": impressions,
        "build_cpu_seconds": built,
        "cpu_seconds": cpu,
        "wall_seconds": wall,
        "kernel_cpu_seconds": kernel,
        "packing_cpu_seconds": meter.packing,
        "fixed_cpu_milliseconds_a_refresh": 1000.0 * (cpu - kernel) / meter.spans,
        "wall_seconds_by_phase": phases,
        "impressions_a_cpu_second": impressions / cpu,
        "impressions_a_kernel_cpu_second": impressions / kernel,
        "nanoseconds_an_impression": 1e9 * cpu / max(impressions, 1),
        "bytes_a_user": stage.world.users.bytes_per_row(),
    }
