"""Steer exposure towards merit, as a controller."""

import math
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State
from sim.world.creators import SMALL_BELOW

Floats = NDArray[np.float64]


class FairCo(Policy):
    """Add to the score how far an account's group lags in exposure per merit: a proportional controller.

    With E the mean exposure of a group's members per request so far, M their mean merit, and D(g, h) =
    E_g / M_g - E_h / M_h, the error of group h after tau requests is tau max_g D(g, h), and the price strength x
    error. Exposure is counted since the policy began or, later, since the account joined.

    Gives:  exposure in proportion to merit, to whole groups or to each account.
    Takes:  exposure of those who win narrowly and always; relevance from users until shares are level.
    Limits: strength 0 is the neutral policy. Disparity falls as 1 / tau at a refresh of one; the error is not
        bounded while a group cannot be shown, and no better than the estimate of merit.
    Source: Morik, Singh, Hong and Joachims, SIGIR 2020, "Controlling fairness and bias in dynamic learning-to-rank".
    """

    neutral: ClassVar[dict[str, Any] | None] = {"strength": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("strength", "exposure per merit, spread", -1)
    family: ClassVar[str] = "amortised fairness"
    gamed_by: ClassVar[str] = "whoever hides from viewers who would skip: merit is judged on those reached."

    strength: float = parameter(
        0.01, "gain of the controller", unit="score per impression and unit of merit", ge=0, le=1e3,
        grade="assumption", plausible=(0.001, 0.1),
    )  # fmt: skip
    group: Literal["account", "niche", "small"] = parameter(
        "account", "what shares merit: each account, niche against mainstream, small against head"
    )

    def start(self, observed: Observed) -> State:
        """Nothing shown yet. Shapes: exposure and days [C]."""
        count = observed.creators.count
        return State(exposure=np.zeros(count), days=np.zeros(count), day=observed.day)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The error of each account's group as a price."""
        creators = observed.creators
        exposure = state.exposure + creators.attention_last_span
        days = np.where(creators.active, np.clip(creators.age_days, 0.0, observed.day - state.day), state.days)
        known = creators.active & (days > 0.0)
        error = np.zeros(creators.count)
        if known.any():
            error[known] = self._error(observed, exposure[known] / days[known], days[known], known)
        price = self.strength * error[observed.items.creator]
        return TrafficPlan(price=price), State(exposure=exposure, days=days, day=state.day)

    def _error(self, observed: Observed, exposure: Floats, days: Floats, known: NDArray[np.bool_]) -> Floats:
        """Time so far times the lag behind the best-off group, for the accounts known, from exposure per day."""
        merit = observed.creators.merit[known]
        if self.group == "account":
            level = exposure / merit
            return np.asarray(days * (level.max() - level))
        creators = observed.creators
        member = (creators.niche if self.group == "niche" else creators.followers < SMALL_BELOW)[known]
        level = np.zeros(member.size)
        for group in (member, ~member):
            if group.any():
                level[group] = math.fsum(exposure[group]) / math.fsum(
                    merit[group]
                )  # both by members: the count cancels
        return np.asarray(days.max() * (level.max() - level))
