"""Reserve slots for items that few have seen."""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan, explore_more
from sim.platform.policy import Policy, State


class NewItemQuota(Policy):
    """Give a share of slots to young items below a minimum of impressions, the less known the more often.

    An item's weight is its optimism: the upper confidence bound of its play rate, p + width sqrt(2 ln t / n), or
    its uncertainty, the standard deviation of the rate's posterior; times what it lacks of the minimum. Of the
    items drawn for a slot the one of highest predicted value is shown.

    Gives:  a first audience to every item; to the learner, data on what it does not know.
    Takes:  slots from the ranking, and the viewers' time for items that turn out bad.
    Limits: share 0 is the neutral policy. The minimum is a target, not a promise: with more uploads than slots all
        get less. It is overshot by what a refresh serves, as shortfalls are counted only then.
    Source: UCB1 of Auer, Cesa-Bianchi and Fischer 2002, Machine Learning 47; quotas for new items as in third-party
        descriptions of cold start on short-video platforms (grade C).
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "exposure_share of new items", 1)
    family: ClassVar[str] = "new-item quota"
    gamed_by: ClassVar[str] = "whoever uploads often, or the same again: every upload is new."

    share: float = parameter(
        0.1, "share of natural slots reserved", ge=0, le=1, grade="assumption", plausible=(0.02, 0.2)
    )
    least: float = parameter(
        30.0, "impressions below which an item counts as new", unit="impressions", gt=0, le=1e6, grade="C",
        source="agency pages: 200-500 real impressions, scaled as the ladder's first pool",
    )  # fmt: skip
    within_days: float = parameter(
        7.0, "age up to which it can be new", unit="day", gt=0, le=1000, grade="assumption", plausible=(1.0, 14.0)
    )
    choice: Literal["ucb", "uncertainty"] = parameter("ucb", "what the weights are")
    width: float = parameter(
        1.0, "factor of the confidence bound", ge=0, le=10, grade="assumption", plausible=(0.3, 2.0)
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Exploration of what is new, ranked by predicted value."""
        items = observed.items
        lacking = np.maximum(self.least - items.impressions, 0.0) * (items.age_days <= self.within_days)
        return explore_more(observed, self.share, lacking * self._optimism(observed), ranked=True), state

    def _optimism(self, observed: Observed) -> NDArray[np.float64]:
        """How promising an unknown item may be, [I] > 0."""
        plays, seen = observed.items.plays + 1.0, observed.items.impressions + 2.0  # one play and one skip beforehand
        rate = np.asarray(plays / seen, dtype=np.float64)
        if self.choice == "uncertainty":
            return np.asarray(np.sqrt(np.maximum(rate * (1.0 - rate), 1e-12) / (seen + 1.0)))
        shown = float(int(observed.items.impressions.sum()) + 2 * observed.items.count)
        log = float(elementwise.log(np.array([max(shown, 1.0)]))[0])
        return np.asarray(rate + self.width * np.sqrt(2.0 * log / seen))
