"""A run of several platforms: the tables of each, one below the other, each row with its platform."""

import hashlib
from typing import Any

import numpy as np
import pandas as pd

from sim.platforms.state import Between
from sim.results.past import Past, Pasts
from sim.results.rows import Stacked, stacked
from sim.results.run import Run

EVERYWHERE = "all"  # the platform of what is counted over all platforms


def together(past: Pasts) -> Run:
    """The run that several platforms have come to."""
    runs = {name: _alone(part) for name, part in past.parts.items()}
    order = sorted(runs)
    first = runs[next(iter(runs))]
    fingerprints = {name: run.fingerprint for name, run in runs.items()}
    digest = first.fingerprint if len(runs) == 1 else _joint([fingerprints[name] for name in order])
    logs = {name: run.log for name, run in runs.items() if run.log is not None}
    return Run(
        config=past.config,
        metrics=pd.concat([*(run.metrics for run in runs.values()), _between(past.between)], ignore_index=True),
        creators=_creators(past, runs),
        exposure=Stacked({name: run.exposure for name, run in runs.items()}),
        fingerprint=digest,
        manifest=_manifest(runs, digest),
        warm=past,
        log=Stacked(logs) if logs else None,
    )


def _alone(past: Past) -> Run:
    return Run.of(past.config, past.world, past.recorder, past.seconds)


def _joint(digests: list[str]) -> str:
    """One digest of several, in the order of the platforms' names."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _creators(past: Pasts, runs: dict[str, Run]) -> pd.DataFrame:
    """One row for each account on each platform where it ever was; `native` where it is at home."""
    tables = {}
    for name, run in runs.items():
        residence = past.parts[name].world.residence
        guest = np.zeros(len(run.creators), dtype=bool)
        if residence is not None:
            guest = residence.guest[run.creators["creator"].to_numpy()]
        tables[name] = run.creators.assign(native=~guest)
    return stacked(tables)


def _between(state: Between) -> pd.DataFrame:
    """What is counted over all platforms, day by day."""
    day, metric, group, value = zip(*state.rows, strict=True) if state.rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "day": np.array(day, dtype=np.int32),
            "platform": pd.array([EVERYWHERE] * len(day), dtype="str"),
            "metric": pd.array(metric, dtype="str"),
            "group": pd.array(group, dtype="str"),
            "value": np.array(value, dtype=np.float64),
        }
    )


def _manifest(runs: dict[str, Run], digest: str) -> dict[str, Any]:
    every = [run.manifest for run in runs.values()]
    phases = list(dict.fromkeys(phase for one in every for phase in one["seconds"]))
    return every[0] | {
        "fingerprint": digest,
        "platform": "+".join(runs),
        "platforms": {name: run.fingerprint for name, run in runs.items()},
        "slots_served": sum(one["slots_served"] for one in every),
        "seconds": {phase: round(sum(one["seconds"].get(phase, 0.0) for one in every), 4) for phase in phases},
    }
