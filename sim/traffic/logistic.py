"""An S-shaped change: how traffic dries up, slowly at first, then fast, then slowly."""

import math

from sim.core.parameters import parameter
from sim.traffic import Schedule, blend


class Logistic(Schedule):
    """start + (end - start) / (1 + e^(-k (t - midpoint))), with k = 2 ln 19 / `days_5_to_95`.

    With the default times 5 % of the change is done on day 9, half on day 90, 95 % on day 171.

    Limits: before onset it is `start`, so at onset it jumps by the share of the change that the curve
    has behind it (3.7 % with the default times); days_5_to_95 -> 0 is `Step`; start = end is `Steady`.
    """

    start: float = parameter(..., "value before the change")
    end: float = parameter(..., "value after the change")
    midpoint_days: float = parameter(90.0, "days after onset at which half of the change is done", unit="day", ge=0)
    days_5_to_95: float = parameter(162.0, "days from 5 % to 95 % of the change", unit="day", gt=0)

    def at(self, day_after_onset: float) -> float:
        if day_after_onset < 0.0:
            return self.start
        steepness = 2.0 * math.log(19.0) / self.days_5_to_95
        distance = steepness * (day_after_onset - self.midpoint_days)
        odds = math.exp(-abs(distance))  # of the smaller side, so that no exponent overflows
        done = 1.0 / (1.0 + odds) if distance >= 0.0 else odds / (1.0 + odds)
        return blend(self.start, self.end, done)

    def bounds(self) -> tuple[float, float]:
        return min(self.start, self.end), max(self.start, self.end)
