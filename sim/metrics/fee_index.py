"""What a KOC's item costs a brand."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.core.units import FEN_PER_RMB, TICKS_PER_DAY
from sim.metrics import Day, Metric, Value
from sim.world.brands import Bucket

WINDOW_DAYS = 28


class FeeIndex(Metric):
    """Mean script fee of the contracts signed in the last 28 days, by tier asked: koc and head.

    Source: the contracts.
    """

    name: ClassVar[str] = "fee_index"
    unit: ClassVar[str] = "RMB/contract"
    groups: ClassVar[tuple[str, ...]] = ("bucket",)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        commerce = day.world.commerce
        if commerce is None:
            return
        deals = commerce.deals
        lately = deals.signed_at > day.world.now - WINDOW_DAYS * TICKS_PER_DAY
        for bucket in (Bucket.KOC, Bucket.HEAD):
            fees = deals.fee_fen[lately & (deals.bucket == bucket)]
            if fees.size:
                yield self.value(float(np.sum(fees)) / fees.size / FEN_PER_RMB, f"bucket={bucket.name.lower()}")
