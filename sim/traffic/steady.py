"""The same on every day."""

from sim.core.parameters import parameter
from sim.traffic import Schedule


class Steady(Schedule):
    """A constant: the control of every other schedule.

    Limits: none.
    """

    value: float = parameter(..., "value on every day")

    def at(self, day_after_onset: float) -> float:
        return self.value

    def bounds(self) -> tuple[float, float]:
        return self.value, self.value
