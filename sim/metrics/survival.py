"""How many of the first accounts are still there."""

from collections.abc import Iterable
from typing import ClassVar, cast

import numpy as np
from numpy.typing import NDArray

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.grouping import groupings
from sim.world.world import World

KINDS = ("tier", "niche", "quadrant")


class Survival(Metric):
    """Share of the accounts that were active at the start of the run and still are, by their group then.

    Nobody is censored, so this is the Kaplan-Meier curve of the first accounts.
    Source: Kaplan and Meier 1958.
    """

    name: ClassVar[str] = "survival"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", *KINDS)

    def start(self, world: World) -> dict[str, NDArray[np.int8]]:
        first = world.creators.active(world.now)
        sorted_ = groupings(world.creators, world.now)
        return {"first": first.astype(np.int8)} | {kind: sorted_[kind].code for kind in KINDS}

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        then = cast(dict[str, NDArray[np.int8]], memory)
        first = then["first"]
        left = first * day.active
        yield self.value(ratio(int(left.sum()), int(first.sum())))
        for kind in KINDS:
            grouping = day.groupings[kind]._replace(code=then[kind])
            yield from self.values(grouping, ratios(grouping.sums(left), grouping.sums(first)))
