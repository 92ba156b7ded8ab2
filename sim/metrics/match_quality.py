"""How well what is shown suits who sees it."""

from typing import ClassVar

from sim.core.units import FIXED_POINT
from sim.metrics import PerImpression
from sim.world.tally import Act


class MatchQuality(PerImpression):
    """Mean taste score of an impression, in standard deviations above a random user and item.

    0 is what random allocation gives in the population as built. Source: model of affinity, E[m] over
    impressions served.
    """

    name: ClassVar[str] = "match_quality"
    unit: ClassVar[str] = "standard deviations"
    act: ClassVar[Act] = Act.MATCH
    per: ClassVar[int] = FIXED_POINT
