"""What the platform expects of an impression is what the laws of behaviour give, on average."""

import numpy as np
import pytest

from sim.laws.acting import action_probability
from sim.laws.behaviour import record
from sim.laws.settings import BehaviourSettings
from sim.laws.watching import VALID_PLAY_MS, watch_ms
from sim.platform.settings import ValueWeights
from sim.recommender.bayes_topic import BayesTopic
from sim.recommender.value import GRID, responses, value_curve

B = BehaviourSettings()
DURATION = 81_000
EXPECTED = responses(B, float(DURATION))
UNIFORMS = ((np.arange(20_000) + 0.5) / 20_000).tolist()
PULLS = [-5.0, -2.0, 0.0, 2.0, 5.0]


def watched(pull: float) -> np.ndarray:
    """Watch times of an even grid of luck."""
    return np.array([watch_ms(uniform, pull, DURATION, record(B)[0]) for uniform in UNIFORMS])


def expected(name: str, pull: float) -> float:
    return float(np.interp(pull, GRID, getattr(EXPECTED, name)))


@pytest.mark.parametrize("pull", PULLS)
def test_expected_plays_completions_and_likes_are_those_of_the_laws(pull: float) -> None:
    times = watched(pull)
    play = (times > VALID_PLAY_MS).mean()
    assert expected("play", pull) == pytest.approx(play, abs=3e-4)
    assert expected("complete", pull) == pytest.approx((times >= DURATION).mean(), abs=3e-4)
    like = action_probability(pull, B.like_intercept, B.like_slope)
    assert expected("like", pull) == pytest.approx(play * like, abs=3e-4)


def test_expected_seconds_are_those_of_the_law() -> None:
    assert [expected("seconds", pull) for pull in PULLS] == pytest.approx(
        [watched(pull).mean() / 1000 for pull in PULLS], rel=0.02
    )


def test_expected_hides_are_those_of_the_law() -> None:
    for pull in PULLS:
        skipped = 1 - (watched(pull) > VALID_PLAY_MS).mean()
        hide = skipped * action_probability(pull, B.hide_intercept, B.hide_slope)
        assert expected("hide", pull) == pytest.approx(hide, rel=0.01)


def test_value_rises_with_the_predicted_pull() -> None:
    assert (np.diff(value_curve(EXPECTED, ValueWeights())) >= 0).all()


def test_value_under_the_default_learner_has_no_cliff() -> None:
    """From one step of the grid to the next the value under the learner at most doubles."""
    value = BayesTopic().value(EXPECTED, value_curve(EXPECTED, ValueWeights()))
    inside = np.abs(GRID) < 5
    assert (value[1:] <= 2 * value[:-1])[inside[1:]].all()


def test_a_curve_is_kept_for_what_it_was_made_of() -> None:
    """Other weights and other responses have other curves, and nobody can spoil one that is kept."""
    other = responses(BehaviourSettings(like_slope=0.5 * B.like_slope), float(DURATION))
    kept = value_curve(EXPECTED, ValueWeights())
    assert value_curve(EXPECTED, ValueWeights()) is kept
    assert not np.array_equal(value_curve(EXPECTED, ValueWeights(like=5.0)), kept)
    assert not np.array_equal(value_curve(other, ValueWeights()), kept)
    assert not kept.flags.writeable
    assert not EXPECTED.play.flags.writeable
