"""How often what is shown is liked."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class LikeRate(PerImpression):
    """Likes per impression.

    Source: KuaiRand action labels (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "like_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.LIKE
