"""A small world, and spans of it that nobody served: random sums that keep the laws of conservation."""

from collections.abc import Callable

import pytest

from sim.core.units import TICKS_PER_DAY
from sim.laws.settings import BehaviourSettings
from sim.results.recorder import Recorder
from sim.world.settings import PopulationSettings
from sim.world.tally import Served, Tally
from sim.world.world import Key, World

ITEMS = 30

Span = tuple[Tally, Served]


@pytest.fixture
def world() -> World:
    return World(PopulationSettings(users=50, creators=20), BehaviourSettings(), Key(1, 0))


@pytest.fixture
def span(world: World, made_up: Callable[..., Span]) -> Callable[[int], Span]:
    """The sums of a span, by a number that names it."""
    return lambda number: made_up(world, number, ITEMS)


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
