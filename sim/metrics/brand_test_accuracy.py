"""How often a product test names the better product."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value, ratio


class BrandTestAccuracy(Metric):
    """Share of the product tests judged so far that named the truly best of the products tested.

    Source: orders per click of the products, all sellers and viewers alike, which no brand can see.
    """

    name: ClassVar[str] = "brand_test_accuracy"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        commerce = day.world.commerce
        if commerce is None:
            return
        yield self.value(ratio(float(commerce.brands.right.sum()), float(commerce.brands.tests.sum())))
