"""Draws of everything that has no source, each within its stated range."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from sim.config.rows import Row, schema_rows
from sim.core.errors import ConfigError

MOST_TRIES = 200  # redraws of one draw that joint constraints refuse

Draw = dict[str, float]


def rows_of(config: Any, policies: Iterable[str]) -> list[Row]:
    """The parameters graded `assumption` that a comparison of these policy files has, but those without effect."""
    learner = str(config.recommender.learner["_target_"]).split(".")[-2]
    chosen = {"", f"recommender={learner}", *(f"policy={name}" for name in policies)}
    return [
        row
        for row in schema_rows()
        if row.grade == "assumption" and row.choice in chosen and row.plausible and row.matters(config)
    ]


def draws(rows: list[Row], count: int, seed: int, allowed: Callable[[Draw], bool]) -> list[Draw]:
    """Draws of the parameters over their plausible ranges, a Latin hypercube; those not allowed are redrawn.

    A range of positive numbers is drawn on the log scale, so that half and double are alike; others evenly.
    All depend on their number: a hypercube of another size is another hypercube.

    Raises:
        ConfigError: if hardly any draw is allowed.
    """
    if not rows or count == 0:
        return []
    stream = np.random.default_rng(seed)
    found: list[Draw] = []
    for place in scipy.stats.qmc.LatinHypercube(len(rows), rng=stream).random(count):
        draw = _values(rows, place)
        for _ in range(MOST_TRIES):
            if allowed(draw):
                break
            draw = _values(rows, stream.random(len(rows)))
        else:
            raise ConfigError(
                f"no draw of the assumptions is allowed in {MOST_TRIES} tries, "
                "allowed are plausible ranges that can be met together"
            )
        found.append(draw)
    return found


def _values(rows: list[Row], place: NDArray[np.float64]) -> Draw:
    return {row.key: _value(row, float(share)) for row, share in zip(rows, place, strict=True)}


def _value(row: Row, share: float) -> float:
    """A place in [0, 1) of the plausible range."""
    assert row.plausible is not None
    low, high = row.plausible
    value = low * math.pow(high / low, share) if low > 0.0 else low + share * (high - low)
    return round(value) if isinstance(row.default, int) and not isinstance(row.default, bool) else value


def as_frame(drawn: list[Draw]) -> pd.DataFrame:
    """Draws as rows: draw, parameter, value."""
    rows = [(number, key, value) for number, draw in enumerate(drawn) for key, value in draw.items()]
    return pd.DataFrame(rows, columns=["draw", "parameter", "value"]).astype({"draw": int, "value": float})


def put(raw: Mapping[str, Any], draw: Mapping[str, float], fixed: Iterable[str] = ()) -> dict[str, Any]:
    """A plain configuration with the values of a draw; keys that it does not have, or that are fixed, are left out."""
    fixed = set(fixed)
    plain: dict[str, Any] = _copied(raw)
    for key, value in draw.items():
        place, name = _place(plain, key)
        if name in place and key not in fixed:
            place[name] = value
    return plain


def has(raw: Mapping[str, Any], key: str) -> bool:
    """Whether a plain configuration has a parameter of this name."""
    place, name = _place(raw, key)
    return name in place


def _place(raw: Mapping[str, Any], key: str) -> tuple[Any, str]:
    """The group that a key stands in, empty if there is none, and its name in there."""
    *groups, name = key.split(".")
    place: Any = raw
    for group in groups:
        place = place.get(group) if isinstance(place, Mapping) else None
    return (place if isinstance(place, Mapping) else {}), name


def _copied(node: Any) -> Any:
    return {key: _copied(value) for key, value in node.items()} if isinstance(node, Mapping) else node
