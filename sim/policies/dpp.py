"""Fill a slate with items that are good and span different topics."""

from typing import Any, ClassVar

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.policy import Policy, State


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

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A re-ranking of every slate."""
        return TrafficPlan(rerank=Rerank("dpp", self.focus)), state
