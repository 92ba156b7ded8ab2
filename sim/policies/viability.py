"""Keep alive the accounts that are worth keeping: those whom users would miss."""

from typing import Any, ClassVar, NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan
from sim.platform.policy import Policy, State

Floats = NDArray[np.float64]


class Viability(Policy):
    """Raise an account's price until it gets the views a week that keep it alive, and let go whom no price saves.

    The price is the shadow price of "at least `views_per_week`", by dual ascent on a moving average of a week. An
    account whose price has stood at the limit for `patience_days` is given up: its price is 0 from then on.

    Gives:  a living to accounts that narrowly miss it, and variety to the users who would miss them.
    Takes:  relevance from users now; exposure from accounts that have more than they need.
    Limits: views_per_week 0 is the neutral policy. Users gain in the long run only where accounts really leave below
        the threshold; with a threshold that the slots cannot pay for, nearly all are given up. A longer refresh
        corrects later.
    Source: Mladenov, Creager, Ben-Porat, Swersky, Zemel and Boutilier, ICML 2020, "Optimizing long-term social
        welfare in recommender systems: a constrained matching approach" (arXiv 2008.00104): `solve` is their
        matching problem for one epoch; the feed version prices its constraint.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"views_per_week": 0.0}
    moves: ClassVar[tuple[str, str, int] | None] = ("views_per_week", "smallest share", 1)
    family: ClassVar[str] = "creator-aware"
    gamed_by: ClassVar[str] = "whoever keeps several accounts, each just below what it needs to live."

    views_per_week: float = parameter(
        30.0, "natural impressions a week that keep an account alive", unit="impressions/week", ge=0, le=1e9,
        grade="assumption", plausible=(7.0, 100.0),
    )  # fmt: skip
    rate: float = parameter(
        0.5, "step of the price", unit="score per relative shortfall and day", gt=0, le=100, grade="assumption",
        plausible=(0.1, 2.0),
    )  # fmt: skip
    price_limit: float = parameter(
        3.0, "highest price", unit="score", gt=0, le=1e6, grade="assumption", plausible=(1.0, 10.0)
    )
    patience_days: float = parameter(
        14.0, "days at the highest price after which an account is given up", unit="day", gt=0, le=10_000,
        grade="assumption", plausible=(7.0, 60.0),
    )  # fmt: skip

    def start(self, observed: Observed) -> State:
        """No price, and everybody at the threshold. Shapes: all [C]."""
        count = observed.creators.count
        weekly = np.full(count, self.views_per_week)
        return State(price=np.zeros(count), weekly=weekly, hopeless_days=np.zeros(count), day=observed.day)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Raise prices by the shortfall of the week, lower them by the surplus."""
        if self.views_per_week == 0.0:
            return NEUTRAL, state
        days, offered = observed.day - state.day, observed.offered()
        weekly, price, hopeless = state.weekly, state.price, state.hopeless_days
        if days > 0.0:
            fade = float(elementwise.exp(np.array([-days / 7.0]))[0])
            seen = observed.creators.impressions_last_span * (7.0 / days)
            weekly = np.where(offered, fade * weekly + (1.0 - fade) * seen, weekly)
            short = np.where(offered, 1.0 - weekly / self.views_per_week, 0.0)
            price = np.clip(price + self.rate * days * short, 0.0, self.price_limit)
            kept = hopeless <= self.patience_days
            hopeless = np.where(kept & (price < self.price_limit), 0.0, hopeless + days)
        price = np.where(hopeless > self.patience_days, 0.0, price)
        after = State(price=price, weekly=weekly, hopeless_days=hopeless, day=observed.day)
        return TrafficPlan(price=price[observed.items.creator]), after


class Matching(NamedTuple):
    """Who is shown whom, and who lives. Shapes: shares [U, C] with rows that sum to 1; alive [C]; welfare a user."""

    shares: Floats
    alive: NDArray[np.bool_]
    welfare: float


def solve(relevance: ArrayLike, viability: float) -> Matching:
    """The matching of most welfare among those that give every account either `viability` users or none.

    `relevance` [U, C] is what a user gets from an account; each user has one unit of attention. Exact, by
    mixed-integer programme.

    Raises:
        ValueError: if fewer than `viability` users are there, so that nobody can live.
    """
    value = np.asarray(relevance, dtype=np.float64)
    users, accounts = value.shape
    if not 0.0 <= viability <= users:
        raise ValueError(f"viability is {viability}, allowed is 0 to the number of users ({users})")
    shown = users * accounts
    one = np.hstack([np.kron(np.eye(users), np.ones(accounts)), np.zeros((users, accounts))])
    audience = np.kron(np.ones(users), np.eye(accounts))
    enough = np.hstack([audience, -viability * np.eye(accounts)])
    only = np.hstack([audience, -users * np.eye(accounts)])
    found = scipy.optimize.milp(
        np.concatenate([-value.ravel(), np.zeros(accounts)]),
        constraints=[
            scipy.optimize.LinearConstraint(one, 1.0, 1.0),
            scipy.optimize.LinearConstraint(enough, 0.0),
            scipy.optimize.LinearConstraint(only, ub=0.0),
        ],
        integrality=np.concatenate([np.zeros(shown), np.ones(accounts)]),
        bounds=scipy.optimize.Bounds(0.0, 1.0),
    )
    return Matching(found.x[:shown].reshape(users, accounts), found.x[shown:] > 0.5, float(-found.fun) / users)


def myopic(relevance: ArrayLike, viability: float) -> Matching:
    """Where it ends if each user is always shown the best account left, and who gets too few users leaves."""
    value = np.asarray(relevance, dtype=np.float64)
    alive = np.ones(value.shape[1], dtype=bool)
    while alive.any():
        best = np.where(alive, value, -np.inf).argmax(axis=1)
        stays = alive & (np.bincount(best, minlength=alive.size) >= viability)
        if (stays == alive).all():
            return Matching(np.eye(alive.size)[best], alive, float(value[np.arange(len(value)), best].mean()))
        alive = stays
    return Matching(np.zeros_like(value), alive, 0.0)
