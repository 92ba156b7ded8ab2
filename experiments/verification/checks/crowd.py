"""Checks of how people come, choose, stay and tire: A1 to A3, A16, A17."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from experiments.verification.figure import Check, Figure, likely, near, sampled
from sim.core import draws, streams
from sim.core.noise import philox, unit
from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.laws.arrival import hazard, next_visit
from sim.laws.behaviour import record
from sim.laws.interest import drift
from sim.laws.settings import BehaviourSettings
from sim.laws.weariness import decay, fade
from sim.world.calendar import cosine_hours

EVEN_WEEK = np.ones(7)
HOURS = cosine_hours(0.8, 21.0)
ALONE = (
    "population.users=20000", "population.topics=2", "population.verticals=1", "refresh_minutes=1440",
    "population.first_follows=0", "behaviour.leave_hazard_per_day=0", "behaviour.visit_sensitivity=0",
    "behaviour.stay_gain=0", "behaviour.stay_paid=0", "traffic.ad_load=0", "population.catalogue_days=1",
)  # fmt: skip


def visits(per_day: float, hourly: NDArray, weekday: NDArray, cuts: list[int], user: int = 0) -> list[int]:
    """Ticks of all visits, span by span: cuts[0] is the start, cuts[-1] the end."""
    number, now, found = 0, cuts[0], []
    left = hazard(unit(philox(9, 0, user, number, 0, streams.ARRIVAL)[0]))
    for until in cuts[1:]:
        while True:
            at, left = next_visit(now, left, per_day, hourly, weekday, until)
            if at < 0:
                now = until
                break
            number, now = number + 1, at
            found.append(at)
            left = hazard(unit(philox(9, 0, user, number, 0, streams.ARRIVAL)[0]))
    return found


def first_day(*overrides: str):  # type: ignore[no-untyped-def]
    """The users of a large crowd after the first day of its world, as the engine left them."""
    from sim.config.load import load
    from sim.processes.publishing import publish
    from sim.processes.refresh import open_span
    from sim.simulation import set_stage

    stage = set_stage(load([*ALONE, *overrides]))
    publish(stage)
    open_span(stage)
    return stage.world.users


def _arrivals() -> list[Figure]:
    days = 10_000
    ticks = np.array(visits(3.0, HOURS, EVEN_WEEK, [0, days * TICKS_PER_DAY]))
    hourly = np.bincount(ticks % TICKS_PER_DAY // TICKS_PER_HOUR, minlength=24)
    daily = np.bincount(ticks // TICKS_PER_DAY, minlength=days)
    return [
        near("expected visits from 20 to 21 h", 3.0 * HOURS[20], 0.22386, 5e-6),
        near("expected visits from 5 to 6 h", 3.0 * HOURS[5], 0.0643, 5e-5),
        near("expected visits from 9 to 10 h", 3.0 * HOURS[9], 0.02614, 5e-6),
        sampled("mean visits of a day", daily.mean(), 3.0, math.sqrt(3.0 / days)),
        sampled("variance of visits of a day", daily.var(), 3.0, math.sqrt(21.0 / days)),
        likely("visits by hour", stats.chisquare(hourly, HOURS * hourly.sum()).pvalue, 1e-4),
    ]


def _mixed() -> list[Figure]:
    """Here visits differ lognormally between users, so the closed form is that mixture's and not the gamma's."""
    mean, log_sd = 3.0, 0.6
    crowd = ("population.creators=10", f"population.visits_per_day={mean}", f"population.visits_log_sd={log_sd}")
    count = first_day(*crowd, "behaviour.stay_base=-50", "behaviour.pause_seconds=0").visit.astype(np.int64)
    variance = mean + mean**2 * math.expm1(log_sd**2)
    place, weight = np.polynomial.hermite_e.hermegauss(60)
    none = float(weight @ np.exp(-mean * np.exp(log_sd * place - log_sd**2 / 2))) / math.sqrt(2 * math.pi)
    return [
        sampled("mean visits", count.mean(), mean, math.sqrt(variance / count.size)),
        near("variance of visits", count.var(), variance, 0.08 * variance, "8 %: the variance of a skewed sample"),
        sampled("share who stay away", (count == 0).mean(), none, math.sqrt(none * (1 - none) / count.size)),
    ]


def _sessions() -> list[Figure]:
    stay = 0.9
    users = first_day(
        "population.creators=400", "population.visits_per_day=0.05", "population.visits_log_sd=0",
        f"behaviour.stay_base={math.log(stay / (1 - stay))}", "population.hourly_profile=cosine",
        "population.cosine_amplitude=0",
    )  # fmt: skip
    once = (users.visit == 1) & ~users.in_session.astype(bool)
    length = users.session_impressions[once].astype(np.int64)
    fourth = 90.0**2 * (9 + 0.01 / stay)
    return [
        sampled("mean length", length.mean(), 10.0, math.sqrt(90.0 / length.size)),
        sampled("variance of length", length.var(), 90.0, math.sqrt((fourth - 8100.0) / length.size)),
        sampled("share of 5 or more", (length >= 5).mean(), 0.6561, math.sqrt(0.6561 * 0.3439 / length.size)),
    ]


def _tiring() -> list[Figure]:
    hour, level, before = 3_600_000.0, 0.0, 0.0
    for _ in range(200):
        before = fade(level, decay(hour, hour))
        level = before + 1.0
    return [near("just after an impression", level, 2.0, 1e-9), near("just before one", before, 1.0, 1e-9)]


def _interests() -> list[Figure]:
    found = []
    for alpha, nats in ((0.1, 1.3465), (0.5, 2.3153), (1.0, 2.5977)):
        shares = draws.dirichlets(3, streams.INTERESTS, np.arange(5_000), np.full(20, alpha))
        entropy = special.entr(shares).sum(axis=1)
        error = entropy.std() / math.sqrt(entropy.size)
        found.append(sampled(f"mean entropy of interests, concentration {alpha:g}", entropy.mean(), nats, error, 5e-5))
    b = record(BehaviourSettings(interest_return_per_day=0.5, interest_volatility=0.3, reinforcement=0.0))[0]
    noise, x = np.random.default_rng(0).standard_normal(40_000), 0.0
    path = np.array([x := drift(x, 0.0, 0.0, 0.0, 0.1, 1.0, z, b) for z in noise])
    error = 0.09 * math.sqrt(2.0 / noise.size * (1 + math.exp(-1.0)) / (1 - math.exp(-1.0)))
    return [*found, sampled("stationary variance of a drifting interest", path.var(), 0.09, error)]


CHECKS = {
    "A1": Check("visits come as a Poisson process that follows the hours", _arrivals),
    "A1b": Check("visits of a crowd of unlike users are overdispersed", _mixed),
    "A3": Check("sessions are geometric where chance alone ends them", _sessions),
    "A16": Check("weariness under steady impressions, one each half-life", _tiring),
    "A17": Check("interests are drawn and drift as theory says", _interests),
}
