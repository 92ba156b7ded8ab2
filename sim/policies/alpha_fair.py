"""Share exposure fairly, from utility alone to help for the worst off."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import LOWEST, TrafficPlan
from sim.platform.policy import Policy, State


class AlphaFair(Policy):
    """Multiply the score of an account by (first + X)^-alpha, X the utility credited to it so far.

    Always showing what raises the sum over accounts of X^(1 - alpha) / (1 - alpha) most (of ln X at alpha = 1)
    climbs that sum: alpha = 0 maximises utility, 1 is proportional fairness, alpha -> infinity helps the worst
    off. With a memory X is a moving average per day, and alpha = 1 the proportional fair scheduler.

    Gives:  exposure to accounts that were credited little: small, new, or of topics with few viewers.
    Takes:  relevance from users, the more the higher alpha; exposure from accounts with much behind them.
    Limits: alpha 0 is the neutral policy. Within a refresh the weights stand still, so a long one overshoots: all
        turn to the same few. Without a memory old accounts pay for their age.
    Source: Mo and Walrand 2000, "Fair end-to-end window-based congestion control", IEEE/ACM Trans. Networking 8(5);
        the scheduler's convergence: Kushner and Whiting 2004, IEEE Trans. Wireless Communications 3(4).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"alpha": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("alpha", "exposure_gini", -1)
    family: ClassVar[str] = "alpha-fair"
    gamed_by: ClassVar[str] = "whoever splits an account or starts over: a small past weighs more."

    alpha: float = parameter(1.0, "aversion to inequality", ge=0, le=100, grade="assumption", plausible=(0.5, 5.0))
    memory_days: float = parameter(
        0.0, "time constant of X as a moving average per day; 0 sums the whole past", unit="day", ge=0, le=10_000
    )
    first: float = parameter(
        0.1, "added to X of every account", unit="utility", gt=0, grade="assumption", plausible=(0.01, 10.0)
    )
    retrieval: bool = parameter(True, "weigh retrieval by the same factor")

    def start(self, observed: Observed) -> State:
        """Nothing credited yet. Shapes: mean and before [C]."""
        return State(mean=np.zeros(observed.creators.count), before=observed.creators.utility.copy(), day=observed.day)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A log boost by what each account was credited, relative to the least credited."""
        credited, state = self._credited(observed, state)
        boost = -self.alpha * elementwise.log(self.first + credited)[observed.items.creator]
        boost = np.maximum(boost - boost.max(initial=-np.inf), LOWEST)
        return TrafficPlan(boost=boost, retrieve=elementwise.exp(boost) if self.retrieval else None), state

    def _credited(self, observed: Observed, state: State) -> tuple[NDArray[np.float64], State]:
        """X of every account, [C]."""
        utility, days = observed.creators.utility, observed.day - state.day
        if self.memory_days == 0.0 or days <= 0.0:
            return (state.mean if self.memory_days else utility), state
        fade = float(elementwise.exp(np.array([-days / self.memory_days]))[0])
        mean = fade * state.mean + (1.0 - fade) * (utility - state.before) / days
        return mean, State(mean=mean, before=utility.copy(), day=observed.day)
