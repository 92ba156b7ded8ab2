"""What would flip the answer: the box of assumptions in which another policy wins, and a sentence about it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.contrast import FEWEST_DRAWS
from sim.analysis.pairs import Pairs
from sim.analysis.prim import Box, find_box, luck
from sim.analysis.winners import best, winners

COLUMNS = ("parameter", "low", "high", "plausible_low", "plausible_high", "density", "coverage", "support", "chance")
BY_CHANCE = 0.10  # a box that shuffled outcomes give more often than this does not stand out


class Flip(NamedTuple):
    """The box as rows (one a parameter, limits cut to the plausible range), and what it says."""

    box: pd.DataFrame
    sentence: str


def flip(
    pairs: Pairs, assumptions: pd.DataFrame, plausible: Mapping[str, Sequence[float]], day: int | None = None
) -> Flip:
    """Where, among the draws, another policy wins than at the base.

    A policy wins a draw if it protects best within the guardrails; the reference does if none protects better.
    """
    nothing = pd.DataFrame(columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS[1:], float))
    frame = winners(pairs, day)
    leader = best(pairs, day)
    if len(frame) < FEWEST_DRAWS:
        return Flip(nothing, f"What would flip the answer is not known from {len(frame)} draws: run `make run-full`.")
    other = (frame["winner"] != leader).to_numpy()
    start = f"At the base `{leader}` wins; in {other.sum()} of {other.size} draws another policy does"
    if not other.any():
        return Flip(
            nothing, f"Nothing drawn flips the answer: `{leader}` wins at the base and in all {other.size} draws."
        )
    start += f" ({_tally(frame['winner'][other])})"
    if other.all():
        return Flip(nothing, f"{start}: the answer at the base is not that of the plausible worlds.")
    cases = assumptions.pivot_table(index="draw", columns="parameter", values="value").reindex(frame.index)
    box = find_box(cases.to_numpy(), other)
    chance = luck(cases.to_numpy(), other, box)
    if box.bounded.size == 0 or chance > BY_CHANCE:
        return Flip(nothing, f"{start}, and no box of assumptions stands out from chance in which it does.")
    rows = _rows(box, list(cases.columns), plausible, chance)
    inside = box.holds(cases.to_numpy())
    who = _tally(frame["winner"][inside & other])
    text = (
        f"{start}. Where {' and '.join(_bound(row) for row in rows.itertuples())}, it is "
        f"{other[inside].sum()} of {inside.sum()} ({who})."
    )
    return Flip(rows, text)


def _rows(box: Box, names: list[str], plausible: Mapping[str, Sequence[float]], chance: float) -> pd.DataFrame:
    rows = []
    for parameter in box.bounded:
        low, high = plausible[names[parameter]]
        limits = (max(low, box.limits[parameter, 0]), min(high, box.limits[parameter, 1]))
        rows.append((names[parameter], *limits, low, high, box.density, box.coverage, box.support, chance))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _bound(row: tuple[Any, ...]) -> str:
    """One parameter's limits in words; those at the end of its range go without saying."""
    name, low, high, least, most = row[1:6]
    if np.isclose(low, least):
        return f"`{name}` is at most {high:.3g}"
    if np.isclose(high, most):
        return f"`{name}` is at least {low:.3g}"
    return f"`{name}` lies between {low:.3g} and {high:.3g}"


def _tally(names: "pd.Series[str]") -> str:
    return ", ".join(f"`{name}` in {count}" for name, count in names.value_counts().items())
