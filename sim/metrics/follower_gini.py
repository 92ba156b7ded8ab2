"""How unequally accounts are followed."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.inequality import gini
from sim.metrics import Day, Metric, Value


class FollowerGini(Metric):
    """Gini of the number of users who follow an account, over the accounts active at the day's end.

    Source: Gini 1912, over the in-degree of the follow graph.
    """

    name: ClassVar[str] = "follower_gini"
    unit: ClassVar[str] = "0 to 1"
    slow: ClassVar[bool] = True

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        yield self.value(gini(day.followed[day.active]))
