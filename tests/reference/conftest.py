"""Small worlds made to reach every corner of a span, and a life in them under any engine."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from sim.config.load import load
from sim.config.schema import Config
from sim.core.table import Table
from sim.engines.compiled import CompiledEngine
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Composed, State
from sim.processes.stage import Server, Stage
from sim.results.fingerprint import fingerprint
from sim.simulation import run_stage, set_stage
from sim.world.tally import Served

# Much of everything that is rare in a real world: follows (and so places that run out), hides, people who
# leave and come back, accounts that open and close, items that retire, drift, visits while still in a session.
CORNERS = (
    "population.users=60", "population.creators=48", "population.topics=10", "population.verticals=4",
    "population.entrants_at_most=2", "population.visits_per_day=3", "population.first_follows=28",
    "population.catalogue_days=2", "population.koc_uploads_per_day=1", "population.cadence_reliability=0.7",
    "behaviour.follow_intercept=2", "behaviour.follow_slope=0", "behaviour.comment_slope=0",
    "behaviour.hide_intercept=-1", "behaviour.like_intercept=0",
    "behaviour.comment_intercept=-1", "behaviour.share_intercept=-1", "behaviour.leave_hazard_per_day=0.3",
    "behaviour.return_hazard_per_day=0.7", "behaviour.reinforcement=0.3", "behaviour.interest_volatility=0.3",
    "traffic.entrants_per_month=2", "traffic.exit_hazard_per_month=2", "traffic.ad_load=0.15",
    "platform.explore_share=0.1", "platform.follow_share=0.2", "horizon_days=3", "warmup_days=1",
)  # fmt: skip
LEARNERS = {
    "oracle": ("recommender=oracle",),
    "bayes_topic": ("recommender=bayes_topic",),
    "coarse": ("recommender=bayes_topic", "recommender.learner.tree=coarse"),
}


class Says:
    """A policy that says what a function of the observed world returns, and remembers how often it was asked."""

    def __init__(self, say: Callable[[Observed], TrafficPlan]) -> None:
        self.say = say

    def start(self, observed: Observed) -> State:
        return State(asked=0)

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        return self.say(observed), State(asked=state.asked + 1)


class Spy:
    """An engine that remembers what every span produced."""

    def __init__(self, engine: Server) -> None:
        self.engine = engine
        self.spans: list[Served] = []

    def serve(self, *span: Any) -> Served:
        self.spans.append(self.engine.serve(*span))
        return self.spans[-1]

    def serve_two(self, *span: Any) -> Served:
        self.spans.append(self.engine.serve_two(*span))
        return self.spans[-1]


class Life(NamedTuple):
    """A run that is over: its stage, and what every span of it produced."""

    stage: Stage
    spans: list[Served]

    @property
    def impressions(self) -> int:
        return int(sum(span.totals[2] for span in self.spans))

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.stage.world, self.stage.recorder.ledger)  # type: ignore[attr-defined]


@cache
def _config(*overrides: str) -> Config:
    return load([*CORNERS, *overrides])


def _live(
    config: Config,
    engine: Server | None = None,
    say: Callable[[Observed], TrafficPlan] | None = None,
    begin: Callable[[Config], Stage] = set_stage,
) -> Life:
    stage = begin(config)
    spy = Spy(engine or CompiledEngine())
    stage.engine = spy
    if say is not None:
        stage.policy = Composed([Says(say)], ["says"])  # type: ignore[list-item]
    run_stage(stage, range(1, config.horizon_days + 1))
    return Life(stage, spy.spans)


def _differences(one: Life, two: Life) -> list[str]:
    """What differs between two lives, to the bit: columns of tables, sums of spans, days of the ledger."""
    found = [] if len(one.spans) == len(two.spans) else ["spans"]
    for number, (a, b) in enumerate(zip(one.spans, two.spans, strict=False)):
        found += [f"span {number}: {name}" for name in Served._fields if not same(getattr(a, name), getattr(b, name))]
    for table in ("users", "creators", "items", "campaigns"):
        found += _columns(table, getattr(one.stage.world, table), getattr(two.stage.world, table))
    if one.stage.world.live is not None:
        for table in ("hosts", "rooms"):
            found += _columns(table, getattr(one.stage.world.live, table), getattr(two.stage.world.live, table))
    for name in ("now", "next_serial"):
        if getattr(one.stage.world, name) != getattr(two.stage.world, name):
            found.append(name)
    ledgers = [life.stage.recorder.ledger for life in (one, two)]  # type: ignore[attr-defined]
    if not ledgers[0].frame().equals(ledgers[1].frame()):
        found.append("ledger")
    if not one.stage.recorder.frame().equals(two.stage.recorder.frame()):  # type: ignore[attr-defined]
        found.append("metrics")
    found += [f"policy {name}" for name, state in one.stage.policy_states.items() if differ(state, two, name)]
    if one.fingerprint != two.fingerprint:
        found.append("fingerprint")
    return found


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Equal in type, shape and every bit."""
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def differ(state: State, other: Life, name: str) -> bool:
    theirs = vars(other.stage.policy_states[name])
    return any(not same(np.asarray(value), np.asarray(theirs[key])) for key, value in vars(state).items())


def _columns(table: str, one: Table, two: Table) -> list[str]:
    columns = zip(one.columns(), two.columns(), strict=True)
    return [f"{table}.{name}" for (name, a), (_, b) in columns if not same(a, b)]


@pytest.fixture
def config() -> Callable[..., Config]:
    """The configuration of a small world, with some overrides."""
    return _config


@pytest.fixture
def live() -> Callable[..., Life]:
    """Live a configuration to its horizon: `live(config, engine, say, begin)`."""
    return _live


@pytest.fixture
def differences() -> Callable[[Life, Life], list[str]]:
    return _differences
