"""How much exposure an account gets."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.tally import Lane


class ExposurePerCreator(Metric):
    """Impressions of the day per account active at its end: natural ones, by group; paid ones beside them.

    Groups are as of the day; the headline's cohort is frozen at the onset of drying instead, and is
    formed from the ledger.
    Source: E of the headline question.
    """

    name: ClassVar[str] = "exposure_per_creator"
    unit: ClassVar[str] = "impressions/account/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "lane", "tier", "niche", "quadrant")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = day.slots
        accounts = int(day.active.sum())
        yield self.value(ratio(natural, accounts))
        yield self.value(ratio(natural, accounts), "lane=natural")
        yield self.value(ratio(paid, accounts), f"lane={Lane.PAID.name.lower()}")
        for kind in ("tier", "niche", "quadrant"):
            grouping = day.groupings[kind]
            yield from self.values(grouping, ratios(grouping.sums(day.natural), grouping.sums(day.active)))
