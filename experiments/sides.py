"""The same worlds lived under several sides, with the same luck: what is measured of each, one row a life."""

import sys
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from tqdm import tqdm

import sim
from experiments.command import Job

Measure = Callable[[sim.Run], Mapping[str, float]]


def measured(job: Job, sides: Mapping[str, Sequence[str]], measure: Measure) -> pd.DataFrame:
    """`measure` of each side's overrides in each of `replications` worlds: columns side, world, and what it says."""
    said = overrides(job)
    rows = []
    lives = [(world, side) for world in range(job.config.replications) for side in sides]
    for world, side in tqdm(lives, desc="lives", unit="life", disable=not (job.alone and sys.stderr.isatty())):
        config = sim.load([*said, *sides[side]])
        seeds = {"seed": config.seed + world, "replication": config.replication + world}
        rows.append({"side": side, "world": world, **measure(sim.simulate(config.model_copy(update=seeds)))})
    return pd.DataFrame(rows)


def overrides(job: Job) -> list[str]:
    """The overrides of a job that say something about the simulation."""
    return [one for one in job.overrides if not one.lstrip("+").startswith("hydra")]


def differences(found: pd.DataFrame, quantity: str, side: str, reference: str) -> pd.Series:
    """A quantity on one side less that on another, world by world."""
    by_world = found.pivot_table(index="world", columns="side", values=quantity, dropna=False)
    return by_world[side] - by_world[reference]
