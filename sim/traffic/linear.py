"""A straight line from one level to another."""

from typing import Self

from pydantic import model_validator

from sim.core.parameters import parameter
from sim.traffic import Schedule, blend


class Linear(Schedule):
    """start + (end - start)(t - from) / (until - from), level before and after.

    Limits: until -> from is `Step`; start = end is `Steady`.
    """

    start: float = parameter(..., "value before the change")
    end: float = parameter(..., "value after the change")
    from_days: float = parameter(0.0, "days after onset at which the change begins", unit="day", ge=0)
    until_days: float = parameter(180.0, "days after onset at which it is complete", unit="day", gt=0)

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.from_days >= self.until_days:
            raise ValueError(f"from_days is {self.from_days}, allowed is below until_days ({self.until_days})")
        return self

    def at(self, day_after_onset: float) -> float:
        gone = (day_after_onset - self.from_days) / (self.until_days - self.from_days)
        return blend(self.start, self.end, min(max(gone, 0.0), 1.0))

    def bounds(self) -> tuple[float, float]:
        return min(self.start, self.end), max(self.start, self.end)
