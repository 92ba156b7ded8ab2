"""Worlds of any size, each a paired comparison of its own, lived by one process or shared out among several."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from os import times
from pathlib import Path
from typing import Any, NamedTuple

from experiments.world_size.asked import MOST_WORLDS
from experiments.world_size.estimands import of_world
from sim.comparison import compare
from sim.comparison.comparing import compile_once
from sim.comparison.crew import together
from sim.comparison.work import said
from sim.config.schema import Config
from sim.core.sources import code_digest
from sim.results.manifest import peak_memory_mb
from sim.simulation import quick

TINY = ("population.users=20", "population.creators=10", "horizon_days=2", "warmup_days=1")


class World(NamedTuple):
    """One world: its size, and its number among those of the size."""

    users: int
    number: int


@dataclass(frozen=True)
class Lived:
    """What a world leaves: its figures by name, or the error it ended in."""

    world: World
    figures: dict[str, Any]
    error: str = ""


def sized(config: Config, world: World) -> Config:
    """The configuration with another number of users, and in proportion all of which a larger platform has more.

    Accounts, products and brands are; budgets are a brand's, so money a user stays. No two worlds share a seed,
    also of different sizes: they are independent.
    """
    ratio = world.users / config.population.users
    of_all = {
        "population.creators": config.population.creators,
        "market.commerce.products": config.market.commerce.products,
        "market.commerce.brands": config.market.commerce.brands,
    }
    grown = [f"{key}={max(1, round(count * ratio))}" for key, count in of_all.items() if count]
    place = world.users * MOST_WORLDS + world.number
    seeds = [f"seed={config.seed + place}", f"replication={config.replication + place}"]
    return config.changed([f"population.users={world.users}", *grown, *seeds])


def live(config: Config, folder: Path, processes: int, shown: bool, worlds: tuple[World, ...]) -> Iterator[Lived]:
    """The figures of worlds, one after another. One that fails does not keep the others from being lived."""
    for world in worlds:
        try:
            yield Lived(world, _figures(config, world, unfinished(folder, world), processes, shown))
        except Exception as error:  # noqa: BLE001  # whatever ends a world is reported with it
            yield Lived(world, {}, said(error))


def many(
    config: Config, folder: Path, worlds: list[World], at_once: int, processes: int, shown: bool
) -> Iterator[Lived]:
    """The figures of worlds, as they come, so many at a time, each in a process that does nothing else, or several.

    One that is lived alone may take hours: how many of its runs are done is `shown`.
    """
    compile_once()
    work = partial(live, config, folder, processes, shown and at_once == 1 and processes > 1)
    yield from together(work, [(world,) for world in worlds], at_once, _died)


def unfinished(folder: Path, world: World) -> Path:
    """Where the runs of a world are kept until all are done."""
    return folder / f"{world.users}-{world.number}.unfinished"


def _died(world: World, why: str) -> Lived:
    return Lived(world, {}, why)


@cache
def _ready() -> float:
    """Load what is compiled, so that no world's time holds it; the MB that takes."""
    quick(list(TINY))
    return peak_memory_mb()


def _figures(config: Config, world: World, kept: Path, processes: int, shown: bool) -> dict[str, Any]:
    idle, asked = _ready(), sized(config, world)
    start = _cpu_seconds()
    comparison = compare(asked, replications=1, draws=0, processes=processes, progress=shown, keep=kept)
    seconds = _cpu_seconds() - start
    if len(comparison.failures):
        raise RuntimeError(str(comparison.failures["error"].iloc[0]))
    branches, after = len(asked.policies) * len(asked.schedules), asked.horizon_days - asked.warmup_days
    days = asked.warmup_days + branches * after  # that are lived: one past, and its branches
    lived = comparison.manifest["lived"]
    here = lived["pasts"] * asked.warmup_days + lived["runs"] * after
    return {
        "users": world.users,
        "world": world.number,
        "accounts": asked.population.creators,
        "days": days,
        **of_world(comparison),
        "cpu_seconds": seconds * days / here if here else math.nan,  # in proportion, where others were kept before
        "peak_mb": comparison.manifest["peak_memory_mb"],
        "idle_mb": idle,
        "seed": asked.seed,
        "fingerprint": comparison.fingerprint,
        "sources": code_digest(),
    }


def _cpu_seconds() -> float:
    """CPU seconds of this process and of all that it has waited for."""
    return sum(times()[:4])
