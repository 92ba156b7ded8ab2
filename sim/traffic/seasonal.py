"""A wave around a mean: seasons, campaigns that come back."""

import math

from sim.core.parameters import parameter
from sim.traffic import Schedule


class Seasonal(Schedule):
    """mean + amplitude sin(2 pi t / period), the mean before onset.

    Limits: amplitude = 0 is `Steady`; a negative amplitude begins with the trough.
    """

    mean: float = parameter(..., "value before onset, and on average over a period")
    amplitude: float = parameter(..., "greatest distance from the mean; negative to begin with the trough")
    period_days: float = parameter(365.0, "days from crest to crest", unit="day", gt=0)

    def at(self, day_after_onset: float) -> float:
        if day_after_onset < 0.0:
            return self.mean
        phase = math.fmod(day_after_onset, self.period_days) / self.period_days
        return self.mean + self.amplitude * math.sin(2.0 * math.pi * phase)

    def bounds(self) -> tuple[float, float]:
        return self.mean - abs(self.amplitude), self.mean + abs(self.amplitude)
