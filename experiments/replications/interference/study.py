"""Interference: an experiment inside a market misjudges a boost for newcomers, by whom it splits."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import sim
from experiments.replications.finding import Finding, Study, positive, spread
from sim.core.units import TICKS_PER_DAY
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Composed, Policy, State
from sim.platform.trial import Design, Trial
from sim.simulation import run_stage, set_stage

START, END = 12, 32
CHANCE_DAYS = 3.0  # in which a new item succeeds or not
BAR = 0.7  # quantile of plays of new items, nobody treated, that counts as a success
WORLD = [
    f"horizon_days={END}", f"warmup_days={START}", "record.impressions=true", "record.metrics=[play_rate]",
    "traffic.ad_load=0", "population.first_follows=0", "platform.follow_share=0",
]  # fmt: skip


class ColdStart(Policy):
    """Show items more while they are new.

    Gives:  a first audience to new items.
    Takes:  exposure from items that have proved themselves.
    Limits: boost 0 is the neutral policy.
    Source: the boost for new advertisements of Ye et al. 2023, as a log weight.
    """

    gamed_by = "whoever uploads often."
    boost: float = 0.3  # so that the truth is about as large as the published one
    days: float = CHANCE_DAYS

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A boost for items that are new."""
        return TrafficPlan(boost=np.where(observed.items.age_days < self.days, self.boost, 0.0)), state


def life(design: Design, seed: int, overrides: list[str]) -> tuple[pd.DataFrame, Trial, pd.DataFrame]:
    """A world in which the experiment begins after the warm-up: impressions of new items, arms, and those items."""
    config = sim.load([*WORLD, *overrides, f"seed={seed}"])
    stage = set_stage(config)
    run_stage(stage, range(1, START + 1))
    world = stage.world
    trial = Trial.deal(
        design, Composed([ColdStart()], ["cold_start"]), len(world.users), len(world.creators), (seed, 0)
    )
    stage.trial = trial
    run_stage(stage, range(START + 1, END + 1))
    log = stage.recorder.log.frame()  # type: ignore[attr-defined]  # the recorder of a run
    items = pd.DataFrame({
        "creator": world.items.creator, "upload": world.items.upload, "from": world.items.visible_from,
    })  # fmt: skip
    due = (items["from"] >= START * TICKS_PER_DAY) & (items["from"] <= (END - CHANCE_DAYS) * TICKS_PER_DAY)
    return log.merge(items[due], on=["creator", "upload"]), trial, items[due]


def plays(log: pd.DataFrame, items: pd.DataFrame, users: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
    """Plays of each new item while it had its chance, by some users."""
    early = log["play"] & (log["tick"] - log["from"] < CHANCE_DAYS * TICKS_PER_DAY)
    if users is not None:
        early &= users[log["user"]]
    count = log[early].groupby(["creator", "upload"]).size()
    return count.reindex(pd.MultiIndex.from_frame(items[["creator", "upload"]]), fill_value=0).to_numpy(np.float64)


def estimates(seed: int, overrides: list[str]) -> dict[str, float]:
    """The truth, and what each design says of it: share of new items that succeed, treated less not."""
    log, _, items = life(Design.NOBODY, seed, overrides)
    none = plays(log, items)
    bar = float(np.quantile(none, BAR))
    log, _, items = life(Design.EVERYBODY, seed, overrides)
    found = {"truth": float((plays(log, items) > bar).mean() - (none > bar).mean())}
    log, trial, items = life(Design.USER, seed, overrides)
    treated = trial.users > 0
    by_arm = [(plays(log, items, who) / who.mean() > bar).mean() for who in (treated, ~treated)]
    found["user"] = float(by_arm[0] - by_arm[1])
    log, trial, items = life(Design.CREATOR, seed, overrides)
    mine = trial.creators[items["creator"].to_numpy()] > 0
    hit = plays(log, items) > bar
    found["creator"] = float(hit[mine].mean() - hit[~mine].mean())
    log, trial, items = life(Design.TWO_SIDED, seed, overrides)
    mine, treated = trial.creators[items["creator"].to_numpy()] > 0, trial.users > 0
    inside = plays(log, items, treated)[mine] / treated.mean() > bar
    outside = plays(log, items, ~treated)[~mine] / (~treated).mean() > bar
    found["two_sided"] = float(inside.mean() - outside.mean())
    return found


def run(small: bool) -> list[Finding]:
    """Several worlds."""
    worlds = 4 if small else 16
    size = ["population.users=200", "population.creators=80"] if small else ["population.users=500"]
    table = pd.DataFrame([estimates(seed, [*size, "population.creators=80"]) for seed in range(worlds)])
    truth = table["truth"]
    over = float(table["creator"].mean() / truth.mean() - 1.0)
    return [
        positive("truth: more new items succeed under the boost", truth, "+0.050 +- 0.003"),
        positive("split by account less truth", table["creator"] - truth, "+0.028 (57 % too much)"),
        Finding("split by account, relative error", "size", "+0.57; here within 0.2 to 1.2", 0.2, 1.2, over),
        positive("truth less split by user", truth - table["user"], "+0.065 (wrong sign)"),
        Finding("split by user", "sign", "-0.015 (wrong sign)", -np.inf, 0.0, *spread(table["user"])),
        positive("error of the split by account less that of both sides",
                 (table["creator"] - truth).abs() - (table["two_sided"] - truth).abs(), "+0.021"),
    ]  # fmt: skip


STUDY = Study(
    "interference",
    "Ye, Zhang, Zhang, Chen and Zhang 2023, Management Science 69(7), 3838-3860; numbers of its published arrays",
    run,
    "the engine, with an experiment inside the world: two plans served by user, by account, or by both",
)
