"""Show people whom they follow."""

from typing import Any, ClassVar

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State
from sim.world.tally import Lane


class FollowerFeed(Policy):
    """Reserve a share of natural slots for followed accounts, moving to another share over time.

    Gives:  exposure in proportion to followers: to those who are large already.
    Takes:  the chance of an unknown account to be recommended.
    Limits: a user who follows nobody, or has seen all, gets the ranking instead; the share is of slots offered.
    Source: subscription feeds; their decline on short-video platforms is what `last_share` is for.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.1, "last_share": 0.1}  # the default platform's own
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "lane follow", 1)
    gamed_by: ClassVar[str] = "whoever trades or buys follows: each is a place in somebody's feed for good."

    share: float = parameter(
        0.2, "share of natural slots at the start", ge=0, le=1, grade="assumption", plausible=(0.1, 0.4)
    )
    last_share: float = parameter(0.05, "share it moves to", ge=0, le=1, grade="assumption", plausible=(0.02, 0.2))
    decline_days: float = parameter(
        540.0,
        "time the move takes, on a straight line",
        unit="day",
        gt=0,
        grade="assumption",
        plausible=(180.0, 1080.0),
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Write the lanes: the follow lane by the schedule, exploration as the platform has it."""
        done = min(observed.day / self.decline_days, 1.0)
        follow = self.share + (self.last_share - self.share) * done
        lanes = observed.lanes.copy()
        lanes[Lane.FOLLOW] = min(follow, 1.0 - lanes[Lane.EXPLORE])
        lanes[Lane.INTEREST] = 0.0
        lanes[Lane.INTEREST] = 1.0 - lanes.sum()
        return TrafficPlan(lanes=lanes), state
