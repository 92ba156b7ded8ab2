"""What every metric must do, those of tomorrow included."""

import copy
import inspect
import math
import re
from pathlib import Path

import numpy as np
import pytest

import sim.metrics as metrics
from sim.core.errors import ConfigError
from sim.core.units import TICKS_PER_DAY
from sim.laws.settings import BehaviourSettings
from sim.world.settings import PopulationSettings
from sim.world.tally import BINS, COLUMNS, LANES, Lane
from sim.world.world import Key, World

EVERY = metrics.discover()
PROMISED = {
    "exposure_share", "exposure_per_creator", "impressions", "exposure_gini", "exposure_gini_excess",
    "exposure_top_share", "effective_creators", "coverage", "merit_slope", "mobility", "match_quality", "welfare",
    "regret", "interest_entropy", "watch_seconds", "play_rate", "like_rate", "follow_rate", "active_users",
    "churn_rate", "creators_active", "entries", "exits", "survival", "natural_share", "ad_load", "dryness", "parity",
    "leakage", "income", "income_gini", "time_to_1k",
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    return World(PopulationSettings(users=40, creators=12), BehaviourSettings(), Key(2, 0))


def make_day(world: World, number: int, *, quiet: bool = False) -> metrics.Day:
    draw = np.random.default_rng(number)
    high = 1 if quiet else 9
    by_creator = draw.integers(0, high, (len(world.creators), COLUMNS))
    recent = np.stack([by_creator[:, : Lane.PAID].sum(axis=1), by_creator[:, Lane.PAID]])
    arrays = {
        "by_creator": by_creator,
        "by_topic": draw.integers(0, high, (world.topics.demand.size, COLUMNS)),
        "forecast": draw.integers(0, high, (2, BINS)),
        "totals": np.array([1, 2, by_creator[:, :LANES].sum()]),
        "recent": recent,
    }
    for array in arrays.values():
        array.flags.writeable = False
    world.now = (number + 1) * TICKS_PER_DAY
    return metrics.Day(day=number, platform="douyin", world=world, ad_load=0.1, **arrays)


def test_nothing_promised_is_missing() -> None:
    assert set(EVERY) >= PROMISED


def test_listing() -> None:
    listed = metrics()  # the package itself can be called
    assert listed["name"].tolist() == list(EVERY)
    assert (listed["meaning"].str.len() > 0).all()


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="'ginny' is not a metric"):
        metrics.select(["exposure_gini", "ginny"])


@pytest.mark.parametrize("name", EVERY)
def test_one_file_each_with_its_meaning(name: str) -> None:
    metric = EVERY[name]
    assert Path(inspect.getfile(metric)).stem == name
    text = inspect.getdoc(metric)
    assert text is not None
    assert re.search(r"\bSource: ", text), "a metric names its source"
    assert text.partition("\n")[0].endswith("."), "the first line is a sentence"
    assert metric.unit
    assert metric.groups


@pytest.mark.parametrize("name", EVERY)
def test_values_are_named_as_declared_and_repeatable(name: str, world: World) -> None:
    (metric,) = metrics.select(name)
    memory = metric.start(world)
    for number in range(31):
        today = make_day(world, number)
        again = copy.deepcopy(memory)
        seen = list(metric.see(today, memory))
        assert repr(seen) == repr(list(metric.see(today, again))), "the same day and memory give the same values"
        groups = [value.group for value in seen]
        assert len(set(groups)) == len(groups)
        assert {group.partition("=")[0] for group in groups} <= set(metric.groups)
        assert {value.metric for value in seen} <= {name}
        assert all(isinstance(value.value, float) for value in seen)


@pytest.mark.parametrize("name", EVERY)
def test_a_day_without_traffic_has_values_or_none_but_no_error(name: str, world: World) -> None:
    (metric,) = metrics.select(name)
    with np.errstate(all="raise"):
        values = list(metric.see(make_day(world, 0, quiet=True), metric.start(world)))
    assert all(not math.isinf(value.value) for value in values)


@pytest.mark.parametrize("name", EVERY)
def test_the_world_is_left_as_it_was(name: str, world: World) -> None:
    (metric,) = metrics.select(name)
    memory = metric.start(world)
    before = {column: array.copy() for column, array in (*world.users.columns(), *world.creators.columns())}
    list(metric.see(make_day(world, 0), memory))
    for column, array in (*world.users.columns(), *world.creators.columns()):
        assert np.array_equal(before[column], array), f"{name} changed {column}"
