"""The window under draws of every assumption about the market."""

import sys

import pandas as pd
from tqdm import tqdm

import sim
from experiments.command import Job
from experiments.sides import Measure, overrides
from sim.analysis.assumptions import draws, put, rows_of
from sim.config.load import validate
from sim.core.errors import ConfigError


def under_assumptions(job: Job, measure: Measure) -> pd.DataFrame:
    """`measure` of one life for each of `draws` draws, each in a world of its own."""
    config = sim.load(overrides(job))
    rows = [row for row in rows_of(config, ()) if row.key.startswith("market.")]
    plain = config.model_dump(mode="json")

    def allowed(draw: dict[str, float]) -> bool:
        try:
            validate(put(plain, draw))
        except ConfigError:
            return False
        return True

    found = []
    every = draws(rows, config.draws, config.seed, allowed)
    for number, draw in enumerate(tqdm(every, desc="draws", unit="draw", disable=not sys.stderr.isatty())):
        seeds = {"seed": config.seed + number, "replication": config.replication + number}
        life = sim.simulate(validate(put(plain, draw)).model_copy(update=seeds))
        found.append({"side": "drawn", "world": number, **measure(life), **draw})
    return pd.DataFrame(found)
