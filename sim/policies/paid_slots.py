"""Sell a share of all slots."""

from typing import ClassVar

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class PaidSlots(Policy):
    """Every slot is paid with probability `share`, whatever the traffic schedule says.

    Gives:  exposure to those who buy, revenue to the platform.
    Takes:  `share` of the natural exposure of everybody, in proportion; patience of users.
    Limits: share 0 is a feed without advertising, which is `interest` only where the schedule sells nothing. Natural
        impressions are (1 - share) of what they were only while users stay as they did.
    Source: advertising load as a share of slots (Huang, Goli and Reiley 2018, the Pandora experiment, SSRN 3166676,
        vary it between listeners); no platform publishes its rule.
    """

    moves: ClassVar[tuple[str, str, int] | None] = ("share", "natural share of slots", -1)
    gamed_by: ClassVar[str] = "whoever splits a campaign, where each buyer is capped; nobody by what she publishes."

    share: float = parameter(0.12, "paid share of slots", ge=0, le=1, grade="assumption", plausible=(0.05, 0.35))

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The paid share, and nothing else."""
        return TrafficPlan(ad_load=self.share), state
