"""Publishing: how many items appear, what they are about, how long and how good they are."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.kernels.uploads import plan_uploads, publishing_hours
from sim.laws.publishing import freshness, item_duration_ms, item_quality
from sim.laws.settings import BehaviourSettings
from sim.world.settings import PopulationSettings
from sim.world.world import Key, World

DAYS, PER_DAY, RELIABILITY = 100, 2.0, 0.7
SETTINGS = PopulationSettings(
    users=1, creators=200, topics=12, verticals=3, koc_share=1.0, mid_share=0.0, koc_uploads_per_day=PER_DAY,
    cadence_log_sd=0.0, cadence_reliability=RELIABILITY, inconsistency_log_sd=0.0, inconsistency_median=0.5,
    duration_shortest_seconds=0.001, duration_longest_seconds=1e9,
)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    world = World(SETTINGS, BehaviourSettings(), Key(3, 0))
    world.items = plan_uploads(world, DAYS * TICKS_PER_DAY)
    return world


def test_uploads_of_an_account_are_a_thinned_poisson_process(world: World) -> None:
    since_start = world.items.visible_from >= 0
    counted = np.bincount(world.items.creator[since_start], minlength=200)
    expected = DAYS * PER_DAY * RELIABILITY
    assert counted.mean() == pytest.approx(expected, abs=4 * math.sqrt(expected / 200))
    assert counted.var(ddof=1) == pytest.approx(expected, rel=4 * math.sqrt(2 / 199))


def test_uploads_come_two_hours_before_the_users(world: World) -> None:
    hours = publishing_hours(world.calendar.hourly)
    assert hours[19] == world.calendar.hourly[21]
    at = world.items.visible_from[world.items.visible_from >= 0]
    counted = np.bincount(at % TICKS_PER_DAY // TICKS_PER_HOUR, minlength=24)
    assert stats.chisquare(counted, hours * counted.sum()).pvalue > 1e-4


def test_topics_of_items_follow_the_mix_of_their_account(world: World) -> None:
    mix = world.creators.topic_mix.astype(np.float64)
    expected = (mix[world.items.creator]).sum(axis=0)
    variance = (mix * (1 - mix))[world.items.creator].sum(axis=0)
    counted = np.bincount(world.items.topic, minlength=12)
    assert np.abs((counted - expected) / np.sqrt(variance + 1e-9)).max() < 4
    assert (mix[world.items.creator, world.items.topic] > 0).all(), "nothing outside the mix"


def test_durations_are_lognormal(world: World) -> None:
    z = (np.log(world.items.duration_ms / 1000.0) - math.log(81.0)) / 0.8
    assert stats.kstest(z, "norm").pvalue > 1e-4


def test_quality_varies_around_that_of_the_account(world: World) -> None:
    z = (world.items.quality - world.creators.quality[world.items.creator]) / 0.5
    assert stats.kstest(z, "norm").pvalue > 1e-4
    assert abs(np.corrcoef(z, np.log(world.items.duration_ms))[0, 1]) < 4 / math.sqrt(z.size)


def test_planning_in_two_steps_plans_the_same_uploads(world: World) -> None:
    twin = World(SETTINGS, BehaviourSettings(), Key(3, 0))
    first = plan_uploads(twin, 37 * TICKS_PER_HOUR)
    first.append(plan_uploads(twin, DAYS * TICKS_PER_DAY))
    one, two = (np.lexsort((items.upload, items.creator)) for items in (world.items, first))
    for name in ("creator", "upload", "topic", "quality", "duration_ms", "visible_from"):
        assert np.array_equal(getattr(world.items, name)[one], getattr(first, name)[two]), name


def test_a_scalar_law_of_items_cuts_to_its_range() -> None:
    assert item_quality(1.0, 0.5, -2.0) == 0.0
    assert item_duration_ms(0.0, 81.0, 0.8, 5.0, 600.0) == 81_000
    assert item_duration_ms(-9.0, 81.0, 0.8, 5.0, 600.0) == 5_000
    assert item_duration_ms(9.0, 81.0, 0.8, 5.0, 600.0) == 600_000


def test_freshness_halves_every_half_life_down_to_a_floor() -> None:
    assert [freshness(age, 100, 0.05) for age in (-5, 0, 100, 200, 10_000)] == [1.0, 1.0, 0.5, 0.25, 0.05]
