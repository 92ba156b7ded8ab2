"""Help the worst-off account, at a price that relevance can outbid."""

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State

Floats = NDArray[np.float64]


class MaxMin(Policy):
    """Maximise total score plus `weight` times the smallest exposure relative to capacity, by prices.

    The capacity rho of each of P accounts is (1 + 1/P) / P of all attention. The dual mu of "exposure within
    capacity" is subtracted from the score; it follows the gradient rho - (share of attention), with momentum,
    and is projected onto the duals that `weight` allows: over all accounts, the sum of rho mu where negative is
    at least -weight. So prices to those behind add up to `weight`, and who exceeds her capacity pays.

    Gives:  exposure to the account that has least, then to the next.
    Takes:  relevance from users, up to `weight`; exposure from accounts above their capacity.
    Limits: weight 0 without caps is the neutral policy; a large weight makes exposures equal. The step is small
        and the horizon endless here: capacities hold in the mean over spans, the paper's within each horizon.
    Source: Xu, Chen, Xu, Shen, Zhang, Wang and Dong, WWW 2023, "P-MMF: Provider max-min fairness re-ranking in
        recommender system" (arXiv 2303.06660), Algorithm 1; equal capacities in place of the paper's by items.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"weight": 0.0, "capped": False}
    moves: ClassVar[tuple[str, str, int] | None] = ("weight", "smallest share", 1)
    family: ClassVar[str] = "max-min"
    gamed_by: ClassVar[str] = "whoever splits one account into several: each may be the worst off."

    weight: float = parameter(
        1.0, "value of the smallest exposure relative to capacity", unit="score", ge=0, le=1e4, grade="assumption",
        plausible=(0.1, 3.0),
    )  # fmt: skip
    capped: bool = parameter(True, "let accounts above their capacity pay")
    step: float = parameter(
        0.5, "step of the dual", unit="score per relative shortfall and day", gt=0, le=100, grade="assumption",
        plausible=(0.1, 2.0),
    )  # fmt: skip
    momentum: float = parameter(
        0.9, "share of the last gradient that is kept", ge=0, lt=1, grade="assumption", plausible=(0.0, 0.95)
    )

    def start(self, observed: Observed) -> State:
        """No dual yet. Shapes: dual is rho mu, gradient relative to rho, [C] each."""
        count = observed.creators.count
        return State(dual=np.zeros(count), gradient=np.zeros(count))

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """One step of the dual, and its negative as the price."""
        offered = observed.offered()
        count = max(int(offered.sum()), 1)
        capacity = (1.0 + 1.0 / count) / count
        attention = observed.creators.attention_last_span
        total = math.fsum(attention)
        short = 1.0 - attention / (total * capacity) if total > 0.0 else np.zeros(attention.size)
        gradient = np.where(offered, (1.0 - self.momentum) * short + self.momentum * state.gradient, 0.0)
        dual = np.where(offered, state.dual - self.step * observed.days * gradient, 0.0)
        dual = project(dual, self.weight)
        if not self.capped:
            dual = np.minimum(dual, 0.0)
        return TrafficPlan(price=(-dual / capacity)[observed.items.creator]), State(dual=dual, gradient=gradient)


def project(dual: Floats, weight: float) -> Floats:
    """The nearest point at which the negative parts add up to `weight` at most, [C].

    They shrink by one common amount, those that would change sign to zero (projection onto a simplex; Duchi et
    al., ICML 2008).
    """
    debt = np.sort(np.maximum(-dual, 0.0))[::-1]
    above = np.cumsum(debt) - weight
    if above.size == 0 or above[-1] <= 0.0:
        return dual
    places = np.arange(1, debt.size + 1)
    last = int(np.flatnonzero(debt * places > above)[-1]) if weight > 0.0 else 0
    common = above[last] / places[last] if weight > 0.0 else debt[0]
    return np.where(dual < 0.0, np.minimum(dual + common, 0.0), dual)
