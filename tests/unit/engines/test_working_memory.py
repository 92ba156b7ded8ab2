"""Working memory that a thread keeps from span to span: nothing in it may matter."""

from collections.abc import Iterator

import numpy as np
import pytest

from sim.config.load import load
from sim.engines.compiled import CompiledEngine
from sim.engines.ranges import MINE, Snapshot
from sim.processes.stage import Stage
from sim.simulation import run_stage, set_stage
from sim.world.tally import Served
from sim.world.world import World

SMALL = ["scenario=quick", "population.users=60", "population.creators=20", "horizon_days=2", "warmup_days=1"]
WORLDS = {
    "nothing else": [],
    "market, rooms, re-ranking": ["market=standard", "live=standard", "policy=mmr"],
    "other sizes": ["refresh_minutes=180", "slate_size=5", "candidates_per_slot=3", "seed=1", "policy=random"],
}


class Spoiling(CompiledEngine):
    """The compiled engine, with rubbish in its working memory before every span."""

    def _serve(self, world: World, frozen: Snapshot) -> Served:
        for array in getattr(MINE, "memory", ()):
            array[...] = 0x5A if array.dtype.kind in "iu" else np.nan
        return super()._serve(world, frozen)


def days(stage: Stage) -> Iterator[None]:
    for day in (1, 2):
        run_stage(stage, range(day, day + 1))
        yield


def outcome(stage: Stage) -> list[bytes]:
    columns = (stage.world.users, stage.world.items, stage.world.creators)
    return [array.tobytes() for table in columns for _, array in table.columns()]


def alone(words: list[str]) -> list[bytes]:
    stage = set_stage(load([*SMALL, *words]))
    MINE.size = ()  # memory of its own
    for _ in days(stage):
        pass
    return outcome(stage)


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_left_in_it_changes_nothing(world: str) -> None:
    stage = set_stage(load([*SMALL, *WORLDS[world]]))
    stage.engine = Spoiling()
    for _ in days(stage):
        pass
    assert outcome(stage) == alone(WORLDS[world])


def test_worlds_that_take_turns_at_one_engine_are_as_if_alone() -> None:
    stages = {name: set_stage(load([*SMALL, *words])) for name, words in WORLDS.items()}
    engine = CompiledEngine()
    for stage in stages.values():
        stage.engine = engine
    for _ in zip(*(days(stage) for stage in stages.values()), strict=True):
        pass
    assert {name: outcome(stage) for name, stage in stages.items()} == {
        name: alone(words) for name, words in WORLDS.items()
    }


def test_it_is_kept() -> None:
    size = (3, 2, 4, 8, 0)
    assert MINE.scratch(*size) is MINE.scratch(*size)
    assert MINE.scratch(*size) is not MINE.scratch(4, *size[1:])
