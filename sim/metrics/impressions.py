"""Where the day's impressions come from and to whom they go."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value
from sim.world.tally import Lane


class Impressions(Metric):
    """Impressions served on the day, paid ones included, and sums by lane, tier, niche, account age and kind.

    The lanes sum to all, and so do the tiers, the two of niche, the ages and the kinds: every slot counts once.
    Source: the exposure ledger.
    """

    name: ClassVar[str] = "impressions"
    unit: ClassVar[str] = "impressions/day"
    groups: ClassVar[tuple[str, ...]] = ("all", "lane", "tier", "niche", "age", "kind")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = day.slots
        yield self.value(float(natural + paid))
        yield self.value(float(natural), "lane=natural")
        for lane in Lane:
            yield self.value(float(day.sums[lane]), f"lane={lane.name.lower()}")
        for kind in ("tier", "niche", "age", "kind"):
            grouping = day.groupings[kind]
            yield from self.values(grouping, grouping.sums(day.received))
