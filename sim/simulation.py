"""Simulate, branch, and list what there is: the functions users call."""

import sys
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from sim.config.load import load
from sim.config.schema import MINUTES_PER_DAY, Config
from sim.config.targets import described
from sim.config.wording import show
from sim.core import compile as compiling
from sim.core.clock import Clock, Rank
from sim.core.errors import ConfigError
from sim.core.hands import Hands
from sim.core.parameters import Parameters
from sim.core.units import TICKS_PER_DAY
from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.engines.sharded import ShardedEngine
from sim.engines.sharded.place import Here, Place
from sim.engines.size import shard_bytes, sheet_bytes
from sim.market.granules import ANY
from sim.platform.policy import Composed, Policy
from sim.processes.ad_load import ad_load
from sim.processes.brands import brand, budget, settlement
from sim.processes.careers import careers
from sim.processes.live import live
from sim.processes.market import market
from sim.processes.publishing import publishing
from sim.processes.refresh import refresh
from sim.processes.stage import Server, Stage
from sim.processes.turnover import turnover
from sim.processes.word_of_mouth import word_of_mouth
from sim.recommender.learner import Scale, bytes_of
from sim.recommender.value import responses
from sim.results.past import Past, Pasts
from sim.results.recorder import Recorder
from sim.results.resuming import Checkpoints
from sim.results.run import Run
from sim.results.size import record_bytes
from sim.traffic.endogenous import Endogenous
from sim.world.size import (
    copied,
    expected_accounts,
    expected_bytes,
    expected_impressions,
    expected_items,
    refuse_what_does_not_fit,
)
from sim.world.world import Key, World

BRANCH_KEEPS = (  # what a shared past has fixed, or was recorded under
    "seed",
    "warmup_days",
    "market.commerce",
    "market.impressions_scale",
    "refresh_minutes",
    "population",
    "behaviour",
    "live",
    "stories",
    "record",
    "platform.name",
)
COMPARED = ("scenario", "experiment", "policies", "schedules", "replications", "draws")  # keys that no single run reads
PROCESSES = (turnover, careers, word_of_mouth, publishing, live, market, ad_load, refresh)
BRANCH_FREE = ("behaviour.topic_weariness", "behaviour.creator_weariness")  # satiation: what it weighs is kept anyway
RUN_KEYS = tuple(name for name in Config.model_fields if name not in COMPARED)


def simulate(
    config: Config | Sequence[str] | str = (),
    *,
    policies: Mapping[str, Policy] | None = None,
    progress: bool = False,
    until_day: int | None = None,
    checkpoint: str | Path | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Run a configuration (or a list of overrides) to its horizon, or to the end of day `until_day`.

    `policies` are objects of your own, by name, in the order they compose, instead of the configured ones.
    `checkpoint` is a file to go on from, if it is there, and to write every `record.checkpoint_days`. Once `stop`
    says so, the run ends with its day, the checkpoint written.

    Raises:
        ConfigError: if the configuration is not allowed.
        DataError: if the checkpoint is damaged, or is that of another configuration or version.
        StoppedError: if `stop` said so.
    """
    resolved = config if isinstance(config, Config) else load(config)
    if policies:
        resolved = resolved.model_copy(update={"policy": {name: described(own) for name, own in policies.items()}})
    saved = Checkpoints(checkpoint, resolved, stop)
    past = saved.past()
    with saved.living():
        if resolved.platforms:
            from sim.together import live_together  # late: it builds on this module

            return live_together(resolved, past, policies, until_day, progress, saved.after_day)
        assert not isinstance(past, Pasts)  # a checkpoint is of the same configuration
        stage = set_stage(resolved, past, policies)
        return _go_on(resolved, stage, past.day if past else 0, until_day, progress, saved.after_day)


def branch(
    warm: Run, *overrides: Sequence[str] | str, progress: bool = False, until_day: int | None = None
) -> list[Run]:
    """Go on from a run that stopped early: one run for each list of overrides, all with the same past.

    State of world, learner and policies is carried over; a policy or learner that is new or has other
    parameters starts afresh. An empty list goes on unchanged, bit for bit as an uninterrupted run.

    Raises:
        ConfigError: if the run holds no live state, or an override would change the shared past.
    """
    lists = [[changes] if isinstance(changes, str) else list(changes) for changes in overrides]
    return [resume(warm, _past(warm).config.changed(changes), progress, until_day) for changes in lists]


def resume(warm: Run, config: Config, progress: bool = False, until_day: int | None = None) -> Run:
    """Go on from a run that stopped early under another configuration: what `branch` does for each of its lists.

    Raises:
        ConfigError: if the run holds no live state, or the configuration would change the shared past.
    """
    past = _past(warm)
    if isinstance(past, Pasts) or config.platforms:
        from sim.together import resume_together  # late: it builds on this module

        return resume_together(past, config, progress, until_day)
    drawn = ("horizon_days",) if config.population.entrants_at_most else ()  # entrants were drawn up to it
    same_birth(past.config, config, (*BRANCH_KEEPS, *drawn))
    refuse_what_does_not_fit(copied(expected(config)))
    fork = past.copy()
    stage = set_stage(config, fork)
    return _go_on(config, stage, fork.day, until_day, progress)


def quick(overrides: Sequence[str] = ()) -> Run:
    """An answer in seconds on a tiny world."""
    return simulate(load(["scenario=quick", *overrides]))


def _past(warm: Run) -> Past | Pasts:
    if not isinstance(warm.warm, Past | Pasts):
        raise ConfigError("this run cannot be branched: it was opened from disk, or is not the result of simulate")
    return warm.warm


def expected(config: Config) -> dict[str, float]:
    """Bytes by part of what a run of one platform keeps in memory at its largest moment, roughly."""
    population, days = config.population, config.horizon_days
    parts = expected_bytes(population, config.behaviour, days, config.market.commerce)
    accounts, items = expected_accounts(population, days), expected_items(population)
    shown = expected_impressions(population, config.behaviour)
    scale = Scale(population.users, accounts, items, population.topics, shown, days)
    if learned := bytes_of(config.build_learner(), scale):
        parts["learner"] = learned
    spans = MINUTES_PER_DAY / config.refresh_minutes
    parts |= record_bytes(config.record, accounts, items, shown, days, spans)
    if sheets := sheet_bytes(config.engine.threads, population.users, items):
        parts["sheets of threads"] = sheets
    if config.engine.name == "sharded":
        parts["rows of shards"] = shard_bytes(parts["users"], config.engine.place == "here")
    return parts


def set_stage(
    config: Config,
    past: Past | None = None,
    policies: Mapping[str, Policy] | None = None,
    clock: Clock | None = None,
    number: int = 0,
) -> Stage:
    """Set the stage: build the world, or take it over from a past. `clock` and `number` are for one of several."""
    if past is None and clock is None:  # several platforms are judged together
        refuse_what_does_not_fit(expected(config))
    engine = _engine(config)
    compiling.announce()
    key = Key(config.seed, config.replication, number)
    if past is None:
        world = World(
            config.population,
            config.behaviour,
            key,
            config.horizon_days,
            config.market.commerce,
            config.careers,
            config.stories,
            config.market.impressions_scale,
            config.live,
        )
        recorder = Recorder(
            world, config.record.metrics, config.record.ledger, config.platform.name, config.warmup_days
        )
    else:
        world, recorder = past.world, past.recorder
        world.key = key
        world.hold_careers(config.careers)
        world.hold_behaviour(config.behaviour)
    if world.commerce is not None:
        world.commerce.path = config.platform.way_to_order
        world.commerce.sums = config.platform.sums_fen if number or config.market.brands.tests_in_sums else ANY
    policies = policies or config.build_policies()
    learner = config.build_learner()
    stage = Stage(
        world=world,
        clock=clock or Clock(past.day * TICKS_PER_DAY if past else 0),
        engine=engine,
        learner=learner,
        policy=Composed(list(policies.values()), list(policies)),
        recorder=recorder,
        platform=config.platform,
        retrieval=config.recommender.retrieval,
        responses=responses(config.behaviour, 1000.0 * world.settings.duration_median_seconds),
        traffic=config.traffic,
        market=config.market,
        onset_day=config.warmup_days,
        refresh_minutes=config.refresh_minutes,
        candidates_per_slot=config.candidates_per_slot,
        slate_size=config.slate_size,
        brands=config.market.brands,
        hands=Hands(config.engine.threads),
        log=config.record.impressions,
    )
    if past is None:
        stage.learner_state = learner.start(world)
        return stage
    same_learner = past.config.recommender.learner == config.recommender.learner
    if not same_learner:
        world.forget()
    stage.learner_state = past.learner_state if same_learner else learner.start(world)
    stage.policy_states = {
        name: state
        for name, state in past.policy_states.items()
        if past.config.policy.get(name) == config.policy.get(name)
    }
    if isinstance(config.traffic.ad_load, Endogenous):
        stage.pursuit = past.pursuit
    stage.kept, stage.seconds = past.kept, past.seconds
    return stage


def same_birth(before: Config, after: Config, keeps: Sequence[str]) -> None:
    """Refuse to change what was fixed when the past began, or what it was recorded under."""
    free = [*(name for name in RUN_KEYS if name not in keeps), *BRANCH_FREE]
    for key in keeps:
        was, now = (attrgetter(key)(config) for config in (before, after))
        if was == now:
            continue
        if isinstance(was, Parameters):
            fixed = (name for name in type(was).model_fields if f"{key}.{name}" not in BRANCH_FREE)
            one = next((name for name in fixed if getattr(was, name) != getattr(now, name)), None)
            if one is None:
                continue
            key, was, now = f"{key}.{one}", getattr(was, one), getattr(now, one)
        raise ConfigError(
            f"{key} is changed to {show(now)}, allowed in a branch is the value of its past, {show(was)}\n"
            f"  what may change: {', '.join(free)}"
        )


def _engine(config: Config) -> Server:
    settings = config.engine
    if settings.name == "reference":
        return ReferenceEngine()
    if settings.name == "compiled":
        return CompiledEngine(settings.threads)
    place: Place = Here()
    if settings.place == "ray":
        from sim.engines.sharded.actors import Actors  # late: it brings Ray

        place = Actors()
    return ShardedEngine(settings.shards, settings.threads, settings.copy_spans, place)


def run_stage(
    stage: Stage, days: range, progress: bool = False, after_day: Callable[[int], None] | None = None
) -> None:
    """Start the processes, if none has been started on this clock, and let these days pass, each to its end."""
    start = perf_counter()
    if not stage.clock.begun:
        stage.clock.begun = True
        for process in PROCESSES:
            stage.clock.start(process(stage))
        start_brands(stage)
    pass_days(stage.clock, days, progress, after_day)
    stage.seconds["run"] = stage.seconds.get("run", 0.0) + perf_counter() - start


def start_brands(stage: Stage) -> None:
    """Start the processes of a world in which something is sold."""
    if stage.world.commerce is not None:
        stage.clock.start(settlement(stage))
        for number in range(len(stage.world.commerce.brands)):
            stage.clock.start(brand(stage, number))
            stage.clock.start(budget(stage, number))


def pass_days(clock: Clock, days: range, progress: bool, after_day: Callable[[int], None] | None) -> None:
    """Let these days pass, each to its end."""
    for end in tqdm(days, desc="simulated days", unit="day", disable=not progress, file=sys.stderr):
        clock.run(clock.at(end * TICKS_PER_DAY, Rank.PROBE))
        if after_day:
            after_day(end)


def _go_on(
    config: Config,
    stage: Stage,
    day: int,
    until_day: int | None,
    progress: bool,
    keep: Callable[[Past], None] | None = None,
) -> Run:
    last = config.horizon_days if until_day is None else until_day
    check_days(config, day, last, keep is not None)
    run_stage(stage, range(day + 1, last + 1), progress, keep and (lambda today: keep(Past.of(config, today, stage))))
    stage.engine.close()
    past = Past.of(config, last, stage)
    return Run.of(config, past.world, past.recorder, past.seconds, past)


def check_days(config: Config, day: int, last: int, kept: bool) -> None:
    """Refuse a last day that is not to come.

    Raises:
        ConfigError: naming the days that are.
    """
    first = day if kept and day else day + 1  # a checkpoint may be of the last day
    if not first <= last <= config.horizon_days:
        raise ConfigError(f"until_day is {last}, allowed is {first} to horizon_days ({config.horizon_days})")
