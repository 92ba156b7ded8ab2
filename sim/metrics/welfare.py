"""What users get out of the day."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.units import FIXED_POINT
from sim.metrics import Day, Metric, Value, ratio
from sim.world.tally import ACTS, LANES, Act


class Welfare(Metric):
    """Surplus of all impressions of the day, per user of the platform, those who left included.

    In logits: the log-sum of watching or skipping, added up over impressions.
    Source: consumer surplus of a binary logit (Small and Rosen 1981).
    """

    name: ClassVar[str] = "welfare"
    unit: ClassVar[str] = "logits/user/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "lane")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = int(day.sums[LANES + Act.UTILITY]), int(day.sums[LANES + ACTS + Act.UTILITY])
        per = FIXED_POINT * len(day.world.users)
        yield self.value(ratio(natural + paid, per))
        yield self.value(ratio(natural, per), "lane=natural")
        yield self.value(ratio(paid, per), "lane=paid")
