"""How much of what is meant for the niche ends elsewhere."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio
from sim.world.tally import Lane


class Leakage(Metric):
    """Share of natural impressions of items labelled niche that land on items that are not.

    A policy that favours the niche reads labels, so these are the favoured impressions that miss their target.
    "basis=slots" is what misses it as a share of all natural impressions. Without mis-tagging accounts
    (`population.mistag_share`) both are 0.
    Source: the headline question's definition, a share of boosted impressions landing on non-targets.
    """

    name: ClassVar[str] = "leakage"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "basis")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        meant = int(day.by_topic[day.world.topics.niche, : Lane.PAID].sum())
        astray = int(day.astray[: Lane.PAID].sum())
        yield self.value(ratio(astray, meant + astray))
        yield self.value(ratio(astray, day.slots[0]), "basis=slots")
