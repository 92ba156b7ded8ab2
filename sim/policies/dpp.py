"""Fill a slate with items that are good and span different topics."""

from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import model_validator

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.policy import Policy, State

SMALLEST_VOLUME = 1e-12


class DPP(Policy):
    """Greedy determinantal point process: the slate of largest volume, quality against similarity.

    Gives:  exposure to topics beside the most loved one.
    Takes:  relevance from users whose taste is narrow.
    Limits: quality = e^(focus x relevance), so a large focus comes near the order of relevance without reaching it.
    Source: Chen, Zhang and Zhou, "Fast greedy MAP inference for determinantal point process", NeurIPS 2018.
    """

    neutral: ClassVar[dict[str, Any] | None] = None
    moves: ClassVar[tuple[str, str, int] | None] = ("focus", "match_quality", 1)
    family: ClassVar[str] = "diversity"
    gamed_by: ClassVar[str] = "whoever labels a video with a topic it does not have, to look unlike its neighbours."

    focus: float = parameter(
        1.0, "log quality of the best candidate over the worst", ge=0, le=50, grade="assumption", plausible=(0.3, 4.0)
    )

    same_topic: float = parameter(
        0.8, "similarity of two items on one topic", ge=0, le=1, grade="assumption", plausible=(0.5, 1.0)
    )
    same_vertical: float = parameter(
        0.3, "similarity of two items on sibling topics", ge=0, le=1, grade="assumption", plausible=(0.0, 0.5)
    )

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.same_vertical > self.same_topic:
            raise ValueError(
                f"same_vertical is {self.same_vertical}, allowed is at most same_topic ({self.same_topic})"
            )
        return self

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A re-ranking of every slate."""
        return TrafficPlan(
            rerank=Rerank("dpp", self.focus, same_topic=self.same_topic, same_vertical=self.same_vertical)
        ), state


def choose(quality: ArrayLike, similarity: ArrayLike, wanted: int) -> list[int]:
    """The rule itself: places of `wanted` of n candidates, in order; of equals the first.

    Each is the one that makes det L of those chosen largest, L = quality x similarity x quality. It ends early where
    nothing adds volume. Shapes: quality [n] > 0, similarity [n, n].
    """
    worth = np.asarray(quality, dtype=np.float64)
    kernel = np.outer(worth, worth) * np.asarray(similarity, dtype=np.float64)
    chosen: list[int] = []
    while len(chosen) < min(wanted, worth.size):
        left = [i for i in range(worth.size) if i not in chosen]
        volume = [float(np.linalg.det(kernel[np.ix_([*chosen, i], [*chosen, i])])) for i in left]
        if max(volume) < SMALLEST_VOLUME:
            break
        chosen.append(left[int(np.argmax(volume))])
    return chosen
