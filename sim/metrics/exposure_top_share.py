"""How much of the exposure goes to the top."""

from collections.abc import Iterable
from typing import ClassVar

from sim.core.inequality import top_shares
from sim.metrics import Day, Metric, Value

TOPS = {"top=1%": 0.01, "top=3%": 0.03, "top=10%": 0.10, "top=20%": 0.20}


class ExposureTopShare(Metric):
    """Share of natural impressions over the last 30 days that the most shown accounts got.

    Among accounts active at the day's end; a fraction of an account counts as that fraction of hers. Before
    day 30 the window is as long as the run so far.
    Source: top-share form of Baertl 2018 (3 % of channels, 85 % of views).
    """

    name: ClassVar[str] = "exposure_top_share"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("top",)

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        shares = top_shares(day.recent[0, day.active], tuple(TOPS.values()))
        for label, share in zip(TOPS, shares, strict=True):
            yield self.value(share, label)
