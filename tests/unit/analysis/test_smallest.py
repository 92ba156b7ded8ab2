"""The smallest change on answers that are known."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.smallest import Line, likely, lines, sentence, smallest

PLAUSIBLE = {"a": (0.0, 1.0), "b": (0.01, 1.0), "c": (0.0, 2.0)}
BASE = {"a": 0.5, "b": 0.1, "c": 1.0}


def wins(key: str, value: float) -> str:
    """`a` flips above 0.9, `b` below 0.05; `c` never does."""
    if key == "a":
        return "other" if value > 0.9 else "leader"
    return "third" if key == "b" and value < 0.05 else "leader"


def test_the_smallest_change_is_found_and_measured_along_the_range() -> None:
    found = smallest(lines(PLAUSIBLE, BASE), wins, "leader", halvings=10)
    assert [(one.key, one.winner) for one in found] == [("b", "third"), ("a", "other")]
    assert found[0].at < 0.05 <= found[0].holds
    assert found[0].share == pytest.approx(np.log(2) / np.log(100), abs=1e-3)
    assert found[1].share == pytest.approx(0.4, abs=1e-3)
    said = sentence(found, lines(PLAUSIBLE, BASE), "leader")
    assert "`b` from 0.1 to 0.0499, 15% of its plausible range, and `third` wins" in said


def test_where_nothing_flips_the_sentence_says_so() -> None:
    every = lines({"c": (0.0, 2.0)}, BASE)
    assert smallest(every, wins, "leader") == []
    assert sentence([], every, "leader").startswith("No single assumption of the 1 tried")


def test_every_winner_is_asked_for() -> None:
    asked = []
    smallest([Line("a", 0.5, 1.0, 0.0, 1.0)], lambda key, value: asked.append(value) or wins(key, value), "leader", 3)
    assert asked == [1.0, 0.75, 0.875, 0.9375]


def test_draws_say_which_line_to_follow_first() -> None:
    cases = pd.DataFrame(np.random.default_rng(3).random((200, 3)), columns=list("abc"))
    order = likely(lines(PLAUSIBLE, BASE), cases, list(cases["b"] < 0.3))
    assert (order[0].key, order[0].end) == ("b", 0.01)
    assert (order[-1].key, order[-1].end) == ("b", 1.0)


def test_whole_numbers_stay_whole() -> None:
    assert Line("n", 3.0, 9.0, 1.0, 9.0, whole=True).at(0.5) == 5.0
