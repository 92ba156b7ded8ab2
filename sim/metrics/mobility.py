"""How often accounts change tier."""

from collections.abc import Iterable
from typing import ClassVar, TypedDict, cast

import numpy as np
from numpy.typing import NDArray

from sim.core.inequality import shorrocks
from sim.metrics import Day, Metric, Value
from sim.world.creators import Tier, tier_of
from sim.world.world import World

MONTH = 30  # days between two looks


class Memory(TypedDict):
    """Tiers at the last look; -1 marks an account that was not active."""

    tier: NDArray[np.int8]
    since: int


class Mobility(Metric):
    """Shorrocks index of the moves between tiers over a month: 0 none moves, 1 the tier is forgotten.

    (k - trace) / (k - 1) of the k x k matrix of moves among accounts active at both ends, over tiers that
    were not empty. One value every 30 days.
    Source: Shorrocks 1978, Econometrica 46.
    """

    name: ClassVar[str] = "mobility"
    unit: ClassVar[str] = "1"

    def start(self, world: World) -> Memory:
        return Memory(tier=_tiers(world), since=0)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        last = cast(Memory, memory)
        last["since"] += 1
        if last["since"] < MONTH:
            return
        tier = _tiers(day.world)
        both = (tier >= 0) & (last["tier"] >= 0)
        moves = np.zeros((len(Tier), len(Tier)))
        np.add.at(moves, (last["tier"][both], tier[both]), 1.0)
        last["tier"], last["since"] = tier, 0
        yield self.value(shorrocks(moves))


def _tiers(world: World) -> NDArray[np.int8]:
    active = world.creators.active(world.now)
    return np.where(active, tier_of(world.creators.followers), np.int8(-1))
