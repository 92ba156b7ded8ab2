"""Fill a slate in the proportions of what a user has watched."""

import math
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.policy import Policy, State

KEPT = 0.01  # share of the target that is mixed into the slate's, so that no logarithm is of zero


class Calibrated(Policy):
    """Calibrated recommendation: relevance less the divergence of the slate's topics from the user's history.

    Gives:  exposure to a user's smaller interests, niche ones among them, in their proportion.
    Takes:  relevance from the most loved topic.
    Limits: strength 0 is the neutral policy; the history is what the platform showed, so it repeats its past.
    Source: Steck, "Calibrated recommendations", RecSys 2018.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"strength": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("strength", "match_quality", -1)
    family: ClassVar[str] = "diversity"
    gamed_by: ClassVar[str] = "whoever labels a video with a topic that is short of supply."

    strength: float = parameter(
        0.5, "weight of calibration against relevance", ge=0, le=1, grade="assumption", plausible=(0.2, 0.9)
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A re-ranking of every slate."""
        if self.strength == 0.0:
            return TrafficPlan(), state
        return TrafficPlan(rerank=Rerank("calibrated", self.strength)), state


def choose(relevance: ArrayLike, topic: Sequence[int], target: ArrayLike, wanted: int, strength: float) -> list[int]:
    """The rule itself: places of `wanted` of n candidates, in order; of equals the first.

    Each is the one that makes (1 - strength) x sum of relevance - strength x KL(target || mix of the slate) largest.
    Shapes: relevance [n], topic [n], target [K] summing to 1.
    """
    value, due = np.asarray(relevance, dtype=np.float64), np.asarray(target, dtype=np.float64)
    chosen: list[int] = []
    while len(chosen) < min(wanted, value.size):
        left = [i for i in range(value.size) if i not in chosen]
        gain = []
        for i in left:
            counts = np.bincount([topic[j] for j in (*chosen, i)], minlength=due.size)
            gain.append((1.0 - strength) * value[i] - strength * divergence(due, counts))
        chosen.append(left[int(np.argmax(gain))])
    return chosen


def divergence(target: NDArray[np.float64], counts: NDArray[np.int64]) -> float:
    """KL divergence of a slate's mix of topics from the target, the mix smoothed by a little of the target."""
    mix = (1.0 - KEPT) * counts / max(int(counts.sum()), 1) + KEPT * target
    return math.fsum(p * math.log(p / q) for p, q in zip(target.tolist(), mix.tolist(), strict=True) if p > 0.0)
