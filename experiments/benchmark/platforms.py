"""What a second platform costs: CPU seconds an impression on two that are alike, against one, turn about.

`python -m experiments.benchmark.platforms [key=value ...]` lives the same users and accounts on both sides from the
first day on, in one process, and prints a line of JSON.
"""

import gc
import json
import sys
from collections.abc import Sequence
from statistics import median
from time import process_time
from typing import Any

from experiments.benchmark.life import WARM
from sim.config.load import load
from sim.config.schema import Config
from sim.processes.stage import Stage
from sim.simulation import run_stage, set_stage
from sim.together import run_stages, set_stages, start_between

TWO, TURNS, ALLOWED = "platform=[douyin,twin]", 3, 1.3


def measured(said: Sequence[str], turns: int = TURNS) -> dict[str, Any]:
    """Seconds an impression on one platform and on two, and the median over turns of their ratio."""
    small, config = load([*said, *WARM]), load(list(said))
    both = load([*said, TWO])
    _one(small), _two(load([*said, *WARM, TWO]))  # whatever compiles, compiles here
    lives = [(_one(config), _two(both)) for _ in range(turns)]
    ratios = [two / one for (one, _), (two, _) in lives]
    return {
        "users": config.population.users,
        "creators": config.population.creators,
        "days": config.horizon_days,
        "one": median(one for (one, _), _ in lives),
        "two": median(two for _, (two, _) in lives),
        "impressions": [shown for _, shown in lives[0]],
        "ratio": median(ratios),
        "least": min(ratios),
        "most": max(ratios),
        "allowed": ALLOWED,
    }


def _one(config: Config) -> tuple[float, int]:
    """CPU seconds an impression, and impressions, of a life on one platform."""
    stage = set_stage(config)
    gc.collect()
    start = process_time()
    run_stage(stage, range(1, config.horizon_days + 1))
    return _each(process_time() - start, [stage])


def _two(config: Config) -> tuple[float, int]:
    """The same on several."""
    stages = set_stages(config)
    state = start_between(config, stages)
    gc.collect()
    start = process_time()
    run_stages(config, stages, state, range(1, config.horizon_days + 1))
    return _each(process_time() - start, list(stages.values()))


def _each(seconds: float, stages: Sequence[Stage]) -> tuple[float, int]:
    shown = sum(int(stage.recorder.ledger.frame()["impressions"].sum()) for stage in stages)
    return seconds / max(shown, 1), shown


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1:])))
