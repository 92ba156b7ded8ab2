"""How often what is shown is watched."""

from typing import ClassVar

from sim.metrics import PerImpression
from sim.world.tally import Act


class PlayRate(PerImpression):
    """Valid plays (watched for more than 7 s) per impression.

    Source: the valid-view label of KuaiRand (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "play_rate"
    unit: ClassVar[str] = "1"
    act: ClassVar[Act] = Act.PLAY
