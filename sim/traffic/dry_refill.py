"""Dry up, then refill along the same path, to see whether what was lost comes back."""

from sim.core.parameters import parameter
from sim.traffic.logistic import Logistic


class DryRefill(Logistic):
    """The logistic change until `turn_days`, level for `hold_days`, then the same curve backwards.

    Down and up pass through the same values, so that any difference between the two passages is
    memory of the platform and not of the schedule (hysteresis).

    Limits: turn_days -> infinity is `Logistic`; after the way back it is `start` again.
    """

    turn_days: float = parameter(180.0, "days after onset at which the change stops", unit="day", gt=0)
    hold_days: float = parameter(0.0, "days it then stays, before it turns back", unit="day", ge=0)

    def at(self, day_after_onset: float) -> float:
        back = 2.0 * self.turn_days + self.hold_days - day_after_onset
        return super().at(min(day_after_onset, self.turn_days, back))
