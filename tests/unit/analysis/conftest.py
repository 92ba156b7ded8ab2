"""Runs of a comparison written by hand: every number is known."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.estimand import QUADRANTS
from sim.analysis.pairs import Pairs
from sim.comparison import Comparison

POLICIES = ["interest", "floor", "boost"]
SCHEDULES = ["steady", "drying"]
KEPT = {"interest": 0.5, "floor": 0.6, "boost": 0.4}  # share of exposure kept under drying
LEVEL = {"interest": 40.0, "floor": 40.0, "boost": 80.0}


def row(draw: int, replication: int, policy: str, schedule: str, day: int, wobble: float) -> dict[str, object]:
    dry = schedule == "drying"
    natural = LEVEL[policy] * (KEPT[policy] * np.exp(wobble) if dry else 1.0) * np.exp(0.1 * replication)
    cells = {
        "draw": draw, "replication": replication, "policy": policy, "schedule": schedule, "horizon_day": day,
        "dryness": 0.7 if dry else 1.0, "parity": 1.0, "match_quality": 1.0 if policy != "boost" else 0.95,
        "active_users": 1000.0, "watch_seconds_per_day": 5000.0 - (100.0 if policy == "floor" else 0.0),
        "revenue_rmb_per_day": 50.0 - (2.0 if policy == "floor" else 0.0), "natural_slots_per_day": 9000.0,
    }  # fmt: skip
    for quadrant in QUADRANTS:
        cells |= {f"natural_{quadrant}": natural, f"paid_{quadrant}": 10.0, f"total_{quadrant}": natural + 10.0}
        cells |= {f"members_{quadrant}": 10, f"active_{quadrant}": 0.9, f"own_paid_{quadrant}": 2.0 if dry else 1.0}
    return cells


def runs(replications: int, draws: int = 0, horizons: tuple[int, ...] = (30, 180)) -> pd.DataFrame:
    noise = np.random.default_rng(0)
    pairs = [(-1, r) for r in range(replications)] + [(d, d) for d in range(draws)]
    rows = []
    for (draw, replication), policy in product(pairs, POLICIES):
        wobble = 0.02 * noise.normal() if policy != "interest" else 0.0
        for schedule, day in product(SCHEDULES, horizons):
            rows.append(row(draw, replication, policy, schedule, day, wobble))
    return pd.DataFrame(rows)


@pytest.fixture
def pairs() -> Callable[..., Pairs]:
    """Pairs of so many replications and draws; the frame may be changed on the way."""

    def make(replications: int = 8, draws: int = 0, change: Callable[[pd.DataFrame], pd.DataFrame] = lambda f: f):
        return Pairs(change(runs(replications, draws)), POLICIES, SCHEDULES)

    return make


@pytest.fixture
def comparison() -> Callable[..., Comparison]:
    """A finished comparison of so many replications and draws."""

    def make(replications: int = 8, draws: int = 0, failed: int = 0) -> Comparison:
        values = np.random.default_rng(1).random((draws, 2))
        rows = [(draw, name, values[draw, place]) for draw in range(draws) for place, name in enumerate("ab")]
        errors = [(-1, number, "floor", "drying", "ValueError: no") for number in range(failed)]
        return Comparison(
            config=sim.load(),
            runs=runs(replications, draws),
            daily=pd.DataFrame(),
            decomposition=pd.DataFrame(),
            assumptions=pd.DataFrame(rows, columns=["draw", "parameter", "value"]),
            failures=pd.DataFrame(errors, columns=["draw", "replication", "policy", "schedule", "error"]),
            policies=POLICIES,
            schedules=SCHEDULES,
        )

    return make
