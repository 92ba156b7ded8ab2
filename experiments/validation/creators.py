"""The facts about accounts (c18, c19, c20, c24, c26) beside the world, each under the configuration that decides it."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

import sim
from experiments.validation import accounts
from experiments.validation.targets import targets
from sim.analysis import survival
from sim.core.clock import Clock
from sim.core.units import TICKS_PER_DAY
from sim.processes.careers import set_pace
from sim.processes.publishing import publish
from sim.simulation import set_stage
from sim.world.users import FOLLOW_PLACES
from sim.world.world import World

MANY = ("population.creators=3000", "population.users=4000")  # enough to measure a population by
FOLLOWS_LOG_SD = 1.62  # of a user's follows in KuaiRand-Pure; the fit of the whole spread
FOLLOWS = (  # in the standard world, in a large population, where nothing is drawn again, and evenly spread
    ("default, 300 accounts", ()),
    ("default, 3,000 accounts", MANY),
    ("population.first_follow_attempts=1", ("population.first_follow_attempts=1",)),
    ("population.first_follow_spread=geometric", (*MANY, "population.first_follow_spread=geometric")),
)
CAREERS = ("careers=standard", "horizon_days=721", "warmup_days=0", "refresh_minutes=1440", "record.metrics=[exits]")
WORLDS, MONTHS = 4, 24.0  # lived for how long accounts last
QUIET = ("careers=standard", "population.creators=20000", "population.users=2", "population.first_follows=0")


class Fact(NamedTuple):
    """A fact as the world shows it under some overrides of the defaults."""

    number: str
    what: str
    under: str
    here: float
    real: float
    low: float
    high: float
    error: float = float("nan")  # Monte Carlo standard error, where luck is involved

    @property
    def hit(self) -> bool:
        """Whether it is within the tolerance."""
        return self.low <= self.here <= self.high

    @property
    def verdict(self) -> str:
        """Whether it is within the tolerance, and whether that shows more than that a parameter does what it says."""
        return f"{'hit' if self.hit else 'MISS'} ({targets()[self.number].kind})"


def facts(said: Sequence[str]) -> list[Fact]:
    """All of them, in the order of the list; `said` overrides everything."""
    world = _born([*MANY, *said])
    spread = accounts.lognormal_of_accounts(world, world.settings.creators)[1]
    topics = accounts.effective_topics(world, world.settings.creators)
    found = [Fact("c18", "log standard deviation of followers, accounts at large", "default", spread, 1.98, 1.68, 2.28)]
    for under, more in FOLLOWS:
        away = distance_of_follows(_born([*more, *said]).users.follows_ever)
        found.append(Fact("c19", "distance of follows a user from the real spread", under, away, 0.0, 0.0, 0.05))
    found.append(Fact("c20", "effective topics, accounts at large", "default", topics, 24.8, 19.84, 29.76))
    lasted = float(np.mean([lasting(said, number) for number in range(WORLDS)]))
    error = math.sqrt(lasted * (1.0 - lasted) / (WORLDS * sim.load([*CAREERS, *said]).population.creators))
    what = f"accounts that last two years, {WORLDS} worlds"
    found.append(Fact("c24", what, "careers=standard", lasted, 0.2, 0.1, 0.25, error))
    found.append(
        Fact("c26", "more uploads on the day of a boost", "careers=standard", nudge(said), 0.132, 0.102, 0.162)
    )
    return found


def table(found: Sequence[Fact]) -> pd.DataFrame:
    """A row a fact."""
    return pd.DataFrame([{**one._asdict(), "verdict": one.verdict.lower()} for one in found])


def lines(found: Sequence[Fact]) -> str:
    """A line a fact."""
    return "\n".join(
        f"{one.number}  {one.verdict:13}  here {one.here:7.3f}{_luck(one.error)}  real {one.real:6.3f}  "
        f"({one.low:g} to {one.high:g})  {one.what}; under {one.under}"
        for one in found
    )


def _luck(error: float) -> str:
    return f" +- {error:.3f}" if math.isfinite(error) else ""


def distance_of_follows(numbers: NDArray[np.int32]) -> float:
    """Kolmogorov's distance of follows a user to the real lognormal, made whole and cut at the places alike.

    The scale is free: a simulated follow stands for many.
    """
    cut, draw = np.minimum(numbers, FOLLOW_PLACES), (np.arange(100_000) + 0.5) / 100_000
    logs = FOLLOWS_LOG_SD * stats.norm.ppf(draw)
    rounding = np.random.default_rng(0).random(draw.size)

    def whole(centre: float) -> NDArray[np.float64]:
        return np.asarray(np.minimum(np.floor(np.exp(logs + centre) + rounding), FOLLOW_PLACES))

    low, high = -6.0, 6.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if whole(middle).mean() < cut.mean() else (low, middle)
    return float(stats.ks_2samp(whole(high), cut).statistic)


def lasting(said: Sequence[str], world: int = 0) -> float:
    """Share of the accounts of the start that have not given up for the first time two years later.

    World number `world`, counted from the seed. Nobody is censored before the end, so Kaplan and Meier's estimate is
    the plain share; its standard error with 300 accounts is .024.
    """
    config = sim.load([*CAREERS, *said])
    numbers = {"seed": config.seed + world, "replication": config.replication + world}
    run = sim.simulate(config.model_copy(update=numbers))
    lived = survival.lives(run.creators, run.days)
    return survival.survival_at(survival.kaplan_meier(lived[~lived["entrant"]]), MONTHS)


def nudge(said: Sequence[str]) -> float:
    """How many more uploads 20,000 accounts make on the day of a boost than those without one."""
    return _tomorrow(said, 1.0) / _tomorrow(said, 0.0) - 1.0


def _tomorrow(said: Sequence[str], boosts: float) -> int:
    stage = set_stage(sim.load([*QUIET, *said, "refresh_minutes=1440"]))
    publish(stage)
    world = stage.world
    stage.clock = Clock(TICKS_PER_DAY)
    world.now = TICKS_PER_DAY
    assert world.careers is not None
    world.careers.thaw()
    world.careers.lift[:] = boosts
    set_pace(world)
    publish(stage)
    return int((world.items.visible_from >= TICKS_PER_DAY).sum())


def _born(overrides: Sequence[str]) -> World:
    return set_stage(sim.load(overrides)).world
