"""How often what is shown is watched for long."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class LongViewRate(PerImpression):
    """Long views (watched for more than 18 s) per impression.

    Source: the long-view label of KuaiRand (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "long_view_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.LONG
