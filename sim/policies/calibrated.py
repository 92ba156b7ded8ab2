"""Fill a slate in the proportions of what a user has watched."""

from typing import Any, ClassVar

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.policy import Policy, State


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
