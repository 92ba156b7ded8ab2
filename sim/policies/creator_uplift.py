"""Weigh what an impression does for its creator's satisfaction beside what it does for the user."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State

Floats = NDArray[np.float64]


class CreatorUplift(Policy):
    """Add to the score the counterfactual gain in the creator's utility: with this impression against without it.

    Satisfaction S is a moving average a day of impressions and of plays, a play worth `play_worth` impressions.
    Utility is V(S) = ln(1 + S / enough), so the price is weight x [V(S + g) - V(S)], g what one more impression
    brings her: itself, and the chance that it is played by those she is shown to.

    Gives:  exposure to accounts with little of it, first to those whose few viewers like them.
    Takes:  relevance from users; exposure from accounts that would hardly notice.
    Limits: weight 0 is the neutral policy. It pays in the long run only where staying depends on satisfaction, and
        V is assumed, not learned. A longer refresh gives more to the same few.
    Source: Zhan, Christakopoulou, Le, Ooi, Mladenov, Beutel, Boutilier, Chi and Chen, WWW 2021, "Towards content
        provider aware recommender systems" (arXiv 2105.02377): user utility plus the provider's counterfactual
        uplift; theirs is learned by a recurrent network inside REINFORCE, here it is a closed form.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"weight": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("weight", "exposure_gini", -1)
    family: ClassVar[str] = "creator-aware"
    gamed_by: ClassVar[str] = "whoever splits an account: each part starts from nothing."

    weight: float = parameter(
        0.5, "worth of a unit of a creator's utility", unit="score", ge=0, le=1e4, grade="assumption",
        plausible=(0.1, 5.0),
    )  # fmt: skip
    enough: float = parameter(
        5.0, "satisfaction beyond which utility grows slowly", unit="1/day", gt=0, le=1e9, grade="assumption",
        plausible=(1.0, 50.0),
    )  # fmt: skip
    play_worth: float = parameter(
        1.0, "satisfaction from a play, in impressions", ge=0, le=100, grade="assumption", plausible=(0.0, 5.0)
    )
    memory_days: float = parameter(
        7.0, "time constant of the average", unit="day", gt=0, le=1000, grade="assumption", plausible=(1.0, 30.0)
    )

    def start(self, observed: Observed) -> State:
        """No satisfaction yet. Shapes: satisfaction and plays [C]."""
        count = observed.creators.count
        return State(satisfaction=np.zeros(count), plays=observed.creators.plays.copy(), day=observed.day)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The uplift of one more impression as a price."""
        creators, days = observed.creators, observed.day - state.day
        satisfaction = state.satisfaction
        if days > 0.0:
            fade = float(elementwise.exp(np.array([-days / self.memory_days]))[0])
            received = creators.impressions_last_span + self.play_worth * (creators.plays - state.plays)
            satisfaction = fade * satisfaction + (1.0 - fade) * received / days
        rate = int(creators.plays.sum()) / max(int(creators.impressions.sum()), 1)
        gain = 1.0 + self.play_worth * np.minimum(rate * creators.merit, 1.0)
        price = self.weight * uplift(satisfaction, gain, self.enough)
        return TrafficPlan(price=price[observed.items.creator]), State(
            satisfaction=satisfaction, plays=creators.plays.copy(), day=observed.day
        )


def uplift(satisfaction: ArrayLike, gain: ArrayLike, enough: float) -> Floats:
    """V(S + g) - V(S) for V(S) = ln(1 + S / enough): positive, and smaller for those who have more."""
    have, more = np.asarray(satisfaction, dtype=np.float64), np.asarray(gain, dtype=np.float64)
    return elementwise.log(1.0 + more / (enough + have))
