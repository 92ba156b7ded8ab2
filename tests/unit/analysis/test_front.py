"""Search and Pareto front on functions whose front is known."""

import math

import pytest

from sim.analysis.front import Knob, Tried, front, search
from sim.core.errors import ConfigError

pytest.importorskip("optuna")
KNOBS = [Knob("x", 0.0, 1.0), Knob("n", 1, 5, whole=True)]


def answer(settings):
    """More x gains and costs; n only costs; x above 0.8 is past the limit."""
    return [(one["x"], -one["x"] - 0.5 * (one["n"] - 1), (0.8 - one["x"],)) for one in settings]


def test_the_front_holds_what_no_other_beats_within_the_limits() -> None:
    tried = [
        Tried({"x": 1.0}, 3.0, 1.0, (-0.1,)), Tried({"x": 2.0}, 2.0, 1.0, (0.0,)), Tried({"x": 3.0}, 1.0, 2.0, (0.1,)),
        Tried({"x": 4.0}, 1.0, 1.5, (0.1,)), Tried({"x": 5.0}, 2.0, 1.0, (0.3,)),
    ]  # fmt: skip
    assert [one.setting["x"] for one in front(tried)] == [2.0, 3.0]


def test_search_keeps_to_the_limit_and_finds_the_useless_knob_off() -> None:
    first = {"x": 0.9, "n": 3}
    tried = search(KNOBS, answer, trials=40, at_once=4, seed=1, first=first)
    assert tried[0].setting == first
    assert not tried[0].within
    assert len(tried) == 40
    best = front(tried)
    assert all(one.setting["x"] <= 0.8 for one in best)
    assert sum(one.setting["n"] == 1 for one in best) > len(best) / 2
    late = tried[20:]
    assert sum(one.setting["n"] == 1 for one in late) > 0.4 * len(late), "a coin would give a fifth"


def test_the_same_seed_searches_the_same_way() -> None:
    one, again = (search(KNOBS, answer, trials=6, at_once=2, seed=3) for _ in range(2))
    assert one == again


def test_an_answer_that_is_missing_is_left_out() -> None:
    tried = search(KNOBS, lambda settings: [(math.nan, 0.0, (1.0,)) for _ in settings], trials=3, at_once=3, seed=0)
    assert tried == []


def test_nothing_to_search_is_refused() -> None:
    with pytest.raises(ConfigError, match="allowed is at least 1 of each"):
        search([], answer, trials=3, at_once=1, seed=0)
