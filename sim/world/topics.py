"""The topic tree: demand, verticals, and which topics are niche."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.from_data.portrait import Portrait
from sim.world.settings import PopulationSettings


class Topics(NamedTuple):
    """Leaf topics, most demanded first.

    Shapes: demand [K] sums to 1; vertical [K] is the index of the parent; smoothed [K] is demand carried
    over siblings, the denominator of the lift; niche [K] is boolean.
    """

    demand: NDArray[np.float64]
    vertical: NDArray[np.int32]
    smoothed: NDArray[np.float64]
    niche: NDArray[np.bool_]
    verticals: int  # that have topics


def zipf_mandelbrot(count: int, exponent: float, shift: float) -> NDArray[np.float64]:
    """Shares proportional to (rank + shift)^-exponent, rank from 1, [count]."""
    weights = np.asarray((np.arange(1, count + 1) + shift) ** -exponent, dtype=np.float64)
    weights /= weights.sum()
    return weights


def niche_topics(
    demand: NDArray[np.float64], vertical: NDArray[np.int32], settings: PopulationSettings
) -> NDArray[np.bool_]:
    """Which topics are niche under the chosen definition, [K].

    `cumulative`: outside the smallest set that covers `niche_coverage` of demand. `share`: less than
    `niche_share_below` mean topics. `depth`: not the most demanded topic of its vertical, and less than
    `niche_depth_below` mean topics.
    """
    count = demand.size
    if settings.niche_definition == "share":
        return demand < settings.niche_share_below / count
    if settings.niche_definition == "depth":
        first = np.zeros(count, dtype=bool)
        first[np.unique(vertical, return_index=True)[1]] = True
        return ~first & (demand < settings.niche_depth_below / count)
    covered_before = np.cumsum(demand) - demand
    return covered_before >= settings.niche_coverage


def topics(settings: PopulationSettings, portrait: Portrait | None = None) -> Topics:
    """Build the tree: topics are dealt to verticals in turn, so that each holds popular and niche ones.

    Demand is Zipf-Mandelbrot, or that of the data. Topics are in falling order of demand.
    """
    if portrait is None:
        demand = zipf_mandelbrot(settings.topics, settings.topic_exponent, settings.topic_shift)
    else:
        demand = portrait.demand.copy()
    vertical = (np.arange(settings.topics) % settings.verticals).astype(np.int32)
    vertical_demand = np.bincount(vertical, weights=demand, minlength=settings.verticals)
    smoothed = demand + settings.sibling_weight * (vertical_demand[vertical] - demand)
    niche = niche_topics(demand, vertical, settings)
    for array in (demand, vertical, smoothed, niche):
        array.flags.writeable = False
    return Topics(demand, vertical, smoothed, niche, int(vertical.max()) + 1)
