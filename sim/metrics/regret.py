"""How far what is shown falls short of the best."""

from typing import ClassVar

from sim.core.units import FIXED_POINT
from sim.metrics import PerImpression
from sim.world.tally import Act


class Regret(PerImpression):
    """Mean shortfall of an impression's taste score from the user's best topic.

    0 would take a feed of nothing but each user's favourite topic. Weariness is not counted, so some regret
    is what an oracle would choose too.
    Source: pseudo-regret of the bandit literature, with the user's best topic as the comparator.
    """

    name: ClassVar[str] = "regret"
    unit: ClassVar[str] = "standard deviations"
    act: ClassVar[Act] = Act.REGRET
    per: ClassVar[int] = FIXED_POINT
