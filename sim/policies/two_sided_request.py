"""Let new items ask for viewers, as viewers ask for items."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State

Ints = NDArray[np.int64]


class TwoSidedRequest(Policy):
    """An item below its target requests the users for whom relevance x availability is largest.

    Availability is the share of a user's `places` between two refreshes that no item has taken yet, so a match is
    good for both sides: the item is among the best for her, and she has room for it. The newest item asks first; each
    asks for what it lacks, at most `at_once` users; who is asked sees it pinned.

    Gives:  first impressions to new items, with viewers who are likely to care.
    Takes:  slots from items that have their impressions; little relevance, as long as tastes are known.
    Limits: target 0 is the neutral policy. Users who do not come leave requests unmet until the next refresh; where
        nothing is known of tastes, the requests are a lottery by past activity.
    Source: requests from both sides in the manner of arXiv 2502.20497 as summarised in the model's specification;
        the paper itself could not be checked, and the score is our own symmetric form.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"target": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("target", "exposure_share of new items", 1)
    gamed_by: ClassVar[str] = "whoever uploads often, or again what was seen enough: each upload asks anew."

    target: float = parameter(
        30.0, "impressions up to which an item asks", unit="impressions", ge=0, le=1e9, grade="assumption",
        plausible=(5.0, 100.0),
    )  # fmt: skip
    at_once: int = parameter(10, "users an item asks for at a refresh", unit="users", ge=1, le=10_000)
    places: int = parameter(
        2, "requests a user takes between two refreshes", unit="items", ge=1, le=64, grade="assumption",
        plausible=(1, 4),
    )  # fmt: skip
    items_at_once: int = parameter(200, "items that ask at a refresh, newest first", unit="items", ge=1, le=100_000)
    users_asked: int = parameter(500, "users who are asked at a refresh, in turn", unit="users", ge=1, le=100_000)

    def start(self, observed: Observed) -> State:
        """The first users are asked first."""
        return State(turn=0)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Items in need, pinned for the users they chose."""
        items = observed.items
        asks = observed.creators.active[items.creator] & (items.age_days >= 0.0) & (items.impressions < self.target)
        rows = np.flatnonzero(asks)
        rows = rows[np.argsort(-items.serial[rows])][: self.items_at_once]
        users = (state.turn + np.arange(min(self.users_asked, observed.users))) % observed.users
        after = State(turn=int(users[-1] + 1) % observed.users)
        if not rows.size:
            return NEUTRAL, after if self.target else state
        table, column, factor = observed.tastes(users)
        relevance = table[:, column[rows]] * factor[rows]
        lacks = np.ceil(self.target - items.impressions[rows]).astype(np.int64)
        chosen = requests(relevance, np.minimum(lacks, self.at_once), self.places)
        pinned = np.full((observed.users, self.places), -1, dtype=np.int32)
        pinned[users] = np.where(chosen >= 0, rows[np.maximum(chosen, 0)], -1)
        return TrafficPlan(pinned=pinned), after


def requests(relevance: NDArray[np.float64], wanted: Ints, places: int) -> Ints:
    """What each user is asked to watch, [U, places], -1 for nothing; items in the order of columns ask in turn.

    An item takes the `wanted` users with the largest relevance x (1 - places taken / places); of equals the first.
    Shapes: relevance [U, I], wanted [I].
    """
    chosen = np.full((len(relevance), places), -1)
    taken = np.zeros(len(relevance), dtype=np.int64)
    for item, number in enumerate(wanted.tolist()):
        worth = relevance[:, item] * (1.0 - taken / places)
        best = np.argsort(-worth, kind="stable")[:number]
        best = best[taken[best] < places]
        chosen[best, taken[best]] = item
        taken[best] += 1
    return chosen
