"""Which runs a sweep is made of: a grid, a list, or points that fill a space evenly.

`seed=1,2 policy=interest,random` is a grid. `behaviour.like_slope=interval(0.5,1.5)` is a range: the points of a Latin
hypercube or of Sobol's sequence fill the box of all ranges, and every point is crossed with the grid, so that policies
are paired at each point. `pairs` repeats all of it: pair r adds r to seed and replication, as a comparison does.

Source: McKay, Beckman and Conover 1979 (Latin hypercube); Sobol 1967, scrambled as Owen 1998, both by scipy.stats.qmc.
Limits: more points of the same Sobol sequence keep the first ones, so a store is extended; a Latin hypercube of
another size is another design.
"""

import csv
import math
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from hydra.core.override_parser.types import IntervalSweep, Override

from sim.config import overrides as lines
from sim.config.choices import listed, refusal
from sim.config.literal import refuse_no_data
from sim.core.errors import ConfigError
from sim.core.limits import MOST_LIVES

KINDS = ("grid", "lhs", "sobol")


class Design(NamedTuple):
    """How the points of the ranges are chosen, and how often all is repeated."""

    kind: str = "grid"
    points: int = 0
    seed: int = 0  # of the points; not of the worlds
    pairs: int = 1
    table: Path | None = None  # a CSV file with one row for each point: its header holds keys


class Range(NamedTuple):
    """A parameter that is drawn: linear or, with `tag(log,interval(1,100))`, even in its logarithm."""

    key: str
    low: float
    high: float
    whole: bool
    log: bool

    def at(self, share: float) -> str:
        """The override at a place from 0 to 1."""
        if self.whole:
            return f"{self.key}={min(math.floor(self._between(share, self.high + 1)), int(self.high))}"
        return f"{self.key}={self._between(share, self.high)!r}"

    def _between(self, share: float, high: float) -> float:
        if self.log:
            return float(math.exp(math.log(self.low) + share * (math.log(high) - math.log(self.low))))
        return float(self.low + share * (high - self.low))


def cells(overrides: Sequence[str], design: Design) -> list[list[str]]:
    """The overrides of every run, in order: pairs are not yet in it.

    Raises:
        ConfigError: naming the word, its value and what is allowed.
    """
    parsed = [(line, lines.parse(line)) for line in overrides]
    ranges = [_range(line, one) for line, one in parsed if one.is_interval_sweep()]
    grid = list(lines.cells([line for line, one in parsed if not one.is_interval_sweep()]))
    points = _points(ranges, design)
    listed_points = [[]] if design.table is None else rows(design.table)
    count = len(points) * len(listed_points) * len(grid) * design.pairs
    if count > MOST_LIVES:
        raise ConfigError(f"the sweep has {count} runs, allowed are at most {MOST_LIVES}")
    return [[*cell, *row, *point] for point, row, cell in product(points, listed_points, grid)]


def rows(path: Path) -> list[list[str]]:
    """The overrides that each row of a table stands for; an empty field says nothing.

    Raises:
        ConfigError: if the table cannot be read, naming file and line.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header, *body = [row for row in csv.reader(file) if row] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            f"list is {path}, which cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from None
    keys = [key.strip() for key in header]
    if not body or not all(keys) or len(set(keys)) < len(keys):
        raise ConfigError(
            f"list is {path}, allowed is a table with a header of keys, each once, and a row for each run"
        )
    for number, row in enumerate(body, start=2):
        if len(row) != len(keys):
            raise ConfigError(f"{path}, row {number}: {len(row)} fields, allowed are {len(keys)} as in the header")
        refuse_no_data(dict(zip(keys, row, strict=True)))
    return [[f"{key}={field.strip()}" for key, field in zip(keys, row, strict=True) if field.strip()] for row in body]


def _points(ranges: list[Range], design: Design) -> list[list[str]]:
    _check(ranges, design)
    if not ranges:
        return [[]]
    from scipy.stats import qmc

    if design.kind == "lhs":
        shares = qmc.LatinHypercube(len(ranges), rng=design.seed).random(design.points)
    else:
        shares = qmc.Sobol(len(ranges), rng=design.seed).random(design.points)
    return [[one.at(float(share)) for one, share in zip(ranges, point, strict=True)] for point in shares]


def _check(ranges: list[Range], design: Design) -> None:
    kind, points = design.kind, design.points
    if design.seed < 0:
        raise ConfigError(f"design_seed is {design.seed}, allowed is a whole number from 0 up")
    if kind not in KINDS:
        raise ConfigError(refusal("design", kind, KINDS))
    if kind == "grid" and ranges:
        keys = listed(one.key for one in ranges)
        raise ConfigError(f"design is grid but {keys} is a range, allowed are design=lhs or design=sobol and points=N")
    if kind != "grid" and not ranges:
        raise ConfigError(f"design is {kind}, allowed with a range such as behaviour.like_slope=interval(0.5,1.5)")
    if kind == "grid" and points:
        raise ConfigError(f"points is {points}, allowed with design=lhs or design=sobol")
    if kind != "grid" and not 1 <= points <= MOST_LIVES:
        raise ConfigError(f"points is {points}, allowed with design={kind} is at least 1 and at most {MOST_LIVES}")
    if kind == "sobol" and points & (points - 1):
        raise ConfigError(f"points is {points}, allowed with design=sobol is a power of two, which keeps it balanced")


def _range(line: str, override: Override) -> Range:
    value: Any = override.value()
    assert isinstance(value, IntervalSweep)
    low, high, log = value.start, value.end, "log" in value.tags
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ConfigError(f"{line}, allowed is a range whose second number is larger than its first")
    if log and low <= 0:
        raise ConfigError(f"{line}, allowed is a range above 0 for a logarithm")
    return Range(override.get_key_element(), low, high, isinstance(low, int) and isinstance(high, int), log)
