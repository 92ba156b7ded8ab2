"""The niche population after a drop of natural traffic, from one shared past."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

import sim

NICHE = "niche=yes"
LAST_DAYS, DAYS_PER_MONTH = 90, 30.0  # over which growth is judged
LOAD = 0.10  # paid share of slots before the drop
STEP = "sim.traffic.step.Step"


def dropped(drop: float) -> list[str]:
    """Traffic whose natural part falls by a share overnight, at onset; users' attention stays."""
    return ["traffic=step", f"traffic.ad_load.start={LOAD}", f"traffic.ad_load.end={1.0 - (1.0 - LOAD) * (1.0 - drop)}"]


def daily(run: sim.Run, metric: str, group: str) -> "pd.Series[float]":
    """A metric at the end of each day."""
    table = run.metrics
    rows = table[(table["metric"] == metric) & (table["group"] == group)]
    return pd.Series(rows["value"].to_numpy(np.float64), index=rows["day"].to_numpy())


def niche_active(run: sim.Run) -> "pd.Series[float]":
    """Niche accounts active at the end of each day."""
    return daily(run, "creators_active", NICHE)


def warm(overrides: Sequence[str], worlds: int) -> list[sim.Run]:
    """The pasts: worlds that have lived to onset under `interest` and steady traffic, with careers."""
    pasts = []
    for world in range(worlds):
        base = sim.load([*overrides, "policy=interest"])
        update = {"seed": base.seed + world, "replication": base.replication + world}
        pasts.append(sim.simulate(base.model_copy(update=update), until_day=base.warmup_days))
    return pasts


def lived(pasts: Sequence[sim.Run], drop: float, *overrides: str) -> list[sim.Run]:
    """Every past goes on with traffic that has dropped."""
    return [sim.branch(past, [*dropped(drop), *overrides])[0] for past in pasts]


def net_growth(runs: Sequence[sim.Run]) -> float:
    """Niche accounts that came less those that left over the last 90 days, a month and per account active."""
    change = [(daily(run, "entries", NICHE) - daily(run, "exits", NICHE)).iloc[-LAST_DAYS:].sum() for run in runs]
    there = [niche_active(run).iloc[-LAST_DAYS:].sum() for run in runs]
    return DAYS_PER_MONTH * float(np.sum(change) / np.sum(there))


def dryness(runs: Sequence[sim.Run]) -> float:
    """Natural slots per active account over the last 90 days, relative to the month before onset."""
    now = [daily(run, "dryness", "all") for run in runs]
    relative = [
        one.iloc[-LAST_DAYS:].mean() / one.loc[: run.onset_day - 1].iloc[-30:].mean()
        for one, run in zip(now, runs, strict=True)
    ]
    return float(np.mean(relative))
