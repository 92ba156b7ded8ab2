"""Several platforms on one clock: each a world of its own, and what crosses between them every midnight."""

from collections.abc import Callable, Mapping
from time import perf_counter

from sim.config.load import of_platform
from sim.config.schema import Config
from sim.config.wording import show
from sim.core.clock import Clock
from sim.core.errors import ConfigError
from sim.core.units import TICKS_PER_DAY
from sim.platform.policy import Policy
from sim.platforms.between import begin
from sim.platforms.names import number
from sim.platforms.state import Between, Site
from sim.processes.between import between, counting
from sim.processes.careers import careers
from sim.processes.stage import Stage
from sim.results.past import Past, Pasts
from sim.results.run import Run
from sim.results.several import together
from sim.simulation import BRANCH_KEEPS, PROCESSES, check_days, expected, pass_days, same_birth, set_stage, start_brands
from sim.world.size import copied, joined, refuse_what_does_not_fit


def live_together(
    config: Config,
    past: Past | Pasts | None = None,
    policies: Mapping[str, Policy] | None = None,
    until_day: int | None = None,
    progress: bool = False,
    keep: Callable[[Pasts], None] | None = None,
) -> Run:
    """Live all platforms of a configuration to its horizon, or to the end of a day."""
    if past is not None and not isinstance(past, Pasts):
        raise ConfigError("the past is that of one platform, allowed with several is a past of the same ones")
    day = past.day if past else 0
    last = config.horizon_days if until_day is None else until_day
    check_days(config, day, last, keep is not None)
    stages = set_stages(config, past, policies)
    state = past.between if past else start_between(config, stages)
    state.settings = config.between

    def after_day(today: int) -> None:
        if keep is not None:
            keep(_past_of(config, today, stages, state))

    run_stages(config, stages, state, range(day + 1, last + 1), progress, after_day)
    for stage in stages.values():
        stage.engine.close()
    return together(_past_of(config, last, stages, state))


def resume_together(past: Past | Pasts, config: Config, progress: bool = False, until_day: int | None = None) -> Run:
    """Go on from a run of several platforms under another configuration of the same ones.

    Raises:
        ConfigError: if the configuration would change the shared past.
    """
    before, after = (
        [(one.name, one.luck, one.native_weight) for one in own.platforms.values()] for own in (past.config, config)
    )
    if not isinstance(past, Pasts) or before != after:
        said = [[name for name, *_ in one] for one in (after, before)]
        raise ConfigError(
            f"platform is changed to {show(said[0] or config.platform.name)}, allowed in a branch are the platforms of "
            f"its past, {show(said[1] or past.config.platform.name)}, with the luck and native_weight they had"
        )
    drawn = ("horizon_days",) if config.population.entrants_at_most else ()  # entrants were drawn up to it
    for name in config.platforms:
        same_birth(of_platform(past.config, name), of_platform(config, name), (*BRANCH_KEEPS, *drawn))
    refuse_what_does_not_fit(copied(joined(expected(of_platform(config, name)) for name in config.platforms)))
    return live_together(config, past.copy(), None, until_day, progress)


def set_stages(
    config: Config, past: Pasts | None = None, policies: Mapping[str, Policy] | None = None
) -> dict[str, Stage]:
    """Set the stage of every platform, by name, all on one clock. One that is alone has the luck of a single one."""
    if past is None:
        refuse_what_does_not_fit(joined(expected(of_platform(config, name)) for name in config.platforms))
    clock = Clock(past.day * TICKS_PER_DAY if past else 0)
    alone = len(config.platforms) == 1
    return {
        name: set_stage(
            of_platform(config, name), past.parts[name] if past else None, policies, clock, 0 if alone else number(one)
        )
        for name, one in config.platforms.items()
    }


def start_between(config: Config, stages: Mapping[str, Stage]) -> Between:
    """What is between platforms on the first day: every account has a home, every user's time is free."""
    return begin(sites_of(config, stages), config.between)


def sites_of(config: Config, stages: Mapping[str, Stage]) -> list[Site]:
    """What the platforms are to those who move between them."""
    return [Site(stage.platform, stage.world, config.market.brands.budget_rmb) for stage in stages.values()]


def run_stages(
    config: Config,
    stages: Mapping[str, Stage],
    state: Between,
    days: range,
    progress: bool = False,
    after_day: Callable[[int], None] | None = None,
) -> None:
    """Start the processes of every platform and of what crosses between them, and let these days pass.

    Careers come first, then what crosses, then all else: so every platform hears of a decision on the same morning,
    on the first day as on any other.
    """
    start, every = perf_counter(), list(stages.values())
    clock = every[0].clock
    for stage in every:
        clock.start(careers(stage))
    for crossing in (between, counting):
        clock.start(crossing(clock, state, sites_of(config, stages)))
    for stage in every:
        for process in PROCESSES:
            if process is not careers:
                clock.start(process(stage))
        start_brands(stage)
    pass_days(clock, days, progress, after_day)
    spent = perf_counter() - start
    for stage in every:
        stage.seconds["run"] = stage.seconds.get("run", 0.0) + spent / len(every)


def _past_of(config: Config, day: int, stages: Mapping[str, Stage], state: Between) -> Pasts:
    parts = {name: Past.of(of_platform(config, name), day, stage) for name, stage in stages.items()}
    return Pasts(config, day, parts, state)
