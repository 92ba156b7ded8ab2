"""How heavy the tail of followers is."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.inequality import tail_exponent
from sim.metrics import Day, Metric, Value


class FollowerTail(Metric):
    """Tail exponent of the number of users who follow an active account: the smaller, the heavier the tail.

    Over the largest tenth; worlds with fewer than a hundred followed accounts have no value. Lists have places,
    and nobody follows an account twice, so a small world cannot show the tail of a large one.
    Source: Hill 1975, Annals of Statistics 3.
    """

    name: ClassVar[str] = "follower_tail"
    unit: ClassVar[str] = "exponent of the complementary distribution"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        yield self.value(tail_exponent(day.followed[day.active]))
