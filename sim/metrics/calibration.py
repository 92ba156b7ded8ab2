"""Whether the recommender's confidence is right."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.core.logistic import fit
from sim.metrics import Day, Metric, Value
from sim.world.tally import BIN_HIGH, BIN_LOW, BINS

CENTRES = BIN_LOW + (np.arange(BINS) + 0.5) * (BIN_HIGH - BIN_LOW) / BINS


class Calibration(Metric):
    """Slope of the log-odds of a valid play on the predicted pull, over the day's ranked natural impressions.

    A learner predicts a pull, not a probability. Where it means the pull as log-odds of a valid play, a slope
    of 1 is calibrated, below 1 is too sure, above 1 too timid; a learner that reads the true pull has the
    slope of the response itself. The slope is a logistic regression on the centres of 64 bins; days on which
    it has no finite answer have no value.
    Source: calibration slope of Cox 1958, Biometrika 45.
    """

    name: ClassVar[str] = "calibration"
    unit: ClassVar[str] = "log-odds per unit of pull"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        skipped, played = day.forecast
        yield self.value(fit(CENTRES, played, played + skipped).slope)
