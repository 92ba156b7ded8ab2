"""What every learner must do, those of tomorrow included: one case for each file in configs/recommender."""

import copy
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from sim.config.choices import choices
from sim.config.load import load
from sim.config.schema import Config
from sim.core.streams import REGISTER
from sim.engines.reference import ReferenceEngine
from sim.processes.stage import Stage
from sim.recommender.learner import BELIEF, FACTORS, TRUTH, Prediction
from sim.recommender.value import GRID
from sim.results.fingerprint import fingerprint
from sim.simulation import branch, run_stage, set_stage, simulate
from sim.world.tally import Served, Tally
from sim.world.world import World

LEARNERS = choices("recommender")
TINY = (
    "population.users=40", "population.creators=24", "population.topics=10", "population.verticals=4",
    "population.visits_per_day=3", "population.catalogue_days=2", "population.koc_uploads_per_day=1",
    "population.entrants_at_most=1", "traffic.entrants_per_month=1", "traffic.exit_hazard_per_month=1",
    "population.mistag_share=0.3", "behaviour.follow_intercept=0", "horizon_days=4", "warmup_days=1",
    "traffic.ad_load=0.1", "platform.explore_share=0.1",
)  # fmt: skip


@cache
def config_of(name: str, *overrides: str) -> Config:
    return load([*TINY, f"recommender={name}", *overrides])


class Seen(NamedTuple):
    """One call of a learner: what it was given, as it was then, and what it gave."""

    world: World
    state: Any
    served: Served | None
    tally: Tally | None
    gave: Any


class Watched:
    """A learner, with every call of it kept."""

    def __init__(self, learner: Any) -> None:
        self.learner, self.predicted, self.learned = learner, [], []
        self.reads_log, self.sees_truth = learner.reads_log, learner.sees_truth
        self.weighs_feedback = learner.weighs_feedback

    def predict(self, world: World, state: Any) -> Prediction:
        gave = self.learner.predict(world, state)
        self.predicted.append(Seen(world.copy(), copy.deepcopy(state), None, None, gave))
        return gave

    def learn(self, world: World, state: Any, served: Served, tally: Tally, clip: float) -> Any:
        before = copy.deepcopy(state)
        gave = self.learner.learn(world, state, served, tally, clip)
        assert same(state, before), "a learner hands on a new state and leaves the old one alone"
        self.learned.append(Seen(world.copy(), before, served, tally, gave))
        return gave

    def value(self, *args: Any) -> Any:
        return self.learner.value(*args)


@cache
def life(name: str) -> tuple[Stage, Watched]:
    stage = set_stage(config_of(name))
    watched = Watched(stage.learner)
    stage.learner = watched
    run_stage(stage, range(1, 5))
    return stage, watched


def same(one: Any, two: Any) -> bool:
    """Equal to the bit, whatever a state holds."""
    if isinstance(one, SimpleNamespace):
        return vars(one).keys() == vars(two).keys() and all(
            same(value, vars(two)[key]) for key, value in vars(one).items()
        )
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, np.ndarray):
        return one.dtype == two.dtype and one.shape == two.shape and one.tobytes() == two.tobytes()
    return type(one) is type(two) and bool(one == two)


def parts(state: Any) -> Iterator[Any]:
    if isinstance(state, SimpleNamespace):
        for value in vars(state).values():
            yield from parts(value)
    else:
        yield state


@pytest.mark.parametrize("name", LEARNERS)
def test_predictions_are_finite_and_of_the_right_shapes(name: str) -> None:
    _, watched = life(name)
    assert len(watched.predicted) == 16
    for seen in watched.predicted:
        p, items, topics, users = seen.gave, len(seen.world.items), seen.world.topics.demand.size, len(seen.world.users)
        assert p.mode in (TRUTH, BELIEF, FACTORS)
        assert p.appeal.shape == (items,)
        assert p.label.shape == p.prior.shape == (topics,)
        assert p.label.dtype == np.int32
        assert ((p.label >= 0) & (p.label < topics)).all()
        assert ((p.prior > 0) & (p.prior < 1)).all()
        assert p.prior_weight > 0
        assert p.error >= 0
        for array in p[1:]:
            assert np.isfinite(array).all()
        if p.item.size or p.mode == FACTORS:
            width = p.user.shape[1]
            assert p.user.shape == (users, width)
            assert p.item.shape == (items, width)
            assert p.mode != FACTORS or p.topic.shape == (topics, width)
            assert p.user.dtype == p.item.dtype == p.topic.dtype == np.float32
    assert not same(watched.predicted[0].gave, watched.predicted[-1].gave)


@pytest.mark.parametrize("name", LEARNERS)
def test_a_prediction_is_a_function_of_what_is_there(name: str) -> None:
    stage, watched = life(name)
    for seen in watched.predicted[::5]:
        assert same(watched.learner.predict(seen.world, seen.state), seen.gave)
    again = set_stage(config_of(name))
    run_stage(again, range(1, 5))
    assert same(again.learner_state, stage.learner_state)
    assert fingerprint(again.world, again.recorder.ledger) == fingerprint(stage.world, stage.recorder.ledger)  # type: ignore[attr-defined]


def scrambled(world: World, draw: np.random.Generator) -> World:
    """The same world to a platform, another in truth: tastes, qualities, mixes; topics but for their labels."""
    twin = world.copy()
    for table, columns in {
        twin.users: ("home_logit", "logit", "match", "pull", "tired_topic", "tired_creator", "satisfaction"),
        twin.creators: ("quality", "inconsistency", "authenticity", "topic_mix"),
        twin.items: ("quality",),
    }.items():
        table.thaw()
        for name in columns:
            column = getattr(table, name)
            column[:] = draw.normal(size=column.shape)
        table.freeze()
    tags = world.tags()
    twin.items.thaw()
    hidden = twin.topics.niche[tags] & ~twin.topics.niche[world.items.topic]
    plain = np.flatnonzero(~twin.topics.niche)
    twin.items.topic[hidden] = draw.choice(plain, int(hidden.sum()))
    twin.items.freeze()
    assert np.array_equal(twin.tags(), tags)
    return twin


@pytest.mark.parametrize("name", LEARNERS)
def test_a_learner_is_blind_to_the_truth_unless_it_says_so(name: str) -> None:
    _, watched = life(name)
    draw = np.random.default_rng(0)
    differs = False
    for seen in watched.predicted[-3:]:
        differs |= not same(watched.learner.predict(scrambled(seen.world, draw), seen.state), seen.gave)
    for seen in watched.learned[-5:]:
        assert seen.served is not None
        log = seen.served.log.copy()
        log["pull"] = draw.normal(size=log.size)
        blind = seen.served._replace(log=log, pulls=draw.integers(0, 9, seen.served.pulls.shape))
        after = watched.learner.learn(scrambled(seen.world, draw), seen.state, blind, seen.tally)
        differs |= not same(after, seen.gave)
    assert differs == watched.sees_truth


@pytest.mark.parametrize("name", LEARNERS)
def test_the_value_curve_is_positive_and_finite(name: str) -> None:
    from sim.recommender.value import value_curve

    stage, watched = life(name)
    curve = watched.value(stage.responses, value_curve(stage.responses, stage.platform.values))
    assert curve.shape == GRID.shape
    assert np.isfinite(curve).all()
    assert (curve > 0).all()


@pytest.mark.parametrize("name", LEARNERS)
def test_a_state_is_plain_data(name: str) -> None:
    for seen in life(name)[1].learned:
        for part in parts(seen.gave):
            assert part is None or isinstance(part, int | float | str) or (
                isinstance(part, np.ndarray) and part.dtype != object
            )  # fmt: skip


@pytest.mark.parametrize("name", LEARNERS)
def test_a_branch_goes_on_as_if_nothing_had_happened(name: str) -> None:
    whole = simulate(config_of(name))
    for day in (2, 3):
        past = simulate(config_of(name), until_day=day)
        before = copy.deepcopy(past.warm.learner_state)
        on = branch(past, [])[0]
        assert on.fingerprint == whole.fingerprint
        assert same(on.warm.learner_state, whole.warm.learner_state)
        assert same(past.warm.learner_state, before)


@pytest.mark.parametrize("policy", ["new_item_quota", "calibrated"])
@pytest.mark.parametrize("name", LEARNERS)
def test_both_engines_live_it_alike(name: str, policy: str) -> None:
    """The quota ranks what it explores; calibration reads the counts of plays by topic."""
    config = config_of(name, f"policy={policy}", "refresh_minutes=240")
    compiled = simulate(config)
    reference = set_stage(config)
    reference.engine = ReferenceEngine()
    run_stage(reference, range(1, 5))
    assert compiled.ledger["impressions"].sum() > 500
    assert fingerprint(reference.world, reference.recorder.ledger) == compiled.fingerprint  # type: ignore[attr-defined]
    assert same(reference.learner_state, compiled.warm.learner_state)
    assert reference.recorder.frame().equals(compiled.metrics)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", LEARNERS)
def test_what_a_learner_reads_is_not_recorded(name: str) -> None:
    stage, watched = life(name)
    assert stage.recorder.log.empty  # type: ignore[attr-defined]
    reads = any(seen.served is not None and seen.served.log.size for seen in watched.learned)
    assert reads == watched.reads_log


@pytest.mark.parametrize("name", LEARNERS)
def test_a_learner_says_what_it_is(name: str) -> None:
    said = type(life(name)[1].learner).__doc__ or ""
    assert "Gives:" in said
    assert "Limits:" in said


def test_the_noise_of_learners_is_registered() -> None:
    assert {"error of a noisy learner", "first vector of a user or a topic"} <= {decision.name for decision in REGISTER}
