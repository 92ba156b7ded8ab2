"""Dry, then refill: whether the same dryness holds the same niche on the way back."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import sim
from experiments.tipping.population import niche_active

Floats = NDArray[np.float64]


class Loop(NamedTuple):
    """Day by day from onset: dryness (natural share of slots relative to onset) and niche accounts (to those then)."""

    dryness: Floats
    niche: Floats


def passage(past: sim.Run, *overrides: str) -> Loop:
    """One world dries up and refills."""
    run = sim.branch(past, ["traffic=dry_refill", *overrides])[0]
    schedule = run.config.traffic.ad_load
    days = np.arange(run.days - run.onset_day)
    natural = 1.0 - np.array([schedule.at(float(day)) for day in days])
    active = niche_active(run)
    there = active.loc[run.onset_day :].to_numpy(np.float64)
    return Loop(natural / natural[0], there / float(active.loc[run.onset_day - 1]))


def area(loop: Loop) -> float:
    """Area that the path encloses in the plane of dryness and niche, positive if less is left on the way back.

    Without memory the way back is the way there, and the area 0. The path is closed at its ends.
    """
    x, y = np.append(loop.dryness, loop.dryness[0]), np.append(loop.niche, loop.niche[0])
    return float(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def mean(loops: Sequence[Loop]) -> Loop:
    """The mean path of several worlds."""
    return Loop(loops[0].dryness, np.asarray(np.mean([loop.niche for loop in loops], axis=0), dtype=np.float64))
