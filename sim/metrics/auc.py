"""How well the recommender tells what will be watched."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio


class Auc(Metric):
    """Probability that a valid play was predicted a stronger pull than an impression that was skipped.

    Over natural impressions ranked by interest, so among items already chosen for their prediction: lower than
    over random items. Predictions in the same of 64 bins count as ties, half each.
    Source: Mann and Whitney 1947.
    """

    name: ClassVar[str] = "auc"
    unit: ClassVar[str] = "1"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        skipped, played = day.forecast.astype(np.float64)
        below = np.cumsum(skipped) - 0.5 * skipped
        yield self.value(ratio(float(played @ below), float(played.sum() * skipped.sum())))
