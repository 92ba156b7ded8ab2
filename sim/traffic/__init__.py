"""Schedules of natural traffic: one file each. A schedule is a number as a function of days after onset."""

from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer

from sim.core.parameters import Parameters


class Schedule(Parameters):
    """Base of every schedule: frozen parameters and a value for each day.

    Onset, day 0, is the end of the warm-up. Before onset a schedule has the value it starts from.
    The docstring of a schedule gives its formula and its *Limits*.
    """

    def at(self, day_after_onset: float) -> float:
        """The value on a day after onset; negative days are before onset."""
        raise NotImplementedError

    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest value that any day can have."""
        raise NotImplementedError

    def place(self, value: float) -> str:
        """Where a reader finds a value that `bounds` gave, if it stands in a file; else nothing."""
        return ""

    @model_serializer(mode="wrap")
    def _named(self, parameters: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The parameters with the name of the class, so that a saved configuration can be read again."""
        return {"_target_": f"{type(self).__module__}.{type(self).__qualname__}", **parameters(self)}


def blend(start: float, end: float, share: float) -> float:
    """`share` of the way from `start` to `end`, never outside the two; exact at both ends."""
    value = start * (1.0 - share) + end * share
    return min(max(value, min(start, end)), max(start, end))
