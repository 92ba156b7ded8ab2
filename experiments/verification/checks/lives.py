"""Checks of accounts' lives and followers: A14, A15, A30."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

import sim
from experiments.verification.figure import Check, Figure, near, sampled
from sim.analysis import survival
from sim.world import population
from sim.world.creators import Creators
from sim.world.settings import PopulationSettings
from sim.world.topics import Topics, topics
from sim.world.users import Users

# Nothing is earned or spent, so that everybody is as far from the reservation wage; a wide spread makes that nothing.
CONSTANT = (
    "careers=standard", "careers.exit_spread=1e9", "careers.koc_turnover=1", "careers.burnout_per_month=0",
    "careers.exit_level_per_month=0.1", "careers.entry_elasticity=0", "careers.returns=false", "careers.topics=false",
    "careers.cadence=false", "population.users=2", "population.first_follows=0", "population.koc_uploads_per_day=0.01",
    "refresh_minutes=1440", "horizon_days=360", "warmup_days=0", "record.metrics=[creators_active]",
)  # fmt: skip
HAZARD, MONTHS = 0.1, 12
ONE_EACH = {"first_follows": 1.0, "first_follow_spread": "lognormal", "first_follow_log_sd": 1e-9}
FOLLOWERS = 3


class Born(NamedTuple):
    """A population whose follows grew, account by account."""

    users: Users
    creators: Creators
    topics: Topics

    @property
    def followers(self) -> NDArray[np.int64]:
        """Followers by account."""
        return np.bincount(self.users.follows[self.users.follows >= 0], minlength=len(self.creators))


def born(seed: int = 0, **settings: object) -> Born:
    """Let a population grow under Price's rule."""
    chosen = PopulationSettings(first_follow_rule="price", entrants_at_most=0.0, **settings)  # type: ignore[arg-type]
    tree = topics(chosen)
    creators = population.build_creators(chosen, tree, seed, 0.0)
    taste = population.standardise(chosen, tree, seed, tree.demand)
    return Born(population.build_users(chosen, tree, taste, creators, seed), creators, tree)


def hill(followers: NDArray[np.int64], least: int) -> float:
    """Hill's estimate of a tail exponent."""
    top = followers[followers >= least]
    return float(1.0 / np.log(top / (least - 0.5)).mean())


def _survival() -> list[Figure]:
    run = sim.simulate([*CONSTANT, "population.creators=1000", "careers.entrants_per_month=0"])
    curve = survival.kaplan_meier(survival.lives(run.creators, run.days))
    kept = math.exp(-HAZARD * MONTHS)
    return [
        sampled(
            "alive after 12 months", survival.survival_at(curve, 11.999), kept, math.sqrt(kept * (1 - kept) / 1000)
        ),
        sampled("median months", survival.median_months(curve), math.log(2) / HAZARD, 0.32),  # 1 / (2 f sqrt n)
    ]


def _turnover() -> list[Figure]:
    """A tenth leaves a month and a tenth comes: a thousand stay a thousand."""
    run = sim.simulate([*CONSTANT, "population.creators=1000", "careers.entrants_per_month=0.1"])
    active = run.metrics.loc[run.metrics["group"] == "all", "value"]
    return [near("active accounts, mean of half a year", active.iloc[-180:].mean(), 1000, 90, "4 standard errors")]


def _price() -> list[Figure]:
    found, accounts = [], 20_000
    for ratio in (1.0, 0.1):
        settings = {**ONE_EACH, "users": FOLLOWERS * accounts, "creators": accounts, "topics": 2, "verticals": 1}
        followers = born(newcomer_weight=ratio, growth_homophily=0.0, **settings).followers
        initial = ratio * FOLLOWERS
        for size in (1, 3, 10, 30):
            expected = float(np.exp(betaln(size + initial, 1.0 + ratio) - betaln(initial, 1.0 + ratio)))
            what = f"a / m = {ratio:g}: accounts with {size} followers or more"
            error = math.sqrt(expected / accounts)
            found.append(sampled(what, (followers >= size).mean(), expected, error, 0.02 * expected))
    return found


CHECKS = {
    "A14": Check("survival under a constant hazard", _survival),
    "A15": Check("entry balances exit", _turnover),
    "A30": Check("followers under growth have Price's tail", _price),
}
