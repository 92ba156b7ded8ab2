"""What every policy must do, those of tomorrow included: one case for each file in configs/policy."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import sim
from sim.arena import serve
from sim.config.choices import choices
from sim.config.load import load
from sim.config.rows import schema_rows
from sim.core.inequality import gini
from sim.core.table import Table
from sim.metrics import discover
from sim.platform.observed import Observed
from sim.platform.plan import NEUTRAL, TrafficPlan, check
from sim.platform.policy import FAMILIES, Composed, Policy, State
from sim.processes.refresh import observe, platform_now
from sim.processes.stage import Stage
from sim.recommender import index as indexing
from sim.simulation import run_stage, set_stage
from sim.world.span import Span
from sim.world.tally import NATURAL, Lane

POLICIES = choices("policy")
TINY = (
    "population.users=50", "population.creators=24", "population.topics=10", "population.verticals=4",
    "population.visits_per_day=3", "population.catalogue_days=2", "population.koc_uploads_per_day=1",
    "population.entrants_at_most=1", "traffic.entrants_per_month=1", "traffic.exit_hazard_per_month=1",
    "behaviour.like_intercept=0", "horizon_days=3", "warmup_days=1", "traffic.ad_load=0.1",
)  # fmt: skip
SOLVERS: set[str] = set()  # policies whose plans come from a solver: equal to 1e-12 instead of to the bit


@cache
def policy_of(*overrides: str) -> Policy:
    (policy,) = load(overrides).build_policies().values()
    return policy


def built(name: str, **changes: Any) -> Policy:
    return policy_of(f"policy={name}", *(f"policy.{name}.{key}={value}" for key, value in changes.items()))


# --- what policies are shown: every span of a small world's life ------------------------------------------------


class Onlooker:
    """A policy that says nothing and keeps what it was shown."""

    reads_friends = reads_sales = True

    def __init__(self) -> None:
        self.shown: list[Observed] = []

    def start(self, observed: Observed) -> State:
        return State()

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        self.shown.append(each_array(observed, lambda _, array: locked(array.copy())))
        return NEUTRAL, state


def locked(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def each_array(thing: Any, change: Callable[[str, np.ndarray], np.ndarray], path: str = "") -> Any:
    """The same observed world with every array changed."""
    if isinstance(thing, np.ndarray):
        return change(path, thing)
    if not hasattr(thing, "__dataclass_fields__"):
        return thing
    parts = {f.name: each_array(getattr(thing, f.name), change, f"{path}.{f.name}") for f in fields(thing)}
    return replace(thing, **parts)


def arrays_of(thing: Any, path: str = "") -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(thing, np.ndarray):
        yield path, thing
    elif hasattr(thing, "__dataclass_fields__"):
        for f in fields(thing):
            yield from arrays_of(getattr(thing, f.name), f"{path}.{f.name}")


@cache
def life(*world: str) -> tuple[Stage, list[Observed]]:
    stage = set_stage(load([*TINY, *world]))
    onlooker = Onlooker()
    stage.policy = Composed([onlooker], ["onlooker"])  # type: ignore[list-item]
    run_stage(stage, range(1, 4))
    return stage, onlooker.shown


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> list[Observed]:
    """The life of a world in which the policy under test has something to go by."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    return life(*built(params.get("name", "interest")).world)[1]


def say(policy: Policy, shown: list[Observed]) -> list[tuple[TrafficPlan, State]]:
    """Plans and states of a policy through a life."""
    state, said = policy.start(shown[0]), []
    for observed in shown:
        plan, state = policy.allocate(observed, state)
        said.append((plan, state))
    return said


def same(one: Any, two: Any) -> bool:
    if isinstance(one, np.ndarray):
        return isinstance(two, np.ndarray) and one.dtype == two.dtype and np.array_equal(one, two, equal_nan=True)
    return bool(one == two)


def same_plan(one: TrafficPlan, two: TrafficPlan) -> bool:
    return all(same(getattr(one, f.name), getattr(two, f.name)) for f in fields(TrafficPlan))


def same_state(one: State, two: State) -> bool:
    return vars(one).keys() == vars(two).keys() and all(same(value, vars(two)[key]) for key, value in vars(one).items())


def test_the_life_is_rich_enough(shown: list[Observed]) -> None:
    last = shown[-1]
    assert len(shown) == 12
    assert last.items.likes.sum() > 50
    assert 0 < last.creators.active.sum() < last.creators.count
    assert (last.items.kept < 0).any()
    assert last.creators.merit.std() > 0.01
    assert last.creators.relevance_last_span.sum() == pytest.approx(last.creators.attention_last_span.sum())
    assert {0, 1} == set(last.creators.niche.astype(int))


# --- the contract -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", POLICIES)
def test_it_says_whom_it_serves(name: str) -> None:
    text = inspect.getdoc(type(built(name)))
    assert text is not None
    for part in ("Gives", "Takes", "Limits", "Source"):
        assert re.search(rf"^{part}:\s+\S", text, re.MULTILINE), f"the docstring has no {part}"
    assert built(name).family in ("", *FAMILIES)
    assert built(name).gamed_by.endswith("."), "who could game it is a sentence"


@pytest.mark.parametrize("name", POLICIES)
def test_its_parameters_have_limits(name: str) -> None:
    for row in schema_rows():
        if (
            row.choice == f"policy={name}"
            and isinstance(row.default, float | int)
            and not isinstance(row.default, bool)
        ):
            assert "at least" in row.allowed or "above" in row.allowed, row.key


@pytest.mark.parametrize("name", POLICIES)
def test_its_plans_are_allowed_and_repeatable(name: str, shown: list[Observed]) -> None:
    said = say(built(name), shown)
    for observed, (plan, _) in zip(shown, said, strict=True):
        check(plan, observed, name)
    for (plan, state), (again, state_again) in zip(said, say(built(name), shown), strict=True):
        assert same_plan(plan, again)
        assert same_state(state, state_again)


@pytest.mark.parametrize("name", POLICIES)
def test_its_state_is_its_own(name: str, shown: list[Observed]) -> None:
    """It is plain data, survives a copy, shares no memory with the world and is not written to afterwards."""
    policy = built(name)
    state = policy.start(shown[0])
    for observed in shown:
        before = state.copy()
        plan, after = policy.allocate(observed, state)
        assert same_state(state, before), "allocate wrote to the state it was given"
        plan_of_copy, _ = policy.allocate(observed, before)
        assert same_plan(plan, plan_of_copy)
        for key, value in vars(after).items():
            assert isinstance(value, np.ndarray | float | int | np.generic), f"{key} is not plain data"
            shared = [
                path
                for path, array in arrays_of(observed)
                if isinstance(value, np.ndarray) and np.shares_memory(value, array)
            ]
            assert not shared, f"{key} is the world's own {shared}"
        state = after


@pytest.mark.parametrize("name", POLICIES)
def test_it_can_begin_late_and_with_nothing_to_show(name: str, shown: list[Observed]) -> None:
    policy = built(name)
    late = shown[7]
    plan, state = policy.allocate(late, policy.start(late))
    check(plan, late, name)
    of_items = {id(array) for _, array in arrays_of(late.items)}
    empty = each_array(late, lambda _, array: array[:0] if id(array) in of_items else array)
    empty = replace(empty, items=replace(empty.items, count=0))
    plan, state = policy.allocate(empty, state)
    check(plan, empty, name)
    policy.allocate(replace(late, items=replace(late.items, kept=np.full(late.items.count, -1))), state)


@pytest.mark.parametrize("name", POLICIES)
def test_it_composes(name: str, shown: list[Observed]) -> None:
    composed = Composed([built(name), built("interest")], [name, "interest"])
    plan, states = composed.allocate(shown[3], {})
    alone, _ = built(name).allocate(shown[3], built(name).start(shown[3]))
    assert same_plan(plan, alone)
    assert set(states) == {name, "interest"}


# --- blindness --------------------------------------------------------------------------------------------------

TRUTH = {
    "creators": ("quality", "inconsistency", "authenticity", "uploads_per_day", "first_tier", "topic_mix"),
    "items": ("quality",),
}


def scramble(table: Table, columns: tuple[str, ...]) -> None:
    table.thaw()
    for column in columns:
        array = getattr(table, column)
        array[:] = np.roll(array, 7, axis=0)
    table.freeze()


def test_the_observed_world_holds_no_truth() -> None:
    def now(stage: Stage) -> Observed:
        span = Span(stage.world.now, stage.world.now + stage.refresh_ticks, 1.0, 8, 10)
        return observe(stage, span, platform_now(stage, 0.0))

    stage = set_stage(load(TINY))
    run_stage(stage, range(1, 3))
    before = dict(arrays_of(each_array(now(stage), lambda _, array: array.copy())))
    users = stage.world.users
    counted = {"belief_shown", "belief_played"}  # the platform's own counts are what it sees
    scramble(users, tuple(column for column, _ in users.columns() if column not in counted))
    for table, columns in TRUTH.items():
        scramble(getattr(stage.world, table), columns)
    after = dict(arrays_of(now(stage)))
    assert not [path for path, array in before.items() if not same(array, after[path])]


def test_no_policy_sees_the_truth_without_saying_so() -> None:
    """A policy is handed the observed world alone; reaching for more takes an import that is looked for here."""
    for name in POLICIES:
        policy = built(name)
        source = inspect.getsource(inspect.getmodule(type(policy)))  # type: ignore[arg-type]
        reaches = re.findall(r"from sim\.(?:world\.(?:world|users|items|population)|processes|engines)\b.*", source)
        assert policy.sees_truth or not reaches, f"{name}: {reaches}"


# --- neutrality -------------------------------------------------------------------------------------------------

NEUTRALS = [name for name in POLICIES if built(name).neutral is not None]


def effect(plan: TrafficPlan, observed: Observed, stage: Stage) -> dict[str, Any]:
    """The index that a plan gives, in which a habit said and a habit left open are alike."""
    habits = (stage.retrieval, stage.platform, stage.responses, 0.1, 1.0)
    served = indexing.build(stage.world, plan, stage.learner, stage.learner_state, *habits)._asdict()
    served["pace"] = served["pace"] if served.pop("has_pace") and (served["pace"] < 1).any() else None
    served["shortlist"] = served["shortlist"] if served["price"].any() else 0.0  # it limits prices
    served["natural_lanes"] = served["natural_lanes"][[Lane.FOLLOW, Lane.EXPLORE]]  # interest takes what is left
    served["explore"] = served["explore"] / served["explore"].max()
    return {key: value for key, value in served.items() if key not in ("prediction", "cohort")}


@pytest.mark.parametrize("name", NEUTRALS)
def test_at_zero_strength_it_says_what_interest_says(name: str) -> None:
    stage, shown = life()
    policy = built(name, **(built(name).neutral or {}))
    observed = observe(stage, Span(stage.world.now, stage.world.now + 1, 1.0, 8, 10), stage.platform)
    said = effect(say(policy, [*shown, observed])[-1][0], observed, stage)
    assert not [key for key, value in effect(NEUTRAL, observed, stage).items() if not same(value, said[key])]


@cache
def fingerprint(*overrides: str) -> str:
    return sim.simulate([*TINY, "horizon_days=2", *overrides]).fingerprint


@pytest.mark.parametrize("name", NEUTRALS)
def test_at_zero_strength_it_is_interest_to_the_bit(name: str) -> None:
    settings = [f"policy.{name}.{key}={value}" for key, value in (built(name).neutral or {}).items()]
    world = built(name).world
    assert fingerprint(f"policy={name}", *settings, *world) == fingerprint("policy=interest", *world)


@pytest.mark.parametrize("name", sorted(set(POLICIES) - {"interest"}))
def test_at_its_default_it_is_not_interest(name: str) -> None:
    idle = {"heating", "group_quota"}  # nothing to pick or to lift in so short a life
    if name not in idle:
        world = built(name).world
        assert fingerprint(f"policy={name}", *world) != fingerprint("policy=interest", *world)


@pytest.mark.parametrize("name", [name for name in POLICIES if built(name).world])
def test_in_another_world_it_lives_too(name: str) -> None:
    """What it asks for is missing there: it says so in its limits, and stops nobody's comparison."""
    assert fingerprint(f"policy={name}") == fingerprint("policy=interest")


# --- relabelling ------------------------------------------------------------------------------------------------


def relabelled(shown: list[Observed], seed: int) -> tuple[list[Observed], list[np.ndarray]]:
    """The same life with creators and items numbered otherwise; for each span, the old row of each item."""
    draw = np.random.default_rng(seed)
    old_creator = draw.permutation(shown[0].creators.count)
    new_creator = np.argsort(old_creator).astype(np.int32)
    found, orders, new_row = [], [], np.zeros(0, dtype=np.int64)
    for observed in shown:
        order = draw.permutation(observed.items.count)
        items = each_array(observed.items, lambda _, array, order=order: locked(array[order]))
        kept = items.kept
        kept = np.where(kept >= 0, new_row[np.maximum(kept, 0)], -1) if new_row.size else kept
        items = replace(items, creator=locked(new_creator[items.creator]), kept=locked(kept))
        creators = each_array(observed.creators, lambda _, array: locked(array[old_creator]))
        found.append(replace(observed, creators=creators, items=items))
        orders.append(order)
        new_row = np.argsort(order)
    return found, orders


@pytest.mark.parametrize("name", POLICIES)
def test_names_do_not_matter(name: str, shown: list[Observed]) -> None:
    renamed, orders = relabelled(shown, 5)
    plans = [plan for plan, _ in say(built(name), shown)]
    for plan, other, order in zip(plans, (plan for plan, _ in say(built(name), renamed)), orders, strict=True):
        for field in fields(TrafficPlan):
            value, moved = getattr(plan, field.name), getattr(other, field.name)
            if field.name in ("retrieve", "boost", "price", "pace", "explore") and value is not None:
                value = value[..., order]
            if field.name == "pinned" and value is not None:
                value = np.where(value >= 0, np.argsort(order)[np.maximum(value, 0)], -1).astype(value.dtype)
            if name in SOLVERS and isinstance(value, np.ndarray):
                assert moved == pytest.approx(value, abs=1e-12), field.name
            else:
                assert same(value, moved), field.name


# --- what a parameter moves ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bench:
    """One arena for all: 24 users, 12 creators with three items each, of whom two come late."""

    facts: dict[str, Any]
    creator: np.ndarray
    born: np.ndarray
    relevance: np.ndarray


REQUESTS, LATE = 1_500, 700


@cache
def bench() -> Bench:
    draw = np.random.default_rng(11)
    creator = np.arange(36) % 12
    merit = 0.4 + 0.6 * draw.random(12)
    merit[:4] *= 0.7  # niche creators please fewer
    relevance = merit[creator] * (0.3 + 0.7 * draw.random((24, 36)))
    born = np.where(np.arange(36) >= 27, LATE, 0)
    born[creator >= 10] = LATE
    followers = np.where(np.arange(12) >= 8, 4e5, 3e4) * draw.lognormal(0.0, 0.3, 12)
    followers[8:] = np.maximum(followers[8:], 3.1e5)
    topic = np.where(creator < 4, draw.integers(0, 2, 36), draw.integers(2, 6, 36))
    facts = {
        "creator_of_item": creator, "born": born, "niche": creator < 4, "topic": topic, "followers": followers,
        "region": np.where(np.arange(12) % 3 > 0, 30, 5), "sales": draw.lognormal(0.0, 1.0, 36),
        "like_prob": 0.1 * relevance.mean(0), "play_prob": relevance.mean(0), "complete_prob": 0.5 * relevance.mean(0),
    }  # fmt: skip
    return Bench(facts, creator, born, relevance)


def quantities(policy: Policy) -> dict[str, float]:
    """What can be said to move, after a life in the arena."""
    b = bench()
    scene, states = serve(policy, b.relevance, requests=REQUESTS, refresh=10, slots=3, **b.facts)
    row_creator, seen = scene.creator, scene.counts["impressions"]
    total = int(seen.sum())
    by_creator = np.bincount(row_creator, seen, minlength=12)
    small = b.facts["followers"] < 3e5
    spread = by_creator / scene.merit
    plan, _ = policy.allocate(observed := scene.observe(REQUESTS), policy.start(observed))
    lanes = observed.lanes if plan.lanes is None else plan.lanes
    return {
        "natural share of slots": total / (3 * REQUESTS),
        "match_quality": float(scene.utility.sum()) / total,
        "exposure_gini": gini(by_creator),
        "smallest share": float(by_creator.min()) / total,
        "exposure_share of niche": float(by_creator[:4].sum()) / total,
        "exposure_share of small": float(by_creator[small].sum()) / total,
        "exposure_share of head": float(by_creator[~small].sum()) / total,
        "exposure_share of new items": float(seen[scene.born >= LATE].sum()) / total,
        "exposure_share of regions helped": float(by_creator[b.facts["region"] < 12].sum()) / total,
        "exposure_share of newcomers": float(by_creator[10:].sum()) / total,
        "exposure per merit, spread": float((spread.max() - spread.min()) / spread.sum()),
        "items past the first gate": float(
            sum((getattr(one, "level", np.zeros(1)) > 0).sum() for one in states.values())
        ),
        **{f"lane {lane.name.lower()}": float(lanes[lane]) for lane in NATURAL},
    }


ENDS: dict[str, tuple[Any, Any]] = {  # of what has no plausible range
    "interest": (0.0, 0.5),
    "ladder": ([0.0, 0.0, 0.0], [1.2, 1.2, 1.2]),
    "creator_floor": (0.0, 0.8),
}


def ends(name: str, parameter: str) -> tuple[Any, Any]:
    if name in ENDS:
        return ENDS[name]
    (row,) = (row for row in schema_rows() if row.key == f"policy.{name}.{parameter}")
    assert row.plausible is not None, "a parameter that moves something has a plausible range, or stands in ENDS"
    neutral = (built(name).neutral or {}).get(parameter, row.plausible[0])
    return (neutral, row.plausible[1]) if neutral <= row.plausible[0] else (row.plausible[0], neutral)


@pytest.mark.parametrize("name", [name for name in POLICIES if built(name).moves])
def test_its_parameter_moves_what_it_says(name: str) -> None:
    parameter, quantity, sign = built(name).moves or ("", "", 0)
    assert sign in (-1, 1)
    default = built(name)
    low, high = (type(default).model_validate(default.model_dump() | {parameter: end}) for end in ends(name, parameter))
    if quantity.startswith("exposure_share") or quantity in ("match_quality", "exposure_gini"):
        assert quantity.split()[0] in discover()
    before, after = quantities(low)[quantity], quantities(high)[quantity]
    assert (after - before) * sign > 0.0, f"{quantity} moves from {before:.4f} to {after:.4f}"
