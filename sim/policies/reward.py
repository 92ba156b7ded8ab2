"""Leave the ranking alone, and pay accounts by a rule of the platform's."""

from typing import Any, ClassVar, Literal

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, Payout, TrafficPlan
from sim.platform.policy import Policy, State


class Reward(Policy):
    """Pay accounts for natural exposure: by views, by acts, or by backward rewards.

    Backward rewards (`per=merit`): of all that a visit was shown the best gets most, and what each rank is worth falls
    with the merit of those behind it, so that adding to a crowded topic pays less than serving one alone.

    Gives:  income to accounts, by what is counted; exposure only as income changes what they publish.
    Takes:  money from the platform; nothing from users' slates.
    Limits: rmb_per_1000 of 0 is the neutral policy. Without careers (`careers=none`) nobody acts on what she is paid.
        `per=merit` reads single impressions and needs `record.impressions=true`.
    Source: backward rewards: Yao, Li, Sankararaman, Liao, Zhu, Wang, Wang and Xu, NeurIPS 2023, "Rethinking incentives
        in recommender systems: are monotone rewards always beneficial?"; pay per view is common practice.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"rmb_per_1000": 0.0}
    gamed_by: ClassVar[str] = "whoever buys what is counted: views cost less than they are paid."

    per: Literal["view", "play", "like", "comment", "share", "follow", "merit"] = parameter("view", "what is paid for")
    rmb_per_1000: float = parameter(
        2.0, "pay for 1,000 of it", unit="RMB", ge=0, le=1e6, grade="assumption", plausible=(0.5, 10.0)
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The rule of pay, and no word on exposure."""
        if self.rmb_per_1000 == 0.0:
            return NEUTRAL, state
        return TrafficPlan(payout=Payout(self.per, self.rmb_per_1000)), state
