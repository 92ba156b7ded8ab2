"""Watching: the time drawn agrees with the law of survival; what is read off it cannot disagree."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.laws.acting import action_probability
from sim.laws.behaviour import record
from sim.laws.settings import BehaviourSettings
from sim.laws.watching import LONG_VIEW_MS, VALID_PLAY_MS, survival, watch_ms

PULLS = [-8.0, -3.0, 0.0, 2.0, 6.0]
DURATIONS = [5_000, 81_000, 600_000]
LOOPS = BehaviourSettings().loops_at_most
UNIFORMS = ((np.arange(20_000) + 0.5) / 20_000).tolist()


def behaviour(**changes: float) -> np.void:
    """Behaviour parameters as compiled laws read them."""
    return record(BehaviourSettings(**changes))[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("duration", DURATIONS)
@pytest.mark.parametrize("pull", PULLS)
def test_times_drawn_from_an_even_grid_follow_the_law_of_survival(pull: float, duration: int) -> None:
    """The greatest distance of the two distributions (Kolmogorov and Smirnov): 2 grid steps, and the whole ms."""
    b = behaviour()
    drawn = np.sort([watch_ms(uniform, pull, duration, b) for uniform in UNIFORMS])
    times = np.unique(drawn)
    longer = 1.0 - np.searchsorted(drawn, times, side="right") / drawn.size
    law = np.array([survival(pull, time + 1 - 1e-6, duration, b) for time in times])  # cut off to whole ms
    assert np.abs(longer - law).max() < 3 / drawn.size


@pytest.mark.parametrize("milliseconds", [VALID_PLAY_MS, LONG_VIEW_MS])
def test_a_wrong_skip_length_would_be_noticed(milliseconds: int) -> None:
    drawn = np.array([watch_ms(uniform, -2.0, 81_000, behaviour()) for uniform in UNIFORMS])
    law = survival(-2.0, milliseconds, 81_000, behaviour(skip_seconds=3.0))
    assert abs((drawn > milliseconds).mean() - law) > 3 / drawn.size


@given(uniform=st.floats(1.2e-10, 1 - 1.2e-10), pull=st.floats(-12, 12), duration=st.integers(1_000, 600_000))
def test_a_watch_is_a_whole_time_from_nothing_to_the_longest_allowed(uniform, pull, duration) -> None:
    b = behaviour()
    assert 0 <= watch_ms(uniform, pull, duration, b) <= LOOPS * duration


def test_nobody_watches_longer_than_the_loops_allow() -> None:
    b = behaviour()
    longest = LOOPS * 5_000
    assert survival(6.0, longest, 5_000, b) == 0.0
    assert survival(6.0, longest - 1, 5_000, b) > 0.0
    assert survival(6.0, 0, 5_000, b) == pytest.approx(1.0)


@given(
    pull=st.floats(-4, 8),
    more=st.floats(0.01, 4),
    time=st.integers(1_000, 60_000),
    duration=st.integers(5_000, 600_000),
)
def test_a_stronger_pull_makes_every_long_watch_likelier(pull, more, time, duration) -> None:
    """Only where what is not skipped outlasts a skip: with the calibrated slope, above a pull of about -4."""
    b = behaviour()
    assert survival(pull + more, time, duration, b) >= survival(pull, time, duration, b) - 1e-12


def test_at_no_dwell_slope_the_share_not_skipped_is_logistic() -> None:
    """With skips of no length and watches beyond any time, a play is a coin of the pull."""
    b = behaviour(skip_seconds=0.01, dwell_scale=12.0, dwell_slope=0.0, dwell_duration=0.0, dwell_shape=5.0)
    for pull in PULLS:
        assert survival(pull, VALID_PLAY_MS, 600_000, b) == pytest.approx(1 / (1 + math.exp(-pull)), rel=1e-6)


def test_an_action_is_logistic_in_the_pull() -> None:
    assert action_probability(0.0, 0.0, 1.0) == 0.5
    assert action_probability(2.0, -1.0, 0.5) == 0.5
    odds = [action_probability(pull, -3.0, 0.7) / (1 - action_probability(pull, -3.0, 0.7)) for pull in (0.0, 1.0)]
    assert math.log(odds[1] / odds[0]) == pytest.approx(0.7)


@given(
    uniform=st.floats(1.2e-10, 1 - 1.2e-10),
    pull=st.floats(-8, 8),
    more=st.floats(0, 4),
    duration=st.integers(5_000, 600_000),
)
def test_the_same_luck_shortens_a_watch_only_where_a_stronger_pull_ends_a_skip(uniform, pull, more, duration) -> None:
    b = behaviour()
    ends_a_skip = 1 / (1 + math.exp(pull + more)) <= uniform < 1 / (1 + math.exp(pull))
    if not ends_a_skip:
        assert watch_ms(uniform, pull + more, duration, b) >= watch_ms(uniform, pull, duration, b)
