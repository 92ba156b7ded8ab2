"""Weariness: a leaky counter of impressions with a half-life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.units import TICKS_PER_DAY
from sim.laws.weariness import decay, fade

HOUR = 3_600_000.0


@pytest.mark.parametrize(("gap", "after"), [(1.0, 2.0), (2.0, 4 / 3), (0.5, 3.414213562373095)])
def test_steady_impressions_lead_to_the_level_of_the_closed_form(gap: float, after: float) -> None:
    """One impression every `gap` half-lives: 1 / (1 - 2^-gap) just after one, less 1 just before."""
    level = 0.0
    for _ in range(200):
        before = fade(level, decay(gap * HOUR, HOUR))
        level = before + 1.0
    assert level == pytest.approx(after)
    assert before == pytest.approx(after - 1.0)
    assert after == pytest.approx(1 / (1 - 2**-gap))


@given(first=st.floats(0, 1e9), then=st.floats(0, 1e9))
def test_decay_in_two_steps_is_decay_in_one(first: float, then: float) -> None:
    half_life = 1e8
    assert decay(first, half_life) * decay(then, half_life) == pytest.approx(decay(first + then, half_life))


def test_what_is_left_of_an_old_impression_is_forgotten() -> None:
    assert decay(0, HOUR) == 1.0
    assert fade(1.0, decay(19 * HOUR, HOUR)) == 2**-19
    assert fade(1.0, decay(20 * HOUR, HOUR)) == 0.0


def test_the_simulator_wears_people_out_to_that_level(come_once, few_items) -> None:
    """An impression an hour, with a half-life of an hour, for topics and for accounts."""
    visit = come_once(
        "population.users=50", "population.creators=1", *few_items, "slate_size=1", "behaviour.stay_base=50",
        "behaviour.base=-60", "behaviour.skip_seconds=0.01", "behaviour.pause_seconds=3600",
        "behaviour.topic_half_life_hours=1", f"behaviour.creator_half_life_days={1 / 24}",
    )  # fmt: skip
    users = visit.stage.world.users
    assert (users.session_impressions == 24).all()
    late = users.tired_at - (TICKS_PER_DAY - HOUR)  # a look lasts some hundredths of a second
    assert ((late >= 0) & (late < 1000)).all(), "as of the last request"
    assert users.tired_topic.sum(axis=1) == pytest.approx(2.0, abs=1e-4)
    assert users.tired_creator.sum(axis=1) == pytest.approx(2.0, abs=1e-4)
