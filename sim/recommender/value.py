"""The value of an impression to the platform, as a curve over the predicted pull.

Every action's probability depends on one number, the pull, so the weighted sum of all predicted actions
is a curve; it is tabulated once and read by linear interpolation. Durations are debiased: the curve is
that of an item of median duration, so a long video earns no value for being long.
"""

import math
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from sim.core import elementwise
from sim.core.law import plain
from sim.laws import acting, watching
from sim.laws.settings import BehaviourSettings
from sim.platform.settings import ValueWeights

GRID_LOW, GRID_HIGH, GRID_STEP = -14.0, 14.0, 0.0625
GRID = np.arange(GRID_LOW, GRID_HIGH + GRID_STEP / 2, GRID_STEP)  # [V] predicted pulls
SMALLEST = 1e-6  # values below this are raised to it, so that they have a logarithm


@dataclass(frozen=True, eq=False)
class Responses:
    """Expected responses over the grid of pulls, [V] each, read-only, for an item of median duration."""

    play: NDArray[np.float64]
    seconds: NDArray[np.float64]
    complete: NDArray[np.float64]
    like: NDArray[np.float64]
    comment: NDArray[np.float64]
    share: NDArray[np.float64]
    follow: NDArray[np.float64]
    hide: NDArray[np.float64]


Floats = NDArray[np.float64]
MOST_READ = 16
_READ: dict[tuple[int, int], tuple[Responses, Floats, Floats]] = {}  # what follows from curves that cannot change


def responses(behaviour: BehaviourSettings, duration_ms: float) -> Responses:
    """Expected responses as the laws give them."""
    survival = plain(watching.survival)
    probability = plain(acting.action_probability)
    rows = []
    for pull in GRID.tolist():
        play = survival(pull, watching.VALID_PLAY_MS, duration_ms, behaviour)
        acts = [
            play * probability(pull, getattr(behaviour, f"{name}_intercept"), getattr(behaviour, f"{name}_slope"))
            for name in ("like", "comment", "share", "follow")
        ]
        skip = 1.0 / (1.0 + math.exp(pull))
        scale = math.exp(behaviour.dwell_scale + behaviour.dwell_slope * pull) * math.pow(
            duration_ms / 1000.0, behaviour.dwell_duration
        )
        longest = behaviour.loops_at_most * duration_ms / 1000.0
        shape = behaviour.dwell_shape
        skipped = behaviour.skip_seconds * -math.expm1(-longest / behaviour.skip_seconds)
        # mean of a Weibull time cut at the longest: its integral of survival
        dwelt = scale * math.gamma(1 + 1 / shape) * float(gammainc(1 / shape, (longest / scale) ** shape))
        seconds = skip * skipped + (1 - skip) * dwelt
        hide = (1 - play) * probability(pull, behaviour.hide_intercept, behaviour.hide_slope)
        rows.append((play, seconds, survival(pull, duration_ms, duration_ms, behaviour), *acts, hide))
    columns = np.array(rows)
    columns.flags.writeable = False
    return Responses(*columns.T)


@lru_cache(maxsize=16)
def value_curve(expected: Responses, weights: ValueWeights) -> NDArray[np.float64]:
    """Weighted sum of the expected responses over the grid, [V], at least `SMALLEST`; read-only.

    It is asked for in every span, and follows from what cannot change.
    """
    value = (
        weights.watch_second * expected.seconds
        + weights.complete * expected.complete
        + weights.like * expected.like
        + weights.comment * expected.comment
        + weights.share * expected.share
        + weights.follow * expected.follow
        + weights.hide * expected.hide
    )
    curve = np.maximum(value, SMALLEST)
    curve.flags.writeable = False
    return curve


def by_chance(expected: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """The value curve over logits of a valid play, [V]: read at the pull that has this chance."""
    known = _READ.get((id(expected), id(curve)))
    if known is not None:
        return known[-1]
    least = int(expected.play.argmin())  # below it a weaker pull plays a little more often, by idle skipping
    value = np.interp(chance_of_grid(), expected.play[least:], curve[least:])
    value.flags.writeable = False
    if not curve.flags.writeable:
        if len(_READ) == MOST_READ:
            _READ.clear()
        _READ[id(expected), id(curve)] = expected, curve, value  # held, so that no others take their places
    return value


@cache
def chance_of_grid() -> NDArray[np.float64]:
    """The grid as chances: 1 / (1 + e^-x), [V]."""
    return 1.0 / (1.0 + elementwise.exp(-GRID))
