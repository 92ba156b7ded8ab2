"""How many users came."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value


class ActiveUsers(Metric):
    """Users who saw at least one impression on the day.

    Source: daily active users as platforms report them.
    """

    name: ClassVar[str] = "active_users"
    unit: ClassVar[str] = "users"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        yield self.value(float(np.count_nonzero(day.world.users.active_day >= day.day)))
