"""Check of where supply settles: A31."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

import sim
from experiments.verification.figure import Check, Figure, near
from sim.core.units import TICKS_PER_DAY
from sim.kernels.uploads import plan_uploads
from sim.processes.careers import think_over
from sim.processes.stage import Stage
from sim.simulation import set_stage
from sim.world.tally import COLUMNS, Served, settle
from sim.world.world import World

FEW = ("population.creators=600", "population.topics=5", "population.verticals=1", "population.niche_share=0")
MIXED = ("population.specialist_share=0", "population.cadence_reliability=1", "population.koc_uploads_per_day=1")
BY_PAY_ALONE = ("careers.imitation=0", "careers.best_response_per_week=0")


def stage(*overrides: str) -> Stage:
    """A world of accounts with careers, hardly any users, and nobody followed."""
    return set_stage(sim.load(["careers=standard", "population.users=2", "population.first_follows=0", *overrides]))


def publish(world: World, until: int) -> int:
    """Upload until a tick; how many items are new."""
    fresh: Any = plan_uploads(world, until)
    world.publish(fresh)
    return int((fresh.visible_from >= world.now).sum())


def settle_topics(weeks: int, *overrides: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Supply by topic after some weeks in which a fixed attention to each topic is shared by its items; and demand."""
    world = stage(*FEW, *MIXED, "careers.exit=false", "careers.cadence=false", *overrides).world
    demand, week, total = world.topics.demand, 7 * TICKS_PER_DAY, 4_000_000
    world.creators.thaw()
    world.creators.topic_mix[:] = 0.2  # even supply, far from demand
    world.creators.freeze()
    supply = np.zeros(demand.size)
    for number in range(1, weeks + 1):
        publish(world, number * week)
        topic, age = world.items.topic, number * week - world.items.visible_from
        fresh = (age >= 0) & (age < week)
        made = np.bincount(topic[fresh], minlength=demand.size)
        by_item = np.zeros((len(world.items), COLUMNS), dtype=np.int64)
        by_item[fresh, 0] = (total * demand / np.maximum(made, 1))[topic[fresh]]
        nothing = np.zeros(len(world.creators), dtype=np.int64)
        served = Served(by_item, nothing, nothing, nothing, nothing)
        world.commit(served, settle(served, world.items.creator, topic, topic, len(world.creators), demand.size))
        world.now = number * week
        world.careers.thaw()
        think_over(world, world.careers)
        world.careers.freeze()
        world.retire()
        if number > 0.75 * weeks:
            supply += made
    return supply / supply.sum(), demand


def _ideal_free() -> list[Figure]:
    supply, demand = settle_topics(120, *BY_PAY_ALONE)
    apart = float(0.5 * np.abs(supply - demand).sum())
    began = float(0.5 * np.abs(demand - 0.2).sum())
    return [
        Figure("where it began: distance of supply from demand", began, "> 0.2", 0.2, 1.0, "no luck involved"),
        near("where it settles: distance of supply from demand", apart, 0.0, 0.03, "choices of 600 accounts"),
    ]


CHECKS = {"A31": Check("supply settles where demand is", _ideal_free)}
