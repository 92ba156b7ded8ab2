"""What is fitted to what: free parameters with their bounds, targets with tolerance and grade, a way to simulate."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
GRADES = ("A", "B")  # press and folklore are never fitted to


class Free(NamedTuple):
    """A parameter that is fitted, by its key, and the range it is looked for in."""

    key: str
    low: float
    high: float


class Aim(NamedTuple):
    """A target: its number in the list, its value, the tolerance that 90 % of its error lies in, relative."""

    moment: str
    number: str
    value: float
    tolerance: float
    grade: str


class Problem(NamedTuple):
    """A calibration. `simulate` gives the moments of one world from the parameters by key and a seed; all above 0."""

    name: str
    about: str
    free: tuple[Free, ...]
    aims: tuple[Aim, ...]
    simulate: Callable[[Mapping[str, float], int], Mapping[str, float]]

    def checked(self) -> "Problem":
        """The problem, if it may be fitted.

        Raises:
            ValueError: if a target is not of grade A or B, or there are more free parameters than targets.
        """
        for aim in self.aims:
            if aim.grade not in GRADES:
                raise ValueError(f"{aim.number} is of grade {aim.grade}, allowed to be fitted to are {GRADES}")
        if len(self.free) > len(self.aims):
            raise ValueError(f"{len(self.free)} free parameters for {len(self.aims)} targets, allowed are as many")
        return self

    def at(self, place: Floats) -> dict[str, float]:
        """The parameters at a place of the unit box, [P]."""
        return {one.key: one.low + (one.high - one.low) * float(x) for one, x in zip(self.free, place, strict=True)}

    def place(self, values: Mapping[str, float]) -> Floats:
        """The place of parameters in the unit box, [P]."""
        return np.array([(values[one.key] - one.low) / (one.high - one.low) for one in self.free])

    def moments(self, place: Floats, seed: int) -> Floats:
        """Logs of the moments of one world at a place, [M]."""
        found = self.simulate(self.at(place), seed)
        return np.log([found[aim.moment] for aim in self.aims])

    @property
    def wanted(self) -> Floats:
        """Logs of the targets, [M]."""
        return np.log([aim.value for aim in self.aims])

    @property
    def slack(self) -> Floats:
        """Standard deviation of the error of each log target, [M]: 90 % of a normal one within the tolerance."""
        return np.array([aim.tolerance for aim in self.aims]) / 1.645
