"""What a replication asks, and what it found beside what was published."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from experiments.replications.titles import TITLES


class Finding(NamedTuple):
    """One published result. `kind`: sign (a direction), size (a number), or order (of several). `error` is one s.e."""

    what: str
    kind: str
    published: str
    low: float
    high: float
    found: float
    error: float = math.nan

    @property
    def shown(self) -> bool:
        """Whether the found value lies where the published one puts it; a sign must be clear of luck."""
        if self.kind == "sign" and self.error == self.error:
            return self.low <= self.found - 2.0 * self.error and self.found + 2.0 * self.error <= self.high
        return self.low <= self.found <= self.high


class Study(NamedTuple):
    """A published study. `run` takes whether to be small (for tests) and gives its findings."""

    name: str
    source: str
    run: Callable[[bool], list[Finding]]
    by: str  # what of the simulator it is asked of

    @property
    def title(self) -> str:
        """What it found, in words."""
        return TITLES[self.name]


def positive(what: str, values: ArrayLike, published: str) -> Finding:
    """A quantity that should be above zero, from independent values."""
    mean, error = spread(values)
    return Finding(what, "sign", published, 0.0, math.inf, mean, error)


def negative(what: str, values: ArrayLike, published: str) -> Finding:
    """A quantity that should be below zero."""
    mean, error = spread(values)
    return Finding(what, "sign", published, -math.inf, 0.0, mean, error)


def near(what: str, values: ArrayLike, expected: float, within: float, published: str = "") -> Finding:
    """A number that was published or derived, within a tolerance."""
    mean, error = spread(values)
    return Finding(what, "size", published or f"{expected:g} +- {within:g}", expected - within, expected + within, mean,
                   error)  # fmt: skip


def spread(values: ArrayLike) -> tuple[float, float]:
    """Mean and standard error; the latter nan for a single value."""
    x = np.asarray(values, dtype=np.float64).reshape(-1)
    return float(x.mean()), float(x.std(ddof=1) / math.sqrt(x.size)) if x.size > 1 else math.nan


def line(one: Finding) -> str:
    """A finding for a reader."""
    error = f" +- {one.error:.2g}" if one.error == one.error else ""
    verdict = f"shows its {one.kind}" if one.shown else f"does NOT show its {one.kind}"
    return f"  {verdict:22s} {one.what}: {one.found:.4g}{error} (published: {one.published})"
