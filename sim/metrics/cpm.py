"""What a thousand paid impressions cost."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.units import MICRO
from sim.metrics import Day, Metric, Value, ratio
from sim.world.campaigns import Purpose
from sim.world.world import World


class Cpm(Metric):
    """RMB charged for 1,000 real impressions won in auctions on the day, by who bids.

    Slots that the platform buys for what it pushes ("purpose=heat", where it does) are not in "all".
    A simulated impression stands for `market.impressions_scale` real ones. Nothing is measured without a market.
    Source: charges over impressions, as the trade quotes a price per mille.
    """

    name: ClassVar[str] = "cpm"
    unit: ClassVar[str] = "RMB"
    groups: ClassVar[tuple[str, ...]] = ("all", "purpose")

    def start(self, world: World) -> NDArray[np.int64]:
        """Charged and shown so far, by purpose, [2, P]."""
        return np.zeros((2, len(Purpose)), dtype=np.int64)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        assert isinstance(memory, np.ndarray)
        campaigns = day.world.campaigns
        now = np.zeros_like(memory)
        np.add.at(now[0], campaigns.purpose, campaigns.spent)
        np.add.at(now[1], campaigns.purpose, campaigns.impressions)
        charged, shown = now - memory
        memory[:] = now
        real = day.world.money.real_impressions * MICRO / 1000.0
        others = np.arange(len(Purpose)) != Purpose.HEAT
        yield self.value(ratio(float(charged[others].sum()), real * float(shown[others].sum())))
        for purpose in Purpose:
            if purpose is Purpose.HEAT and not now[1, Purpose.HEAT]:
                continue
            price = ratio(float(charged[purpose]), real * float(shown[purpose]))
            yield self.value(price, f"purpose={purpose.name.lower()}")
