"""Where brands put their money."""

from collections.abc import Iterable
from typing import ClassVar

from sim.metrics import Day, Metric, Value
from sim.world.brands import Bucket


class BudgetShare(Metric):
    """Share of brands' budgets planned for each bucket, mean over brands; the total is constant.

    Source: the brands' own plans as of their last review.
    """

    name: ClassVar[str] = "budget_share"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("bucket",)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        commerce = day.world.commerce
        if commerce is None or not commerce.brands.funded_fen.any():
            return
        share = commerce.brands.share[commerce.brands.funded_fen > 0].mean(axis=0).tolist()
        for bucket, value in zip(Bucket, share, strict=True):
            yield self.value(value, f"bucket={bucket.name.lower()}")
