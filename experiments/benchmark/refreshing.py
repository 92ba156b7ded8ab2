"""What a refresh costs and what a day costs, all but the compiled kernel: one world lived at two lengths of a span.

Twice as many refreshes a day take twice the cost of a refresh, and no more of what is done once a day; so two lengths
tell both apart. Whatever is outside the compiled kernel counts: packing, the index, settling, recording, publishing,
the memory that a span is served in. CPU seconds, the least of a few turns: other processes only ever add.

`python -m experiments.benchmark.refreshing [key=value ...]` measures in one process and prints a line of JSON.
"""

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import process_time, thread_time
from typing import Any, NamedTuple

from experiments.benchmark.life import MINUTES_A_DAY, WARM, filled, first_day
from sim.config.load import load
from sim.config.schema import Config
from sim.engines import ranges
from sim.simulation import run_stage

LENGTHS = (360, 60)  # minutes
TURNS = 3
ALLOWED_MS = 0.3  # a refresh


class Cost(NamedTuple):
    """CPU seconds of a life outside the compiled kernel and inside it."""

    outside: float
    inside: float


def measured(said: Sequence[str], turns: int = TURNS) -> dict[str, Any]:
    """Milliseconds a refresh and a day, outside the kernel; the kernel's of each length beside them."""
    configs = [load([*said, f"refresh_minutes={minutes}"]) for minutes in LENGTHS]
    _lived(load([*said, *WARM]))  # whatever compiles, compiles here
    lives = [[_lived(config) for config in configs] for _ in range(turns)]
    best = [min(costs) for costs in zip(*lives, strict=True)]
    days = configs[0].horizon_days - first_day(configs[0])
    refreshes = [days * MINUTES_A_DAY // minutes for minutes in LENGTHS]
    more = best[1].outside - best[0].outside
    each = more / (refreshes[1] - refreshes[0])
    return {
        "users": configs[0].population.users,
        "creators": configs[0].population.creators,
        "days": days,
        "minutes": LENGTHS,
        "ms_a_refresh": 1000.0 * each,
        "ms_a_day": 1000.0 * (best[0].outside - each * refreshes[0]) / days,
        "kernel_ms": [1000.0 * cost.inside / count for cost, count in zip(best, refreshes, strict=True)],
        "allowed_ms": ALLOWED_MS,
    }


def _lived(config: Config) -> Cost:
    stage = filled(config)
    gc.collect()
    with _stopwatch() as inside:
        start = process_time()
        run_stage(stage, range(first_day(config) + 1, config.horizon_days + 1))
        whole = process_time() - start
    return Cost(whole - sum(inside), sum(inside))


@contextmanager
def _stopwatch() -> Iterator[list[float]]:
    """CPU seconds of each call of the compiled kernel."""
    spent: list[float] = []
    kernel = ranges.serve

    def timed(*words: Any) -> Any:
        start = thread_time()
        done = kernel(*words)
        spent.append(thread_time() - start)
        return done

    ranges.serve = timed
    try:
        yield spent
    finally:
        ranges.serve = kernel


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1:])))
