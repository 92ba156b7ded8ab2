"""Compare policies as natural traffic dries up."""

import hashlib
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import product
from numbers import Real
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis import assumptions
from sim.analysis.assumptions import Draw
from sim.comparison.arms import BASE, Arms, Choice, arms
from sim.comparison.cells import Batch, available_cores, batches
from sim.comparison.progress import Progress
from sim.comparison.result import Comparison
from sim.config.choices import choices
from sim.config.load import load
from sim.config.schema import Config
from sim.config.wording import show
from sim.core import compile as compiling
from sim.core.errors import ConfigError, InvariantError
from sim.core.limits import MOST_LIVES
from sim.core.sources import code_digest
from sim.results.manifest import peak_memory_mb, processor, versions

if TYPE_CHECKING:
    from sim.comparison.kept import Kept
    from sim.comparison.work import Outcome

STANDARD = ("experiment=headline",)
ORDER = ["draw", "replication", "policy", "schedule"]


def compare(
    config: Config | Sequence[str] | str | None = None,
    policies: Choice | None = None,
    schedules: Choice | None = None,
    replications: int | None = None,
    draws: int | None = None,
    processes: int | None = None,
    progress: bool = False,
    *,
    warmup_policy: str = "interest",
    drawn: Sequence[Draw] = (),
    keep: str | Path | None = None,
) -> Comparison:
    """Run policies under schedules of natural traffic in the same worlds, and contrast them with the first policy.

    Replication r is the pair (seed + r, replication + r) under every policy and schedule: its warm-up is lived
    once, under `warmup_policy` and what the first schedule says of the days before onset, and branched; every other
    schedule takes over at onset, day 0, whatever it would have said before. Policies and schedules are names, or map a
    label of yours to overrides: `policies={"interest": ["policy=interest"], "half": ["policy=creator_floor",
    "policy.creator_floor.share=0.5"]}`. What is not given is that of the configuration, and without one
    that of the standard comparison. Each draw replaces every
    assumption by a value from its plausible range and lives in a world of its own, up to the primary horizon. `drawn`
    are draws of your own in their place: key to value, all lived in the first replication's world. `keep` is a folder
    for every run that is done: the same comparison, asked again after it was killed, lives the others only. The folder
    is yours to remove. With `processes=1` a run has the threads of `config.engine`, else one.

    Raises:
        ConfigError: if the configuration, a policy, a schedule or a draw is not allowed, or memory holds not one run.
        DataError: if `keep` can be no folder.
    """
    start = perf_counter()
    asked = config if isinstance(config, Config) else load(STANDARD if config is None else config)
    asked = asked.model_copy(
        update={
            "replications": at_least(1, "replications", asked.replications if replications is None else replications),
            "draws": at_least(0, "draws", asked.draws if draws is None else draws),
        }
    )
    count = at_least(1, "processes", available_cores() if processes is None else processes)
    plan = arms(asked, policies, schedules, warmup_policy, at_once=count > 1)
    if len(plan.policies) < 2:
        raise ConfigError(
            f"policies is [{','.join(plan.policies)}], allowed are at least two: a reference and one to compare with it"
        )
    plan = _with_own_draws(plan, drawn) if drawn else _with_draws(plan, asked)
    work = _batches(plan, asked, count, one_world=bool(drawn))
    fits = _at_once(plan, min(count, len(work)))
    if fits < min(count, len(work)):
        count = fits
        work = _batches(plan, asked, count, one_world=bool(drawn))
    compile_once()
    from sim.comparison.kept import Kept  # late: it brings the simulation

    found, rest = (kept := Kept(keep, plan)).split(work)
    outcomes = _done(plan, found, rest, count, progress, kept)
    lived = {"runs": sum(len(batch.cells) for batch in rest), "pasts": len(rest) if asked.warmup_days else 0}
    return _put_together(asked, plan, outcomes, lived, count, perf_counter() - start)


def at_least(least: int, name: str, value: int) -> int:
    """A count, if there are enough, and no more than a configuration may ask for.

    Raises:
        ConfigError: naming the count and what is allowed.
    """
    if not least <= value <= MOST_LIVES:
        raise ConfigError(f"{name} is {value}, allowed is at least {least} and at most {MOST_LIVES}")
    return value


def _with_own_draws(plan: Arms, drawn: Sequence[Draw]) -> Arms:
    for draw in drawn:
        if not isinstance(draw, Mapping):
            raise ConfigError(f"drawn holds {show(draw)}, allowed are draws such as {{'behaviour.like_slope': 1.0}}")
        for key, value in draw.items():
            if not isinstance(value, Real):
                raise ConfigError(f"drawn has {show(value)} for {key}, allowed is a number")
            if not plan.has(str(key)):
                raise ConfigError(f"drawn names {key}, allowed are parameters of the runs that are compared")
    return replace(plan, draws=tuple(drawn))


def _with_draws(plan: Arms, asked: Config) -> Arms:
    files = {name for raw in plan.policies.values() for name in raw["policy"]}
    rows = assumptions.rows_of(plan.base, files)
    return replace(plan, draws=tuple(assumptions.draws(rows, asked.draws, asked.seed, plan.can_live)))


def _batches(plan: Arms, asked: Config, processes: int, one_world: bool) -> list[Batch]:
    """Replications first, then the draws."""
    base = plan.base
    warm = base.warmup_days / (base.horizon_days - base.warmup_days)
    each = list(product(plan.policies, plan.schedules))
    pairs = [
        [(BASE, r) for r in range(asked.replications)],
        [(d, 0 if one_world else d) for d in range(len(plan.draws))],
    ]
    return [batch for group in pairs if group for batch in batches(group, each, processes, warm)]


def _at_once(plan: Arms, processes: int) -> int:
    """How many processes have room in memory, at most so many; fewer are said.

    Raises:
        ConfigError: if not even one has.
    """
    from sim.comparison.work import needed
    from sim.world.size import refuse_what_does_not_fit, times_that_fit

    parts = needed(plan.warm(BASE, 0))
    refuse_what_does_not_fit(parts)
    fits = max(1, times_that_fit(parts, processes))
    if fits < processes:
        size = sum(parts.values()) / 1e9
        sys.stderr.write(f"processes: {fits} in place of {processes}, each needs about {size:,.1f} GB of memory\n")
    return fits


def compile_once() -> None:
    """Fill the cache of compiled kernels here, so that the processes find it."""
    if not compiling.compiled():
        from sim.simulation import quick

        quick(["population.users=20", "population.creators=10", "horizon_days=2", "warmup_days=1"])


def _done(
    plan: Arms, found: "list[Outcome]", rest: list[Batch], processes: int, progress: bool, kept: "Kept"
) -> "list[Outcome]":
    """What is found, and what the rest leaves, in order of the plan."""
    with Progress(len(found) + sum(len(batch.cells) for batch in rest), progress, done=len(found)) as bar:
        for outcome in _outcomes(plan, rest, processes):
            kept.keep(outcome)
            found.append(outcome)
            bar.step()
    places = {name: {key: place for place, key in enumerate(getattr(plan, name))} for name in ("policies", "schedules")}
    return sorted(
        found, key=lambda o: (*o.cell[:2], places["policies"][o.cell.policy], places["schedules"][o.cell.schedule])
    )


def _outcomes(plan: Arms, work: list[Batch], processes: int) -> "Iterator[Outcome]":
    from sim.comparison import work as here

    if processes > 1:
        from sim.comparison.crew import together

        yield from together(partial(here.work, plan), [batch.cells for batch in work], processes, here.died)
    else:
        for batch in work:
            yield from here.work(plan, batch.cells)


def _put_together(
    asked: Config, plan: Arms, outcomes: "list[Outcome]", lived: dict[str, int], processes: int, seconds: float
) -> Comparison:
    good = [outcome for outcome in outcomes if not outcome.error]
    failures = pd.DataFrame(
        [(*outcome.cell, outcome.error) for outcome in outcomes if outcome.error], columns=[*ORDER, "error"]
    )
    if not good:
        raise InvariantError(f"no run of the comparison could be done; the first error: {failures['error'].iloc[0]}")
    runs = pd.DataFrame([row for outcome in good for row in outcome.rows])
    policies, schedules = list(plan.policies), list(plan.schedules)
    return Comparison(
        config=_named(asked, policies, schedules),
        runs=runs,
        daily=_joined(outcome.daily for outcome in good),
        decomposition=_mean_causes(_joined(outcome.causes for outcome in good)),
        assumptions=assumptions.as_frame(list(plan.draws)),
        failures=failures,
        policies=policies,
        schedules=schedules,
        manifest=_manifest(runs, len(failures), plan, lived, processes, seconds),
    )


def _named(asked: Config, policies: list[str], schedules: list[str]) -> Config:
    """The configuration with what was compared, as far as the names are those of files."""
    known = {
        key: tuple(names)
        for key, names, group in (("policies", policies, "policy"), ("schedules", schedules, "traffic"))
        if set(names) <= set(choices(group))
    }
    return asked.model_copy(update=known)


def _joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame()


def _mean_causes(causes: pd.DataFrame) -> pd.DataFrame:
    """Means over replications, in the order they came."""
    if causes.empty:
        return pd.DataFrame(columns=["policy", "schedule", "quadrant", "cause", "change", "before", "after"])
    keys = ["policy", "schedule", "quadrant", "cause"]
    return causes.groupby(keys, sort=False)[["change", "before", "after"]].mean().reset_index()


def _manifest(
    runs: pd.DataFrame, failed: int, plan: Arms, lived: dict[str, int], processes: int, seconds: float
) -> dict[str, Any]:
    prints = runs.drop_duplicates(ORDER)["fingerprint"]
    return {
        "status": "complete" if not failed else f"{failed} runs failed",
        "fingerprint": hashlib.sha256("".join(prints).encode()).hexdigest(),
        "command": " ".join(sys.argv[:1]),
        "warmup_policy": next(iter(plan.base.policy)),
        "horizons": list(plan.horizons),
        "runs": len(prints),
        "lived": lived,  # of them by this command, the others were kept by an earlier one; and the pasts they branched
        "processes": processes,
        "seconds": {"all": round(seconds, 1), "runs": round(float(runs.drop_duplicates(ORDER)["seconds"].sum()), 1)},
        "versions": versions(),
        "sources": code_digest(),
        "machine": {"system": platform.system(), "processor": processor(), "cores": available_cores()},
        "peak_memory_mb": peak_memory_mb(children=True),
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
