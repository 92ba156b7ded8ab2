"""How long what is shown is watched."""

from typing import ClassVar

from sim.core.units import TICKS_PER_SECOND
from sim.metrics import PerImpression
from sim.world.tally import Act


class WatchSeconds(PerImpression):
    """Seconds watched per impression.

    Times impressions it is the attention given in all. Source: play time in KuaiRand (Gao et al., CIKM 2022).
    """

    name: ClassVar[str] = "watch_seconds"
    unit: ClassVar[str] = "s/impression"
    act: ClassVar[Act] = Act.WATCH_MS
    per: ClassVar[int] = TICKS_PER_SECOND
