"""Guarantee every account a number of places in users' lists, and every user a list she need not envy."""

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.parameters import parameter
from sim.core.turns import best_of_each, take_turns
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BLOCK = 64  # users asked at a time, to bound memory


class FairRec(Policy):
    """Users take turns to choose from a fixed number of copies of each account; the ranking fills the rest.

    Of m lists of `places`, a share is kept for the n accounts: floor(share x m x places / n) copies of each, and
    what is left over goes to those whom earlier lists served least. Chosen accounts are pinned with their best
    item for this user, who was shown least first, since few look at a whole list. At a refresh it is the turn of
    `users_at_once`.

    Gives:  places in lists to every account, whatever its size; small ones gain most.
    Takes:  up to `share` of the relevance of the lists in turn; exposure from accounts that would win more.
    Limits: share 0 is the neutral policy. The guarantee is of places: a user who does not come, or leaves before
        the end of her list, does not look at them. A longer refresh makes lists older.
    Source: Patro, Biswas, Ganguly, Gummadi and Chakraborty, WWW 2020, "FairRec: two-sided fairness for personalized
        recommendations in two-sided platforms", with accounts as producers; `lists` is the algorithm for one batch.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"share": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("share", "smallest share", 1)
    gamed_by: ClassVar[str] = "whoever splits one account into several: each has copies of its own."

    share: float = parameter(
        0.5, "share of an even split that is guaranteed", ge=0, le=1, grade="assumption", plausible=(0.2, 0.9)
    )
    places: int = parameter(
        4, "length of a list: what a user looks at between two refreshes", unit="items", ge=1, le=64,
        grade="assumption", plausible=(2, 10),
    )  # fmt: skip
    users_at_once: int = parameter(1500, "users whose lists are made at a refresh", unit="users", ge=1, le=100_000)

    def start(self, observed: Observed) -> State:
        """Nothing handed out yet. Shapes: given [C]."""
        return State(given=np.zeros(observed.creators.count, dtype=np.int64), turn=0)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The accounts that this batch of users chose, as pinned items."""
        items = observed.items
        open_ = observed.creators.active[items.creator] & (items.age_days >= 0.0)
        rows = np.flatnonzero(open_)
        rows = rows[np.argsort(-items.serial[rows])]  # newest first: an order that names do not change
        if self.share == 0.0 or not rows.size:
            return NEUTRAL, state
        users = (state.turn + np.arange(min(self.users_at_once, observed.users))) % observed.users
        accounts, producer = _numbered(items.creator[rows])
        worth, best = _best_items(observed, users, rows, producer)
        copies = self._copies(users.size, state.given[accounts])
        chosen, filled = _empty(users.size, min(self.places, accounts.size))
        before = copies.copy()
        take_turns(worth, copies, chosen, filled, 0, int(copies.sum()))
        given = state.given.copy()
        given[accounts] += before - copies
        pinned = np.full((observed.users, int(filled.max())), -1, dtype=np.int32)
        held = _least_shown_first(chosen[:, : pinned.shape[1]], observed.creators.impressions[accounts])
        found = rows[np.take_along_axis(best, np.maximum(held, 0), axis=1)]
        pinned[users] = np.where(held >= 0, found, -1)
        return TrafficPlan(pinned=pinned), State(given=given, turn=int(users[-1] + 1) % observed.users)

    def _copies(self, users: int, given: Ints) -> Ints:
        """Copies of each account in this batch: even, and one more for those served least so far, [N]."""
        count = given.size
        total = int(self.share * users * min(self.places, count))
        copies = np.full(count, total // count)
        copies[np.argsort(given, kind="stable")[: total % count]] += 1
        return np.asarray(np.minimum(copies, users))


def _least_shown_first(chosen: Ints, shown: Ints) -> Ints:
    """Each list in order of the impressions its accounts have had; of equals the one chosen first."""
    key = np.where(chosen >= 0, shown[np.maximum(chosen, 0)], np.iinfo(np.int64).max)
    return np.take_along_axis(chosen, np.argsort(key, axis=1, kind="stable"), axis=1)


def lists(relevance: ArrayLike, places: int, share: float = 0.5) -> Ints:
    """Lists of `places` of n producers for m users, [m, places]; who comes first in a list was chosen first.

    Every producer is in at least floor(share x m x places / n) lists, and no user envies another once one
    producer is taken from that other's list. Users choose in the order of rows; first from that many copies of
    each producer, then freely, the user next in turn going on. Where the copies cannot all be placed, because who
    is left to choose holds them already, the paper serves most producers; here the least costly choices that keep
    lists free of envy are changed until all are served.

    Raises:
        ValueError: if relevance is not [m, n] >= 0, `share` is not in [0, 1] or `places` not in [1, n].
    """
    value = np.ascontiguousarray(relevance, dtype=np.float64)
    if value.ndim != 2 or not (value >= 0).all() or not 0.0 <= share <= 1.0 or not 1 <= places <= value.shape[1]:
        raise ValueError(f"relevance {value.shape} >= 0, share {share} in [0, 1], places {places} in [1, n]")
    users, producers = value.shape
    owed = math.floor(share * users * places / producers + 1e-9)
    chosen, filled = _empty(users, places)
    turn = take_turns(value, np.full(producers, owed), chosen, filled, 0, owed * producers)
    take_turns(value, np.full(producers, users), chosen, filled, turn, users * places)
    return _serve_all(value, chosen, owed)


def envies(value: Floats, user: int, mine: Ints, theirs: Ints) -> bool:
    """Whether a user would still rather have another list after its best producer is taken from it."""
    other = value[user, theirs]
    return bool(other.sum() - other.max(initial=0.0) > value[user, mine].sum() + 1e-12)


def _empty(users: int, places: int) -> tuple[Ints, Ints]:
    return np.full((users, places), -1), np.zeros(users, dtype=np.int64)


def _numbered(creator: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Accounts in order of first appearance, [N], and the number of each item's account."""
    accounts, first, inverse = np.unique(creator, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return accounts[order].astype(np.int64), np.argsort(order)[inverse]


def _best_items(observed: Observed, users: Ints, rows: Ints, producer: Ints) -> tuple[Floats, Ints]:
    """What each account's best item is worth to each user, and which of `rows` it is, [M, N]; the first of equals."""
    order = np.argsort(producer, kind="stable")
    count = int(producer.max()) + 1
    start = np.searchsorted(producer[order], np.arange(count + 1))
    worth, best = np.empty((users.size, count)), np.empty((users.size, count), dtype=np.int64)
    for first in range(0, users.size, BLOCK):
        some = slice(first, first + BLOCK)
        best_of_each(observed.relevance(users[some])[:, rows], order, start, worth[some], best[some])
    return worth, best


def _serve_all(value: Floats, chosen: Ints, owed: int) -> Ints:
    """Change the least costly choices until every producer is in as many lists as it is owed."""
    shown = np.bincount(chosen.ravel(), minlength=value.shape[1])
    while (shown < owed).any():
        short = int(shown.argmin())
        swaps = [
            (value[user, old] - value[user, short], user, place, old)
            for user, mine in enumerate(chosen)
            if short not in mine
            for place, old in enumerate(mine.tolist())
            if shown[old] > owed
        ]
        _, user, place, old = next(
            (swap for swap in sorted(swaps) if _kept_free(value, chosen, swap, short)), min(swaps)
        )
        chosen[user, place] = short
        shown[short] += 1
        shown[old] -= 1
    return chosen


def _kept_free(value: Floats, chosen: Ints, swap: tuple[float, int, int, int], short: int) -> bool:
    """Whether after a change nobody envies the user whose list it is, nor she another."""
    _, user, place, _ = swap
    mine = chosen[user].copy()
    mine[place] = short
    return not any(
        envies(value, user, mine, theirs) or envies(value, other, theirs, mine)
        for other, theirs in enumerate(chosen)
        if other != user
    )
