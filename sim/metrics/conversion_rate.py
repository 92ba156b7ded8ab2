"""How many of those who look at a product buy it."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio, ratios
from sim.world.sales import Sale, Scene


class ConversionRate(Metric):
    """Orders per click on the product card, by scene and by the seller's tier and niche.

    Source: counts of the day.
    """

    name: ClassVar[str] = "conversion_rate"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "scene", "tier", "niche")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        clicks, orders = day.sold(Sale.CLICKS), day.sold(Sale.ORDERS)
        if not len(clicks):
            return
        yield self.value(ratio(float(orders.sum()), float(clicks.sum())))
        for scene in Scene:
            part, whole = float(orders[:, scene].sum()), float(clicks[:, scene].sum())
            yield self.value(ratio(part, whole), f"scene={scene.name.lower()}")
        for kind in ("tier", "niche"):
            grouping = day.groupings[kind]
            bought, looked = (grouping.sums(np.asarray(count.sum(axis=1))) for count in (orders, clicks))
            yield from self.values(grouping, ratios(bought, looked))
