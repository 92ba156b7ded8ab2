import pytest

from sim.analysis.shapley import shapley, subsets


def test_a_game_by_hand() -> None:
    """Gloves: one left, two right; a pair is worth 1. Shapley: 2/3 for the left one, 1/6 for each right one."""
    worth = {frozenset({"l", "r"}): 1.0, frozenset({"l", "s"}): 1.0, frozenset({"l", "r", "s"}): 1.0}
    found = shapley(["l", "r", "s"], lambda some: worth.get(some, 0.0))
    assert found == pytest.approx({"l": 2 / 3, "r": 1 / 6, "s": 1 / 6})


def test_values_are_the_whole_difference_and_each_set_is_asked_once() -> None:
    asked = []

    def worth(some: frozenset[str]) -> float:
        asked.append(some)
        return 5.0 + len(some) ** 2 + ("a" in some) * 3.0

    found = shapley(["a", "b", "c", "d"], worth)
    assert sum(found.values()) == pytest.approx(16 + 3)
    assert found["b"] == pytest.approx(found["c"]) == pytest.approx(4)
    assert sorted(map(sorted, asked)) == sorted(map(sorted, subsets(["a", "b", "c", "d"])))
