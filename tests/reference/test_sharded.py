"""Users in shards, wherever they are: not a bit depends on how many, on who is with whom, or on one that is lost."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import sim
from sim.core.errors import EngineError, StoppedError
from sim.engines.compiled import CompiledEngine
from sim.engines.sharded import ShardedEngine
from sim.engines.sharded.place import Here, LostError
from sim.engines.sharded.split import Split
from sim.platform.trial import Design
from tests.reference.test_live import ALL, ON_AIR
from tests.reference.test_trial import on_stage

WORLDS = {
    "plain, hourly": ("refresh_minutes=60",),
    "friends": ("population.friends=8", "population.likes_seen=true", "platform.social_share=0.1"),
    "careers, a market, commerce, live rooms, friends, trust, every impression": (*ON_AIR, *ALL, "refresh_minutes=720"),
    "vectors": ("recommender=als",),
    "what policies see of users": ("policy=[fair_rec,creator_floor]",),
}


@pytest.fixture(scope="module")
def alone():
    return {}


def lived_alone(alone, world, config, live):
    if world not in alone:
        alone[world] = live(config(*WORLDS[world]), CompiledEngine())
    return alone[world]


@pytest.mark.parametrize("shards", [1, 2, 3, 7])
@pytest.mark.parametrize("world", WORLDS)
def test_any_number_of_shards_gives_the_same_bits(world, shards, config, live, differences, alone) -> None:
    one = lived_alone(alone, world, config, live)
    assert differences(one, live(config(*WORLDS[world]), ShardedEngine(shards))) == []
    assert one.impressions > 1000


def test_more_shards_than_users_and_threads_in_each_give_the_same_bits(config, live, differences, alone) -> None:
    world = "friends"
    one = lived_alone(alone, world, config, live)
    assert differences(one, live(config(*WORLDS[world]), ShardedEngine(70, threads=2))) == []


def dealt(users: int, shards: int, number: int) -> Split:
    """Ranges of users of random lengths, dealt to random shards in random order."""
    draw = np.random.default_rng(number)
    cuts = np.unique([0, users, *draw.integers(0, users, 12)]).tolist()
    split: Split = [[] for _ in range(shards)]
    ranges = list(pairwise(cuts))
    for place in draw.permutation(len(ranges)):
        split[draw.integers(shards)].append(ranges[place])
    return split


@pytest.mark.parametrize("number", range(4))
def test_who_is_with_whom_changes_nothing(number, config, live, differences, alone) -> None:
    world = list(WORLDS)[number % 3]
    one = lived_alone(alone, world, config, live)
    engine = ShardedEngine(2 + number, copy_spans=1 + number, split=partial(dealt, number=number))
    assert differences(one, live(config(*WORLDS[world]), engine)) == []


@pytest.mark.parametrize("design", [Design.USER, Design.INTERLEAVED])
def test_an_experiment_is_the_same_in_shards(design, config, live, differences) -> None:
    begin = partial(on_stage, design=design, treatment=["policy=niche_boost"], share=0.4, lot=3)
    one, two = (live(config(), engine, begin=begin) for engine in (CompiledEngine(), ShardedEngine(3)))
    assert differences(one, two) == []


class Fragile(Here):
    """A place that loses shards: some answers never come, whether the shard had done what it was asked or not."""

    def __init__(self, chance: float) -> None:
        self.chance, self.draw, self.lost = chance, np.random.default_rng(0), 0

    def result(self, asked: Any) -> Any:
        if self.draw.random() >= self.chance:
            return super().result(asked)
        self.lost += 1
        if self.draw.random() < 0.5:
            asked()
        raise LostError("torn away")


@pytest.mark.parametrize(("copy_spans", "chance"), [(1, 0.1), (3, 0.04), (1000, 0.02)])
def test_shards_that_are_lost_change_nothing(copy_spans, chance, config, live, differences, alone) -> None:
    world = "careers, a market, commerce, live rooms, friends, trust, every impression"
    one, place = lived_alone(alone, world, config, live), Fragile(chance)
    engine = ShardedEngine(3, copy_spans=copy_spans, place=place)
    assert differences(one, live(config(*WORLDS[world]), engine)) == []
    assert engine.crowd is not None
    assert engine.crowd.revived == place.lost > 2


def test_a_shard_that_is_lost_again_and_again_ends_the_run_in_a_line(config, live) -> None:
    with pytest.raises(EngineError, match=r"^shard 0 of 2 was lost 5 times in one span: torn away$"):
        live(config(), ShardedEngine(2, place=Fragile(1.0)))


def test_a_checkpoint_of_shards_is_that_of_any_engine(tmp_path) -> None:
    """Stopped in shards, gone on with without them, and the other way round: the uninterrupted run."""
    small = ["scenario=quick", "population.users=60", "population.creators=30", "horizon_days=6", "warmup_days=2"]
    shards = ["engine=sharded", "engine.place=here", "engine.shards=3"]
    whole = sim.simulate(small).fingerprint
    for first, then in ((shards, []), ([], shards)):
        path, days = tmp_path / f"{len(first)}.checkpoint", iter([False, False, False, True])
        with pytest.raises(StoppedError):
            sim.simulate([*small, *first], checkpoint=path, stop=lambda days=days: next(days))
        assert sim.simulate([*small, *then], checkpoint=path).fingerprint == whole


def test_a_branch_of_shards_is_a_branch() -> None:
    small = ["scenario=quick", "population.users=60", "population.creators=30", "horizon_days=6", "warmup_days=2"]
    shards = ["engine=sharded", "engine.place=here", "engine.shards=3"]
    one, two = (
        [run.fingerprint for run in sim.branch(sim.simulate([*small, *more], until_day=3), [], ["policy=popularity"])]
        for more in ([], shards)
    )
    assert one == two
    assert one[0] != one[1]


def test_a_column_that_nobody_asks_for_stays_where_it_is(config, live) -> None:
    """Rows are with the shards: what crosses are the sums, and the columns that somebody reads."""

    class Listening(Here):
        def __init__(self) -> None:
            self.asked: set[str] = set()

        def ask(self, shard: Any, method: str, *words: Any) -> Any:
            if method == "fetch":
                self.asked |= {name for names in words[0].values() for name in names}
            return super().ask(shard, method, *words)

    place = Listening()
    life = live(config("record.metrics=[exposure_gini]"), ShardedEngine(2, copy_spans=1000, place=place))
    assert place.asked == set()
    assert life.impressions > 1000
