"""Fill a slate with what is relevant and unlike what is in it already."""

from typing import Any, ClassVar

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

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A re-ranking of every slate."""
        if self.weight == 1.0:
            return TrafficPlan(), state
        return TrafficPlan(rerank=Rerank("mmr", self.weight)), state
