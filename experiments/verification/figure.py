"""A figure beside what theory expects of it, and what is allowed between them."""

import math
from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    """One number of a check. `rests_on` says where the tolerance is from: a rate of false alarms, or no luck at all."""

    what: str
    found: float
    expected: str
    low: float
    high: float
    rests_on: str

    @property
    def holds(self) -> bool:
        """Whether the figure lies where theory puts it; nan never does."""
        return self.low <= self.found <= self.high


class Check(NamedTuple):
    """An analytic check: what it is about, and how its figures come out of the simulator."""

    about: str
    figures: Callable[[], list[Figure]]


def near(what: str, found: float, expected: float, within: float, rests_on: str = "no luck involved") -> Figure:
    """A figure that theory knows, within a tolerance."""
    said = f"{expected:.5g} +- {within:.2g}"
    return Figure(what, float(found), said, expected - within, expected + within, rests_on)


def likely(what: str, p: float, at_least: float = 1e-3) -> Figure:
    """The p-value of a test of fit; a fresh seed would fall below `at_least` that often by chance."""
    return Figure(what, float(p), f"p > {at_least:g}", at_least, math.inf, f"false alarm 1 in {1 / at_least:,.0f}")


def sampled(what: str, found: float, expected: float, error: float, bias: float = 0.0) -> Figure:
    """A mean of draws, within four of its standard errors and a known bias."""
    return near(what, found, expected, 4.0 * error + bias, "4 standard errors: false alarm 1 in 16,000")
