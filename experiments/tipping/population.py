"""The niche population after a drop of natural traffic, from one shared past."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

import sim

LOAD = 0.10  # paid share of slots before the drop
STEP = "sim.traffic.step.Step"


def dropped(drop: float) -> list[str]:
    """Traffic whose natural part falls by a share overnight, at onset; users' attention stays."""
    return ["traffic=step", f"traffic.ad_load.start={LOAD}", f"traffic.ad_load.end={1.0 - (1.0 - LOAD) * (1.0 - drop)}"]


def niche_active(run: sim.Run) -> "pd.Series[float]":
    """Niche accounts active at the end of each day."""
    table = run.metrics
    rows = table[(table["metric"] == "creators_active") & (table["group"] == "niche=yes")]
    return pd.Series(rows["value"].to_numpy(np.float64), index=rows["day"].to_numpy())


def warm(overrides: Sequence[str], worlds: int) -> list[sim.Run]:
    """The pasts: worlds that have lived to onset under `interest` and steady traffic, with careers."""
    pasts = []
    for world in range(worlds):
        base = sim.load([*overrides, "policy=interest"])
        update = {"seed": base.seed + world, "replication": base.replication + world}
        pasts.append(sim.simulate(base.model_copy(update=update), until_day=base.warmup_days))
    return pasts


def left_after(pasts: Sequence[sim.Run], drop: float, *overrides: str) -> float:
    """Niche accounts at the horizon, over all worlds, as a share of those at onset."""
    ends = [niche_active(sim.branch(past, [*dropped(drop), *overrides])[0]).iloc[-1] for past in pasts]
    return float(np.sum(ends) / np.sum([niche_active(past).iloc[-1] for past in pasts]))
