"""What is known between the days of several platforms: where users' time, accounts and money are."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.platform.settings import PlatformSettings
from sim.platforms.interests import Carried
from sim.platforms.money import Purses
from sim.platforms.names import number
from sim.platforms.settings import BetweenSettings
from sim.world.world import World

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Row = tuple[int, str, str, float]  # day, metric, group, value


class Site(NamedTuple):
    """A platform: its settings, its world, and the budget that a brand has for all platforms."""

    settings: PlatformSettings
    world: World
    budget_rmb: float


@dataclass
class Between:
    """Where users' time, accounts and money are, as of the last day.

    Platforms stand in the order of the numbers that their names give them, so that the order they are listed in
    changes nothing. Shapes: P platforms, U users, C accounts; `home` [C], `visits_per_day` [U], the others [P, C], and
    `share` [P, U].
    """

    settings: BetweenSettings
    numbers: list[int]
    home: Ints
    there: Flags  # who publishes where
    share: Floats  # of users' time
    visits_per_day: Floats  # on all platforms
    tastes: Carried
    purses: Purses
    views_then: Ints
    uploads_then: Ints
    views: Floats  # a day lately
    uploads: Floats  # a day lately
    days: Ints  # since it came
    rows: list[Row] = field(default_factory=list)

    def copy(self) -> "Between":
        """An independent copy."""
        return copy.deepcopy(self)


def ordered(sites: Sequence[Site]) -> list[Site]:
    """Platforms in the order of their numbers."""
    return sorted(sites, key=lambda site: number(site.settings))
