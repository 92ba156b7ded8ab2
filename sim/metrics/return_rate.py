"""How much of what is ordered comes back."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio
from sim.world.sales import Sale, Scene


class ReturnRate(Metric):
    """Orders of the day that come back, per order, by scene.

    Source: counts of the day.
    """

    name: ClassVar[str] = "return_rate"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "scene")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        orders, returned = day.sold(Sale.ORDERS), day.sold(Sale.RETURNED)
        if not len(orders):
            return
        yield self.value(ratio(float(returned.sum()), float(orders.sum())))
        for scene in Scene:
            part, whole = float(returned[:, scene].sum()), float(orders[:, scene].sum())
            yield self.value(ratio(part, whole), f"scene={scene.name.lower()}")
