"""Guarantee every account a number of places in users' lists, and every user a list she need not envy."""

import math
from collections.abc import Iterator
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
    users_at_once: int = parameter(1000, "users whose lists are made at a refresh", unit="users", ge=1, le=100_000)

    def start(self, observed: Observed) -> State:
        """Nothing handed out yet. Shapes: given [C]."""
        return State(given=np.zeros(observed.creators.count, dtype=np.int64), turn=0)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The accounts that this batch of users chose, as pinned items."""
        items = observed.items
        open_ = np.flatnonzero(observed.creators.active[items.creator] & (items.age_days >= 0.0))
        if self.share == 0.0 or not open_.size:
            return NEUTRAL, state
        rows = open_[np.argsort(-items.serial[open_])]  # newest first: an order that names do not change
        accounts, _ = _numbered(items.creator[rows])
        users = (state.turn + np.arange(min(self.users_at_once, observed.users))) % observed.users
        copies = np.zeros(observed.creators.count, dtype=np.int64)
        copies[accounts] = self._copies(users.size, state.given[accounts])
        given, turn = state.given + copies, int(users[-1] + 1) % observed.users
        rows = rows[copies[items.creator[rows]] > 0]
        if not rows.size:
            return NEUTRAL, State(given=given, turn=turn)
        lists_of, left = self._lists(observed, users, rows, copies)
        given -= left
        pinned = np.full((observed.users, lists_of.shape[1]), -1, dtype=np.int32)
        pinned[users] = lists_of
        return TrafficPlan(pinned=pinned), State(given=given, turn=turn)

    def _copies(self, users: int, given: Ints) -> Ints:
        """Copies of each account in this batch: even, and one more for those served least so far, [N]."""
        count = given.size
        total = int(self.share * users * min(self.places, count))
        copies = np.full(count, total // count)
        copies[np.argsort(given, kind="stable")[: total % count]] += 1
        return np.asarray(np.minimum(copies, users))

    def _lists(self, observed: Observed, users: Ints, rows: Ints, copies: Ints) -> tuple[Ints, Ints]:
        """The items that users choose in turn, or -1, and the copies that are left, [C]."""
        table, column, factor = observed.tastes(users)
        creator = observed.items.creator[rows]
        _, first = np.unique(creator * np.int64(table.shape[1]) + column[rows], return_index=True)
        rows = rows[np.sort(first)]  # of an account's items that are worth the same, the newest
        accounts, group = _numbered(observed.items.creator[rows])
        worth, best = np.empty((users.size, accounts.size)), np.zeros((users.size, accounts.size), dtype=np.int64)
        best_of_each(table, column[rows], factor[rows], group, worth, best)
        chosen, filled = _empty(users.size, min(self.places, accounts.size))
        left = copies[accounts]
        take_turns(worth, left, chosen, filled, 0, int(left.sum()))
        after = np.zeros_like(copies)
        after[accounts] = left
        chosen = _least_shown_first(chosen[:, : int(filled.max())], observed.creators.impressions[accounts])
        found = rows[np.take_along_axis(best, np.maximum(chosen, 0), axis=1)]
        return np.where(chosen >= 0, found, -1), after


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
    lists free of envy are changed until all are served. Where envy is left users choose again in another order; the
    few tables in which no order tried serves both (some have no such lists, at a share of 1) serve producers.

    Raises:
        ValueError: if relevance is not [m, n] >= 0, `share` is not in [0, 1] or `places` not in [1, n].
    """
    value = np.ascontiguousarray(relevance, dtype=np.float64)
    if value.ndim != 2 or not (value >= 0).all() or not 0.0 <= share <= 1.0 or not 1 <= places <= value.shape[1]:
        raise ValueError(f"relevance {value.shape} >= 0, share {share} in [0, 1], places {places} in [1, n]")
    users, producers = value.shape
    owed = math.floor(share * users * places / producers + 1e-9)
    for order in _orders(users):
        chosen, filled = _empty(users, places)
        turn = take_turns(value[order], np.full(producers, owed), chosen, filled, 0, owed * producers)
        take_turns(value[order], np.full(producers, users), chosen, filled, turn, users * places)
        served = _serve_all(value[order], chosen, owed)[np.argsort(order)]
        if not any(_envious(value[user], mine, served) for user, mine in enumerate(served)):
            break
    return served


ORDERS_AT_MOST = 50


def _orders(users: int) -> Iterator[Ints]:
    """Who chooses after whom: as in the rows, then as often as it takes shuffled, the same way every time."""
    yield np.arange(users)
    draw = np.random.default_rng(users)
    for _ in range(ORDERS_AT_MOST):
        yield draw.permutation(users)


def envies(value: Floats, user: int, mine: Ints, theirs: Ints) -> bool:
    """Whether a user would still rather have another list after its best producer is taken from it."""
    other = value[user, theirs]
    return bool(other.sum() - other.max(initial=0.0) > value[user, mine].sum() + 1e-12)


def _envious(value: Floats, mine: Ints, every: Ints) -> bool:
    """As `envies`, of all lists at once."""
    theirs = value[every]
    return bool((theirs.sum(axis=1) - theirs.max(axis=1, initial=0.0) > value[mine].sum() + 1e-12).any())


def _empty(users: int, places: int) -> tuple[Ints, Ints]:
    return np.full((users, places), -1), np.zeros(users, dtype=np.int64)


def _numbered(creator: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Accounts in order of first appearance, [N], and the number of each item's account."""
    accounts, first, inverse = np.unique(creator, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return accounts[order].astype(np.int64), np.argsort(order)[inverse]


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
