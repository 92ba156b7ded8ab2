"""How far regional specialities travel."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio
from sim.world.sales import Sale


class DistantShare(Metric):
    """Share of the orders of regional specialities so far that come from outside their region.

    Source: orders by buyer's and product's region since the start.
    """

    name: ClassVar[str] = "distant_share"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        commerce = day.world.commerce
        if commerce is None or not len(day.sold(Sale.ORDERS)):
            return
        regional = commerce.products.region >= 0
        orders = int(commerce.products.orders[regional].sum())
        yield self.value(ratio(float(commerce.products.distant.sum()), orders))
