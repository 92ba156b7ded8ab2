"""Show only accounts that can be kept together, when users and accounts both leave if they get too little."""

from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class StableSet(Policy):
    """Rank accounts by the audience they could have, hand users out in that order, and favour who fills a house.

    A user could be of an account's audience if her believed relevance is at least `match` times the mean over all
    pairs. Of `users_asked` users, the account that most of those not handed out yet could watch takes them, while
    there is one with at least `audience` (as a share of an even split). Accounts that took none are shown less, by
    the factor 1 - strength.

    Gives:  a full house to the accounts in the set, and lasting company to their users.
    Takes:  exposure from accounts outside it, small ones first: those would leave under any split.
    Limits: strength 0 is the neutral policy. No rule comes within a constant factor of the best set in every world
        (the problem is NP-hard). It pays only where both sides leave; the set is chosen anew each day.
    Source: Huttenlocher, Li, Lyu, Ozdaglar and Siderius 2023, "Matching of users and creators in two-sided markets
        with departures" (arXiv 2401.00313): `ranking` is in the spirit of their creator ranking with potential
        audience size, from the abstract and summaries; their own pseudo-code could not be checked.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"strength": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("strength", "exposure_gini", 1)
    family: ClassVar[str] = "creator-aware"
    gamed_by: ClassVar[str] = "whoever labels videos with the topics of many users, to look able to fill a house."

    strength: float = parameter(
        0.5, "share of its pace that an account outside the set loses", ge=0, le=1, grade="assumption",
        plausible=(0.1, 1.0),
    )  # fmt: skip
    match: float = parameter(
        1.0, "lowest relevance that keeps a user, in means", ge=0, le=100, grade="assumption", plausible=(0.5, 2.0)
    )
    audience: float = parameter(
        0.5, "users that keep an account, in even splits", gt=0, le=1e6, grade="assumption", plausible=(0.2, 2.0)
    )
    users_asked: int = parameter(100, "users whose tastes are looked at", unit="users", ge=1, le=100_000)

    def start(self, observed: Observed) -> State:
        """No set is chosen yet."""
        return State(day=-1, inside=np.ones(observed.creators.count, dtype=bool))

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A lower pace for accounts outside the set."""
        if self.strength == 0.0:
            return NEUTRAL, state
        today = int(observed.day)
        if today != state.day:
            state = State(day=today, inside=self._inside(observed))
        inside = state.inside[observed.items.creator]
        return TrafficPlan(pace=np.where(inside, 1.0, 1.0 - self.strength)), state

    def _inside(self, observed: Observed) -> Bools:
        """Which accounts are in the set, [C]."""
        items = observed.items
        newest = np.argsort(-items.serial)  # an order that names do not change
        rows = newest[observed.creators.active[items.creator[newest]]]
        if not rows.size:
            return np.ones(observed.creators.count, dtype=bool)
        users = np.unique(np.linspace(0, observed.users - 1, min(self.users_asked, observed.users)).astype(np.int64))
        table, column, factor = observed.tastes(users)
        _, first = np.unique(items.creator[rows] * np.int64(table.shape[1]) + column[rows], return_index=True)
        rows = rows[np.sort(first)]  # of an account's items that are worth the same, the newest
        accounts, first, group = np.unique(items.creator[rows], return_index=True, return_inverse=True)
        order = np.argsort(first)
        place = np.argsort(order)[group]
        rows, start = rows[np.argsort(place, kind="stable")], np.searchsorted(np.sort(place), np.arange(order.size))
        value = np.maximum.reduceat(table[:, column[rows]] * factor[rows], start, axis=1)
        kept = ranking(value >= self.match * value.mean(), self.audience * users.size / order.size)
        inside = np.zeros(observed.creators.count, dtype=bool)
        inside[accounts[order]] = kept.accounts
        return inside


class Kept(NamedTuple):
    """Who stays. Shapes: account_of_user [U], -1 for who has left; accounts [C]."""

    account_of_user: Ints
    accounts: Bools

    @property
    def engaged(self) -> int:
        """How many users stay."""
        return int((self.account_of_user >= 0).sum())


def ranking(likes: ArrayLike, audience: float) -> Kept:
    """Hand users to the account that most of those left could watch, while it is enough to keep it.

    `likes` [U, C] says which account keeps which user; of equals the first account.
    """
    could = np.asarray(likes, dtype=bool)
    free, of_user = np.ones(len(could), dtype=bool), np.full(len(could), -1)
    inside = np.zeros(could.shape[1], dtype=bool)
    while free.any():
        potential = could[free].sum(axis=0)
        account = int(potential.argmax())
        if potential[account] < max(audience, 1):
            break
        taken = free & could[:, account]
        of_user[taken], free[taken], inside[account] = account, False, True
    return Kept(of_user, inside)


def greedy(relevance: ArrayLike, threshold: float, audience: float) -> Kept:
    """Where it ends if each user is always shown the best account left.

    Accounts with fewer than `audience` users leave, and users without an account of at least `threshold`.
    """
    value = np.asarray(relevance, dtype=np.float64)
    here, alive = np.ones(len(value), dtype=bool), np.ones(value.shape[1], dtype=bool)
    while True:
        best = np.where(alive, value, -np.inf).argmax(axis=1)
        stays = here & alive.any() & (value[np.arange(len(value)), best] >= threshold)
        kept = alive & (np.bincount(best[stays], minlength=alive.size) >= audience)
        if (stays == here).all() and (kept == alive).all():
            return Kept(np.where(here, best, -1), alive)
        here, alive = stays, kept


def stable(likes: ArrayLike, audience: int) -> Kept:
    """The most users that can be kept with accounts that all have `audience`: exhaustive, for a few accounts.

    For each set of accounts, users are matched so that every account in the set has its audience (a flow); all
    others join whichever account of the set they like.
    """
    could = np.asarray(likes, dtype=bool)
    users, accounts = could.shape
    best = Kept(np.full(users, -1), np.zeros(accounts, dtype=bool))
    for code in range(1, 2**accounts):
        inside = np.array([bool(code >> c & 1) for c in range(accounts)])
        if int((could & inside).any(axis=1).sum()) <= best.engaged:
            continue
        of_user = _seated(could & inside, np.flatnonzero(inside), audience)
        if of_user is not None:
            left = (of_user < 0) & (could & inside).any(axis=1)
            best = Kept(np.where(left, (could & inside).argmax(axis=1), of_user), inside)
    return best


def _seated(could: Bools, accounts: Ints, audience: int) -> Ints | None:
    """Users by account so that each account has its audience, by augmenting paths, or None."""
    of_user = np.full(len(could), -1)
    for account in np.repeat(accounts, audience).tolist():
        if not _seat(could, of_user, account, set()):
            return None
    return of_user


def _seat(could: Bools, of_user: Ints, account: int, tried: set[int]) -> bool:
    for user in np.flatnonzero(could[:, account]).tolist():
        if user in tried:
            continue
        tried.add(user)
        if of_user[user] < 0 or _seat(could, of_user, int(of_user[user]), tried):
            of_user[user] = account
            return True
    return False
