"""One level until a day, another from it on."""

from sim.core.parameters import parameter
from sim.traffic import Schedule


class Step(Schedule):
    """`start` before the day, `end` from it on: the cleanest experiment, and the least like a platform.

    Limits: start = end is `Steady`.
    """

    start: float = parameter(..., "value before the step")
    end: float = parameter(..., "value from the step on")
    step_days: float = parameter(0.0, "days after onset at which it happens", unit="day", ge=0)

    def at(self, day_after_onset: float) -> float:
        return self.start if day_after_onset < self.step_days else self.end

    def bounds(self) -> tuple[float, float]:
        return min(self.start, self.end), max(self.start, self.end)
