"""What every prediction is judged by: paired differences over worlds, and their signs."""

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

import sim
from sim.analysis.contrast import SIGN_PAIRS, SIGN_UP, Interval, bootstrap, paired_t, sign
from sim.config.schema import Config


class Sign(NamedTuple):
    """A quantity that should be higher (+1) or lower (-1) on the second side."""

    quantity: str
    direction: int


class Prediction(NamedTuple):
    """A fact, the two sides that should show it, and a control in which the mechanism is off.

    `sides` and `control` are overrides of the first and the second side. `luck` is the number of lives of each
    world: 2 where the fact is about the difference that luck makes.
    """

    name: str
    text: str
    source: str
    signs: tuple[Sign, ...]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    control: tuple[tuple[str, ...], tuple[str, ...]]
    why_control: str
    measure: Callable[[list[sim.Run]], dict[str, float]]
    luck: int = 1


def differences(
    prediction: Prediction, overrides: Iterable[str], worlds: int, control: bool = False, progress: bool = False
) -> pd.DataFrame:
    """Second side less first, one row a world; both sides live in the same worlds with the same luck."""
    said = list(overrides)
    sides = prediction.control if control else prediction.sides
    rows = []
    for world in tqdm(range(worlds), desc="worlds", unit="world", disable=not progress):
        first, second = (
            prediction.measure([sim.simulate(_config([*said, *side], world, luck)) for luck in range(prediction.luck)])
            for side in sides
        )
        rows.append({name: second[name] - first[name] for name in first})
    return pd.DataFrame(rows)


def _config(overrides: list[str], world: int, luck: int) -> Config:
    config = sim.load(overrides)
    return config.model_copy(update={"seed": config.seed + world, "replication": config.replication + luck})


def verdict(prediction: Prediction, found: pd.DataFrame) -> str:
    """A line for each sign: mean with both intervals, signs, hit or miss."""
    lines = []
    for quantity, direction in prediction.signs:
        x = found[quantity].to_numpy(np.float64)
        t, boot, count = paired_t(x), bootstrap(x), sign(direction * x)
        if x.size < SIGN_PAIRS:
            judged = f"{SIGN_PAIRS} worlds are needed to judge"
        else:  # a world without a difference is none as expected
            judged = "hit" if count.up * SIGN_PAIRS >= SIGN_UP * x.size else "miss"
        ties = f" ({x.size - count.pairs} without a difference)" if count.pairs < x.size else ""
        lines.append(
            f"{quantity}: expected {'up' if direction > 0 else 'down'}; {t.value:+.4g}"
            f"{_interval('t', t)}{_interval('BCa', boot)}; "
            f"as expected in {count.up} of {x.size} worlds{ties}: {judged}"
        )
    return "\n".join(lines)


def _interval(name: str, found: Interval) -> str:
    """An interval in brackets; nothing where there are too few worlds for one."""
    return f" [{name} {found.low:+.4g}, {found.high:+.4g}]" if math.isfinite(found.low) else ""


def vanishes(found: pd.DataFrame) -> bool:
    """Whether nothing at all is left of the differences."""
    return bool((found.to_numpy() == 0.0).all())
