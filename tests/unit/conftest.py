"""A small world, and spans of it that nobody served: random sums that keep the laws of conservation."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.core.units import TICKS_PER_DAY
from sim.laws.settings import BehaviourSettings
from sim.results.recorder import Recorder
from sim.world.settings import PopulationSettings
from sim.world.tally import BINS, COLUMNS, LANES, Served, Tally, settle
from sim.world.world import Key, World

ITEMS = 30

Span = tuple[Tally, Served, np.ndarray]


@pytest.fixture
def world() -> World:
    return World(PopulationSettings(users=50, creators=20), BehaviourSettings(), Key(1, 0))


@pytest.fixture
def span(world: World) -> Callable[[int], Span]:
    """The sums of a span, by a number that names it."""

    def make(number: int) -> Span:
        draw = np.random.default_rng(number)
        creator = np.sort(draw.integers(0, len(world.creators), ITEMS)).astype(np.int32)
        topic = draw.integers(0, world.topics.demand.size, ITEMS).astype(np.int32)
        by_item = draw.integers(0, 5, (ITEMS, COLUMNS))
        served = Served(
            by_item=by_item,
            follow_change=np.zeros(len(world.creators), dtype=np.int64),
            forecast=draw.integers(0, 9, (2, BINS)),
            pulls=draw.integers(0, 9, (2, BINS)),
            totals=np.array([3, 7, by_item[:, :LANES].sum()]),
        )
        return settle(served, creator, len(world.creators)), served, topic

    return make


@pytest.fixture
def live(world: World, span: Callable[[int], Span]) -> Callable[..., Recorder]:
    """Let a recorder see days of four spans each."""

    def go(recorder: Recorder, first_day: int, last_day: int) -> Recorder:
        for day in range(first_day, last_day):
            for quarter in range(4):
                recorder.span(*span(4 * day + quarter), ad_load=0.1)
            world.now = (day + 1) * TICKS_PER_DAY
            recorder.end_of_day(day, world)
        return recorder

    return go
