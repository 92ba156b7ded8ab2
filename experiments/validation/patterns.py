"""Patterns at three scales, and the rival worlds that they reject.

A rival leaves one submodel out or puts a simpler one in its place. A pattern that a rival shows as well says nothing
about it; a rival that misses a pattern which the world hits is rejected by it. Source: Grimm et al. 2005, Science 310
(pattern-oriented modelling).
"""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

import sim
from experiments.validation import accounts, viewing
from sim.core.law import plain
from sim.laws import ad_habit, behaviour
from sim.world.calendar import MEASURED_IMPRESSIONS


class Lives:
    """A world lived twice, ranked and at random, and read when asked."""

    def __init__(self, overrides: tuple[str, ...], ranked: tuple[str, ...] = ("policy=interest",)) -> None:
        self.overrides, self.ranked_by = overrides, ranked

    @cached_property
    def ranked(self) -> sim.Run:
        return viewing.lived([*self.overrides, *self.ranked_by])

    @cached_property
    def random(self) -> sim.Run:
        return viewing.lived([*self.overrides, "policy=random"])

    @cached_property
    def rates(self) -> tuple[dict[str, float], dict[str, float]]:
        return viewing.rates(self.ranked), viewing.rates(self.random)

    def ratio(self, name: str) -> float:
        ranked, random = self.rates
        return ranked[name] / random[name]


class Pattern(NamedTuple):
    """What is seen in the real world, and the range in which a model shows it. `fitted`: the world was fitted to it."""

    name: str
    scale: str  # viewer, item, platform
    low: float
    high: float
    source: str
    measure: Callable[[Lives], float]
    fitted: bool = False

    def shown(self, value: float) -> bool:
        """Whether a model with this value shows the pattern."""
        return self.low <= value <= self.high


def _broader(lives: Lives) -> float:
    light, heavy = viewing.breadth(lives.ranked)
    return light / heavy


def _long_over_short(lives: Lives) -> float:
    """Fall of visits in the twelfth month over the first, where users mind ads and their share doubles."""
    config = sim.load(["behaviour.ad_response=1.5", *lives.overrides])
    b = behaviour.floats(config.behaviour)
    felt_after, visits_left = plain(ad_habit.felt_after), plain(ad_habit.visits_left)
    soon = habit = b.ad_share_used_to
    fall = []
    for _ in range(360):
        fall.append(1.0 - visits_left(soon, habit, b))
        soon, habit = felt_after(soon, 0.2, b.ad_soon_days), felt_after(habit, 0.2, b.ad_habit_days)
    return float(np.mean(fall[330:]) / np.mean(fall[:30]))


def _hours_apart(lives: Lives) -> float:
    """Share of impressions that would have to move to another hour to be as counted in KuaiRand-27K."""
    log = viewing.natural(lives.ranked)
    here = np.bincount((log["tick"] // 3_600_000 % 24).to_numpy(), minlength=24) / len(log)
    real = np.array(MEASURED_IMPRESSIONS) / sum(MEASURED_IMPRESSIONS)
    return float(0.5 * np.abs(here - real).sum())


def _topics(lives: Lives) -> float:
    return accounts.effective_topics(lives.ranked.warm.world, lives.ranked.config.population.creators)


def _spread(lives: Lives) -> float:
    return viewing.spread_of_days(viewing.plays_a_day(lives.ranked))


def _reacts(lives: Lives) -> float:
    return viewing.estimators(lives.ranked)["regression"]


KUAIRAND = "KuaiRand-Pure, Gao et al. 2022"
PATTERNS = (
    Pattern("valid plays, recommended over random", "viewer", 2.2, 3.4, KUAIRAND, lambda x: x.ratio("play"), True),
    Pattern("seconds over plays, recommended over random", "viewer", 1.1, 1.5, KUAIRAND,
            lambda x: x.ratio("seconds") / x.ratio("play"), True),
    Pattern("hides, recommended over random", "viewer", 0.3, 0.6, KUAIRAND, lambda x: x.ratio("hide"), True),
    Pattern("top topic's share, light over heavy users", "viewer", 1.3, 2.6, KUAIRAND, _broader),
    Pattern("plays a day: distance of quartiles", "viewer", 0.0, 0.1, "KuaiRec, Gao et al. 2022", _spread),
    Pattern("AUC of long views by an estimator", "viewer", 0.68, 0.78, KUAIRAND, _reacts),
    Pattern("Gini coefficient of items", "item", 0.65, 0.81, KUAIRAND,
            lambda x: viewing.concentration(x.ranked)["items"]),
    Pattern("accounts: Gini ranked less Gini at random", "item", 0.2, 1.0, KUAIRAND,
            lambda x: viewing.concentration(x.ranked)["accounts"] - viewing.concentration(x.random)["accounts"]),
    Pattern("half-life of an item's views, hours", "item", 5.3, 15.3, "press, weak",
            lambda x: viewing.half_life(x.ranked)),
    Pattern("effective topics of items", "platform", 19.8, 29.8, KUAIRAND, _topics, True),
    Pattern("impressions by hour, distance", "platform", 0.0, 0.05, "KuaiRand-27K", _hours_apart, True),
    Pattern("ads: fall of visits, month 12 over month 1", "platform", 2.0, 4.0, "Goli et al. 2025",
            _long_over_short, True),
)  # fmt: skip

RIVALS: dict[str, Callable[[], Lives]] = {
    "the world": lambda: Lives(()),
    "taste does not matter": lambda: Lives(("behaviour.match_weight=0",)),
    "dwell does not follow the pull": lambda: Lives(("behaviour.dwell_slope=0",)),
    "users come equally often": lambda: Lives(("population.visits_log_sd=0",)),
    "users have one taste each": lambda: Lives(("population.interest_concentration=0.3",)),
    "accounts and items equally good": lambda: Lives(("population.quality_sd=0", "population.inconsistency_median=0")),
    "ranked at random": lambda: Lives((), ("policy=random",)),
    "ranked by popularity": lambda: Lives((), ("policy=popularity", "policy.popularity.gamma=1.5")),
    "topics equally large": lambda: Lives(("population.topic_exponent=0.01",)),
    "no rhythm of the day": lambda: Lives(("population.hourly_profile=cosine", "population.cosine_amplitude=0")),
    "ads felt at once": lambda: Lives(("behaviour.ad_response_soon=1",)),
}
