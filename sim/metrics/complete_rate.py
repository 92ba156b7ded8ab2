"""How often what is shown is watched to its end."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class CompleteRate(PerImpression):
    """Impressions watched to the end, per impression.

    Source: completion rate as short-video platforms report it.
    """

    name: ClassVar[str] = "complete_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.COMPLETE
