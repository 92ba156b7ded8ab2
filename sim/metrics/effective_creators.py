"""How many accounts share the exposure in effect."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.inequality import effective_number
from sim.metrics import Day, Metric, Value


class EffectiveCreators(Metric):
    """Number of equally shown accounts that would be as concentrated: 1 over the sum of squared shares.

    Of natural impressions over the last 30 days, among accounts active at the day's end. Before day 30 the
    window is as long as the run so far.
    Source: inverse Herfindahl-Hirschman index (Laakso and Taagepera 1979).
    """

    name: ClassVar[str] = "effective_creators"
    unit: ClassVar[str] = "accounts"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        yield self.value(effective_number(day.recent[0, day.active]))
