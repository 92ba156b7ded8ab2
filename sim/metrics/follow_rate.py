"""How often what is shown wins a follower."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class FollowRate(PerImpression):
    """Follows per impression.

    Source: KuaiRand action labels (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "follow_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.FOLLOW
