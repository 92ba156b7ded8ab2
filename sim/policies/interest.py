"""Show everybody what is predicted to suit them best."""

from typing import Any, ClassVar

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State


class Interest(Policy):
    """Rank candidates by predicted value alone: the reference that every other policy is compared with.

    Gives:  relevance to users.
    Takes:  exposure from those whom the learner knows little, or whom few candidates reach.
    Limits: with one candidate a slot it is retrieval alone. Temperature 0 shows the best; at temperature t the
        chance of a candidate is proportional to e^(value / t), uniform as t grows.
    Source: predicted action probability x value weight, as Douyin disclosed in 2025; softmax choice is argmax
        with an entropy bonus (Jaynes 1957, Physical Review 106, 620).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"temperature": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("temperature", "match_quality", -1)
    family: ClassVar[str] = "interest"
    gamed_by: ClassVar[str] = "whoever raises predicted actions without serving viewers: bait, pleas for likes."

    temperature: float = parameter(
        0.0, "temperature of a soft choice; 0 always shows the best", unit="score", ge=0, le=1e6
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Say nothing, the platform's own habit, or soften the choice."""
        if self.temperature == 0.0:
            return NEUTRAL, state
        return TrafficPlan(select="softmax", temperature=max(self.temperature, 1e-9)), state
