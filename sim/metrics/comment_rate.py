"""How often what is shown is commented on."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class CommentRate(PerImpression):
    """Comments per impression.

    Source: KuaiRand action labels (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "comment_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.COMMENT
