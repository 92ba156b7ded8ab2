"""Check of live rooms as a queue without waiting, A13: how many are in them at once."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.verification.figure import Check, Figure, likely, near, sampled

PER_MINUTE, MINUTES, DAYS, APART = 2.0, 3.0, 30, 20  # arrivals, mean stay, days lived, minutes between two looks
USERS = 3_000
# Rooms that are always open; visits as a Poisson process without a rhythm; each visit is one impression, of a room, and
# whoever sees one goes in. Her stay is one draw of its law.
OPEN = (
    f"population.users={USERS}", "population.creators=300", "population.topics=2", "population.verticals=1",
    "population.entrants_at_most=0", f"population.visits_per_day={PER_MINUTE * 1440 / USERS}",
    "population.visits_log_sd=0", "population.hourly_profile=cosine", "population.cosine_amplitude=0",
    "population.weekend_factor=1", "population.first_follows=0", "population.catalogue_days=1",
    "behaviour.leave_hazard_per_day=0", "behaviour.visit_sensitivity=0", "behaviour.stay_base=-50",
    "behaviour.stay_gain=0", "behaviour.stay_paid=0", "behaviour.pause_seconds=0", "behaviour.base=20",
    "traffic.ad_load=0", "platform.explore_share=0", "platform.follow_share=0", "refresh_minutes=1440",
    "slate_size=1", "candidates_per_slot=64", f"horizon_days={DAYS}", "warmup_days=1", "record.metrics=[ad_load]",
    "live=standard", "live.koc_share=1", "live.mid_share=1", "live.head_share=1", "live.merchant_share=1",
    "live.rooms_per_week=200", "live.shortest_hours=10000", "live.longest_hours=10000", "live.retrieve_weight=1e9",
    "live.enter_intercept=50", f"live.stay_minutes={MINUTES}", "live.stay_slope=0", "live.heeded=0",
)  # fmt: skip


class Door:
    """An engine that keeps who came less who left, by the minute."""

    def __init__(self, engine) -> None:  # type: ignore[no-untyped-def]  # sim is imported late
        self.engine, self.comings, self.entered, self.stayed = engine, [], 0, 0

    def serve(self, *span):  # type: ignore[no-untyped-def]
        from sim.world.rooms import Air
        from sim.world.tally import LANES

        served = self.engine.serve(*span)
        self.comings.append(served.comings.sum(axis=0))
        self.entered += int(served.air[:, :LANES].sum())
        self.stayed += int(served.air[:, Air.STAY_MS].sum())
        return served


def occupancy(spread: str, *overrides: str) -> tuple[NDArray[np.int64], Door]:
    """Users in rooms at the end of every minute after the first day, as the simulator lives them; and the door."""
    from sim.config.load import load
    from sim.simulation import run_stage, set_stage

    stage = set_stage(load([*OPEN, f"live.stay_spread={spread}", *overrides]))
    door = Door(stage.engine)
    stage.engine = door
    run_stage(stage, range(1, DAYS + 1))
    return np.cumsum(np.concatenate(door.comings))[1440:], door


def _little() -> list[Figure]:
    found: list[Figure] = []
    for spread in ("exponential", "lognormal", "fixed"):
        every, door = occupancy(spread)
        looks = every[::APART]
        mean = PER_MINUTE * MINUTES
        kurtosis = (1.0 + 3.0 * mean) / mean - 1.0  # of a Poisson number: fourth moment over squared variance, less 1
        least = np.bincount(np.clip(looks, 1, 12), minlength=13)[1:]
        chance = stats.poisson.pmf(np.arange(1, 13), mean)
        chance[0], chance[-1] = stats.poisson.cdf(1, mean), stats.poisson.sf(11, mean)
        found += [
            sampled(f"mean number, {spread} stays", looks.mean(), mean, np.sqrt(mean / looks.size), 0.01),
            sampled("its variance", looks.var(), mean, mean * np.sqrt(kurtosis / looks.size), 0.02),
            likely("its distribution", stats.chisquare(least, chance * looks.size).pvalue, 1e-4),
            likely("empty", stats.binomtest(int((looks == 0).sum()), looks.size, 0.00248).pvalue, 1e-4),
            likely("10 or more", stats.binomtest(int((looks >= 10).sum()), looks.size, 0.0839).pvalue, 1e-4),
            near(
                "mean number against arrivals x mean stay", every.mean() / (door.stayed / 60_000 / (DAYS * 1440)), 1.0,
                0.01, "1 %: one identity, but for the first day",
            ),
        ]  # fmt: skip
    return found


CHECKS = {"A13": Check("users in live rooms at once follow Little's law, whatever the law of their stays", _little)}
