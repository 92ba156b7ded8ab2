"""What live rooms sell per thousand impressions, and the four factors that it is the product of."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.units import FEN_PER_RMB
from sim.metrics import Day, Metric, Value, ratio
from sim.world.rooms import Air
from sim.world.sales import Sale, Scene


class LiveGpm(Metric):
    """Sales in live rooms per 1,000 real impressions of them, returns included, and its factors, kept apart.

    "factor=enter": viewers who go in per impression; "factor=click": clicks on the card per viewer; "factor=order":
    orders per click; "factor=value": RMB per order. 1,000 times their product is the whole.
    Source: the identity by which sellers on TikTok Shop are told to read their rooms (recalled, not checked).
    """

    name: ClassVar[str] = "live_gpm"
    unit: ClassVar[str] = "RMB"
    groups: ClassVar[tuple[str, ...]] = ("all", "factor")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        if not len(day.air) or day.world.commerce is None:
            return
        real = day.world.commerce.scale
        shown, entered = real * float(day.air[:, Air.SHOWN].sum()), real * float(day.entered.sum())
        clicks, orders, fen = (
            float(day.sold(sale)[:, Scene.LIVE].sum()) for sale in (Sale.CLICKS, Sale.ORDERS, Sale.GMV)
        )
        yield self.value(1000.0 * ratio(fen / FEN_PER_RMB, shown))
        yield self.value(ratio(entered, shown), "factor=enter")
        yield self.value(ratio(clicks, entered), "factor=click")
        yield self.value(ratio(orders, clicks), "factor=order")
        yield self.value(ratio(fen / FEN_PER_RMB, orders), "factor=value")
