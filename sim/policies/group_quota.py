"""Guarantee a group of accounts a share of traffic."""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State
from sim.world.creators import KOC_BELOW, SMALL_BELOW


class GroupQuota(Policy):
    """Raise one price for a whole group while it has less than its share, lower it while it has more.

    Gives:  impressions to the group, within it to those whom users like best.
    Takes:  relevance from users, impressions from everybody else.
    Limits: share 0 is the neutral policy. The price looks back one span, so a longer refresh swings more; a share
        beyond what the price limit and the candidates allow is not reached.
    Source: dual ascent on one group constraint (Bertsekas, Nonlinear Programming, section 6.3); minimum exposure of
        groups as in Celis, Straszak and Vishnoi, ICALP 2018, "Ranking with fairness constraints".
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "exposure_share of small", 1)
    family: ClassVar[str] = "quota"
    gamed_by: ClassVar[str] = "accounts that stay just inside the group, or label themselves into it."

    group: Literal["small", "koc", "niche"] = parameter("small", "fewer than 300 k followers, than 10 k, or niche")
    share: float = parameter(
        0.5, "share of natural impressions guaranteed", ge=0, le=1, grade="assumption", plausible=(0.2, 0.8)
    )
    rate: float = parameter(2.0, "step of the price", unit="score per unit of missing share and day", gt=0, le=1000)
    price_limit: float = parameter(10.0, "highest price", unit="score", gt=0)

    def start(self, observed: Observed) -> State:
        """No price yet."""
        return State(price=0.0)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Integrate the shortfall of the last span into the price."""
        member = self._members(observed)
        shown = observed.creators.impressions_last_span
        total = int(shown.sum())
        short = self.share - int(shown[member].sum()) / total if total else 0.0
        price = min(max(state.price + self.rate * observed.days * short, 0.0), self.price_limit)
        return TrafficPlan(price=price * member[observed.items.creator]), State(price=price)

    def _members(self, observed: Observed) -> NDArray[np.bool_]:
        """Who belongs to the group, [C]."""
        if self.group == "niche":
            return observed.creators.niche
        return np.asarray(observed.creators.followers < (KOC_BELOW if self.group == "koc" else SMALL_BELOW))
