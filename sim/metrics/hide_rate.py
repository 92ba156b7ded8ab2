"""How often what is shown is sent away."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class HideRate(PerImpression):
    """Hides (not interested) per impression.

    Source: KuaiRand action labels (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "hide_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.HIDE
