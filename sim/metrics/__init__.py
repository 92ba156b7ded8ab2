"""One file per metric; none imports another. A metric accumulates what it sees and never changes it."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import Parameters
from sim.world.world import World


class Day(NamedTuple):
    """One day's exact sums, and the world at its end (read-only). Platforms are told apart by name.

    Shapes: by_creator [C, COLUMNS] and by_topic [K, COLUMNS] are sums of `sim.world.tally` columns;
    forecast [2, BINS] as in `Served`; totals [3]: visits, requests, slots served.
    """

    day: int
    platform: str
    world: World
    ad_load: float
    by_creator: NDArray[np.int64]
    by_topic: NDArray[np.int64]
    forecast: NDArray[np.int64]
    totals: NDArray[np.int64]


class Value(NamedTuple):
    """One number of a metric on a day. `group` is "all" or "kind=member", such as "lane=paid"."""

    metric: str
    group: str
    value: float


class Metric(Parameters):
    """Base of every metric. Class variables tell users what it means; `see` is called once a day."""

    name: ClassVar[str]
    unit: ClassVar[str]
    groups: ClassVar[tuple[str, ...]] = ("all",)

    def start(self, world: World) -> object:
        """What the metric accumulates in (plain arrays and numbers), or None."""
        return None

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        """The values of one day. May change `memory`, nothing else."""
        raise NotImplementedError
