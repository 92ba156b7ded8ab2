"""Who pays whom, and for what."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.core.units import MICRO
from sim.metrics import Day, Metric, Value
from sim.world.campaigns import Party
from sim.world.money import Entry
from sim.world.world import World


class Payments(Metric):
    """Payments of the day: "flow=fee:brand>account" is what brands paid accounts in fees.

    Nothing of a kind of payment that never was made, and nothing at all where there is no market.
    Source: the books of all parties, in which every payment is taken and given at once.
    """

    name: ClassVar[str] = "payments"
    unit: ClassVar[str] = "RMB/day"
    groups: ClassVar[tuple[str, ...]] = ("flow",)

    def start(self, world: World) -> object:
        """The books at the end of the last day."""
        return {"paid": world.money.paid.copy()}

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        assert isinstance(memory, dict)
        now = day.world.money.paid
        today = (now - memory["paid"]) / MICRO
        memory["paid"] = now.copy()
        for entry, payer, payee in zip(*np.nonzero(now), strict=True):
            words = f"{Entry(entry).name}:{Party(payer).name}>{Party(payee).name}".lower()
            yield self.value(float(today[entry, payer, payee]), f"flow={words}")
