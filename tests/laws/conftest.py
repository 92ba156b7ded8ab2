"""Worlds in which a law can be read off what the simulator does."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from sim.config.load import load
from sim.engines.compiled import CompiledEngine
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Composed, State
from sim.processes.publishing import publish
from sim.processes.refresh import open_span
from sim.processes.stage import Server, Stage
from sim.simulation import set_stage
from sim.world.tally import Served
from sim.world.world import World

# Everybody comes exactly once, at the first tick, knows nothing and stays as `behaviour.stay_base` alone says.
ONCE = (
    "population.users=20000", "population.topics=4", "population.verticals=1", "population.visits_per_day=1e-9",
    "population.visits_log_sd=0", "population.first_follows=0", "behaviour.stay_gain=0", "behaviour.stay_paid=0",
    "behaviour.stay_base=-50", "behaviour.leave_hazard_per_day=0", "traffic.ad_load=0", "refresh_minutes=1440",
    "horizon_days=1", "warmup_days=0",
)  # fmt: skip
FEW_ITEMS = ("population.koc_uploads_per_day=1e-5", "population.koc_share=1", "population.mid_share=0")

_load = cache(lambda *overrides: load(overrides))


class Says:
    """A policy that says the same, whatever it sees."""

    def __init__(self, say: Callable[[Observed], TrafficPlan]) -> None:
        self.say = say

    def start(self, observed: Observed) -> State:
        return State()

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        return self.say(observed), state


class Visit(NamedTuple):
    """One span in which every user came once."""

    stage: Stage
    served: Served

    @property
    def shown(self) -> np.ndarray:
        """Impressions of each item, [I]."""
        return self.served.by_item[:, :6].sum(axis=1)


def _come_once(
    *overrides: str,
    say: Callable[[Observed], TrafficPlan] = lambda _: TrafficPlan(),
    engine: Server | None = None,
    alter: Callable[[World], None] = lambda _: None,
) -> Visit:
    stage = set_stage(_load(*ONCE, *overrides))
    stage.policy = Composed([Says(say)], ["says"])  # type: ignore[list-item]
    stage.engine = engine or CompiledEngine()
    stage.world.users.hazard_left[:] = 0.0
    publish(stage)
    alter(stage.world)
    _, served, _ = open_span(stage)
    assert served.totals[0] == len(stage.world.users)
    return Visit(stage, served)


@pytest.fixture
def come_once() -> Callable[..., Visit]:
    """Let every user come once: `come_once(*overrides, say=plan, engine=engine, alter=world)`."""
    return _come_once


@pytest.fixture
def few_items() -> tuple[str, ...]:
    """Overrides under which each account has one item, for ever."""
    return FEW_ITEMS
