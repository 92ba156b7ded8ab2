"""How many accounts there are."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value


class CreatorsActive(Metric):
    """Accounts that have joined and not left at the day's end.

    Source: N of the identity of natural exposure per account.
    """

    name: ClassVar[str] = "creators_active"
    unit: ClassVar[str] = "accounts"
    groups: ClassVar[tuple[str, ...]] = ("all", "tier", "niche", "quadrant", "kind")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        yield self.value(float(np.count_nonzero(day.active)))
        for kind in self.groups[1:]:
            yield from self.values(day.groupings[kind], day.groupings[kind].sums(day.active))
