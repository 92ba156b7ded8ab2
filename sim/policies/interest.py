"""Show everybody what is predicted to suit them best."""

from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State


class Interest(Policy):
    """Rank candidates by predicted value alone: the reference that every other policy is compared with.

    Gives:  relevance to users.
    Takes:  exposure from those whom the learner knows little, or whom few candidates reach.
    Limits: with one candidate a slot it is retrieval alone.
    Source: predicted action probability x value weight, as Douyin disclosed in 2025.
    """

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Say nothing: the platform's own habit."""
        return NEUTRAL, state
