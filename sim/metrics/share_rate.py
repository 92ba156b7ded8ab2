"""How often what is shown is shared."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class ShareRate(PerImpression):
    """Shares per impression.

    Source: KuaiRand action labels (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "share_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.SHARE
