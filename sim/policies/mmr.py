"""Fill a slate with what is relevant and unlike what is in it already."""

from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import model_validator

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.policy import Policy, State


class MMR(Policy):
    """Maximal marginal relevance: choose by relevance less similarity to what the slate holds.

    Gives:  exposure to a user's second and third topics, and to niche topics beside a loved one.
    Takes:  relevance from users whose taste is narrow.
    Limits: weight 1 is the neutral policy; it chooses among the best candidates, so what retrieval does not bring
        it cannot show.
    Source: Carbonell and Goldstein, "The use of MMR", SIGIR 1998.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"weight": 1.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("weight", "match_quality", 1)
    family: ClassVar[str] = "diversity"
    gamed_by: ClassVar[str] = "whoever labels a video with a topic it does not have, to look unlike its neighbours."

    weight: float = parameter(
        0.7, "weight of relevance against sameness", ge=0, le=1, grade="assumption", plausible=(0.4, 0.95)
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
        if self.weight == 1.0:
            return TrafficPlan(), state
        return TrafficPlan(
            rerank=Rerank("mmr", self.weight, same_topic=self.same_topic, same_vertical=self.same_vertical)
        ), state


def choose(relevance: ArrayLike, similarity: ArrayLike, wanted: int, weight: float) -> list[int]:
    """The rule itself: places of `wanted` of n candidates, in order; of equals the first.

    Each is the one with the largest weight x relevance - (1 - weight) x its greatest similarity to those chosen.
    Shapes: relevance [n], similarity [n, n].
    """
    value, alike = np.asarray(relevance, dtype=np.float64), np.asarray(similarity, dtype=np.float64)
    chosen: list[int] = []
    while len(chosen) < min(wanted, value.size):
        sameness = alike[:, chosen].max(axis=1, initial=0.0)
        worth = weight * value - (1.0 - weight) * sameness
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
    return chosen
