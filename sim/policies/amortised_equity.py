"""Let attention catch up with relevance over time."""

from typing import Any, ClassVar

import numpy as np

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class AmortisedEquity(Policy):
    """Among the items nearly as good as the best, show the account to which most attention is owed.

    Owed is R - A: R the attention that relevance would have brought, A the attention received, both summed since
    the policy began. Among items within `quality` of the best score the largest debt wins; the rest stand back.
    For one slot this solves the paper's programme, the least sum of |A - R| under a floor on quality.

    Gives:  attention in proportion to relevance, to the second best too, whom a ranking starves.
    Takes:  quality of single slates, at most 1 - quality of the best score.
    Limits: quality 1 shows the best, as `interest` does but for exact ties; weight 0 is the neutral policy to the
        bit. At quality 0 and a refresh of one debts stay within about a slot; a floor leaves some unpaid for good.
        Within a refresh debts stand still, so one account takes all it can.
    Source: Biega, Gummadi and Weikum, SIGIR 2018, "Equity of attention: amortizing individual fairness in rankings".
    """

    neutral: ClassVar[dict[str, Any] | None] = {"weight": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("quality", "match_quality", 1)
    family: ClassVar[str] = "amortised fairness"
    gamed_by: ClassVar[str] = "whoever inflates predicted relevance: it is owed whether or not it is shown."

    quality: float = parameter(
        0.8, "least share of the best score at which debts count", ge=0, le=1, grade="assumption", plausible=(0.5, 0.95)
    )
    weight: float = parameter(1e6, "price of a debt, so high that debts decide", unit="score per slot", ge=0, le=1e9)

    def start(self, observed: Observed) -> State:
        """Nothing owed yet."""
        return State(debt=np.zeros(observed.creators.count))

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Prices by debt, from zero for the least, within the shortlist."""
        creators = observed.creators
        debt = state.debt + (creators.relevance_last_span - creators.attention_last_span)
        owed = debt[observed.items.creator]
        price = self.weight * (owed - owed.min(initial=np.inf))
        return TrafficPlan(price=price, shortlist=self.quality), State(debt=debt)
