"""What every policy adds to the time of a run: its CPU seconds against those of `interest`, turn about in one process.

`python -m experiments.benchmark.policies [key=value ...]` builds the world once, lives it under each policy from the
day on which the catalogue is full, beside `interest`, each first in turn, and prints a line of JSON.
"""

import copy
import gc
import json
import sys
from collections.abc import Sequence
from statistics import median
from time import process_time
from typing import Any

from experiments.benchmark.life import WARM, filled, first_day
from sim.catalogue import policies
from sim.config.load import load
from sim.config.schema import Config
from sim.core.clock import Clock
from sim.core.units import TICKS_PER_DAY
from sim.engines.compiled import CompiledEngine
from sim.platform.policy import Composed, Policy
from sim.processes.stage import Stage
from sim.recommender.index import Index
from sim.simulation import run_stage
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.world import World

REFERENCE, TURNS = "interest", 3
ALLOWED, ALLOWED_RERANKED = 0.25, 1.00  # of the time of `interest`


class Counter(CompiledEngine):
    """The compiled engine, with a count of the slots it serves and of what re-ranks them."""

    slots, reranked = 0, False

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve a span and count it."""
        served = super().serve(world, index, span)
        self.slots += int(served.totals[2])
        self.reranked |= index.rerank is not None
        return served


def measured(said: Sequence[str], turns: int = TURNS) -> list[dict[str, Any]]:
    """Every policy's CPU seconds and slots, and the median over turns of its time over that of `interest` beside it."""
    every = {str(name): load([f"policy={name}"]).build_policies() for name in policies().index}
    small = load([*said, *WARM])
    tiny = filled(small)
    for chosen in every.values():  # whatever compiles, compiles here
        _live(tiny, small, chosen)
    config = load(list(said))
    stage, rows = filled(config), []
    for name, chosen in every.items():
        lives = [_both(stage, config, every[REFERENCE], chosen, swapped=turn % 2 == 1) for turn in range(turns)]
        ratios = [ours["cpu_seconds"] / theirs["cpu_seconds"] for theirs, ours in lives]
        row: dict[str, Any] = {key: median(ours[key] for _, ours in lives) for key in ("cpu_seconds", "slots")}
        row |= {"policy": name, "interest_seconds": median(theirs["cpu_seconds"] for theirs, _ in lives)}
        row |= {"ratio": median(ratios), "least": min(ratios), "most": max(ratios)}
        rows.append(row | {"allowed": 1.0 + (ALLOWED_RERANKED if lives[0][1]["reranked"] else ALLOWED)})
        sys.stderr.write(f"{name}: {row['ratio']:.2f} x\n")
    return rows


def _both(
    full: Stage, config: Config, reference: dict[str, Policy], chosen: dict[str, Policy], swapped: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A life under each, one after the other; `swapped`, the second first: what comes first finds other caches."""
    if swapped:
        second = _live(full, config, chosen)
        return _live(full, config, reference), second
    return _live(full, config, reference), _live(full, config, chosen)


def _live(full: Stage, config: Config, chosen: dict[str, Policy]) -> dict[str, Any]:
    """A life from the full catalogue on, in a copy of the world."""
    stage, day = copy.copy(full), first_day(config)
    stage.world, stage.recorder = full.world.copy(), copy.deepcopy(full.recorder)
    stage.policy, stage.policy_states = Composed(list(chosen.values()), list(chosen)), {}
    stage.learner_state, stage.kept = copy.deepcopy(full.learner_state), full.kept.copy()
    stage.engine, stage.clock, stage.seconds = Counter(1), Clock(day * TICKS_PER_DAY), {}
    gc.collect()
    start = process_time()
    run_stage(stage, range(day + 1, config.horizon_days + 1))
    cpu = process_time() - start
    return {"cpu_seconds": cpu, "slots": stage.engine.slots, "reranked": stage.engine.reranked}


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1:])))
