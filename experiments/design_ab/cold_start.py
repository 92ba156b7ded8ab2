"""Help what is new until it is known: the treatment of the published experiment."""

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class ColdStart(Policy):
    """Multiply the score of uploads with few plays by 1 + boost in their first days, in ranking and retrieval.

    Gives:  uploads that are not known yet a better chance of being seen often enough to become known.
    Takes:  slots from what is known already.
    Limits: boost 0 is the neutral policy. Plays of whoever saw an upload count, whatever arm she is in.
    Source: in the spirit of Ye, Zhang, Zhang, Zhang and Zhang, "Cold start to improve market thickness on online
        advertising platforms", Management Science 69 (2023), whose rule prices the success of new ads.
    """

    boost: float = parameter(1.0, "share added to the score", ge=0, le=100, grade="assumption", plausible=(0.3, 3.0))
    plays: float = parameter(
        15.0, "plays up to which an upload is not known yet", unit="plays", gt=0, le=1e6, grade="assumption",
        plausible=(5.0, 50.0),
    )  # fmt: skip
    days: float = parameter(
        3.0, "age up to which it counts as new", unit="day", gt=0, le=1000, grade="assumption", plausible=(1.0, 7.0)
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """One factor for what is new and little played."""
        items = observed.items
        factor = 1.0 + self.boost * ((items.plays < self.plays) & (items.age_days <= self.days))
        return TrafficPlan(boost=elementwise.log(factor), retrieve=factor), state
