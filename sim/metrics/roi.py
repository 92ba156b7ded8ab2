"""What a brand's money brings back, by budget."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratios
from sim.world.brands import BUCKETS, Bucket
from sim.world.world import World

SMOOTHED_DAYS = 28


class Roi(Metric):
    """Gross margin on net sales over all that was laid out, of all brands together, over the last 28 days.

    By budget: head accounts, KOCs, e-commerce department, branding. Nothing is taken off for natural impressions that
    paid ones displaced: that is the incremental return, which needs a branch without campaigns.
    Source: GMV_net m / (fee + commission + paid traffic), from the contracts' books.
    """

    name: ClassVar[str] = "roi"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "bucket")

    def start(self, world: World) -> object:
        """The books at the end of each of the last days, [days, 2, BUCKETS], and how many days there were."""
        return {"books": np.zeros((SMOOTHED_DAYS, 2, BUCKETS), dtype=np.int64), "days": 0}

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        commerce = day.world.commerce
        if commerce is None or not len(commerce.brands):
            return
        assert isinstance(memory, dict)
        now = np.stack([commerce.brands.earned_fen.sum(axis=0), commerce.brands.spent_fen.sum(axis=0)])
        place = memory["books"][memory["days"] % SMOOTHED_DAYS]
        earned, spent = (now - place).astype(np.float64)
        place[:] = now
        memory["days"] += 1
        yield self.value(float(ratios(earned.sum(keepdims=True), spent.sum(keepdims=True))[0]))
        for bucket, value in zip(Bucket, ratios(earned, spent).tolist(), strict=True):
            yield self.value(value, f"bucket={bucket.name.lower()}")
