"""Drawing in proportion to weights: alias tables, in the kernel and in the reference engine."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.noise import philox
from sim.engines.reference.hall import Lottery, alias_table
from sim.kernels.looks import draw_entry
from sim.kernels.tables import shelves, urn, urns

weights_strategy = st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), min_size=1, max_size=40)


def implied(entries: np.ndarray, count: int) -> np.ndarray:
    """The chance of each item that a table of entries stands for, [count]."""
    chance = np.zeros(count)
    np.add.at(chance, entries["item"], entries["threshold"] / len(entries))
    np.add.at(chance, entries["other"], (1 - entries["threshold"]) / len(entries))
    return chance


@given(weights=weights_strategy, groups=st.integers(1, 4))
def test_every_table_stands_for_exactly_the_shares_of_its_weights(weights: list[float], groups: int) -> None:
    weight = np.array(weights)
    group = (np.arange(weight.size) % groups).astype(np.int32)
    found = urns(group, groups, weight)
    for g in range(groups):
        mine = np.where(group == g, weight, 0.0)
        entries = found.entries[found.start[g] : found.start[g + 1]]
        assert len(entries) == (mine > 0).sum()
        assert found.total[g] == pytest.approx(mine.sum())
        if len(entries):
            assert implied(entries, weight.size) == pytest.approx(mine / mine.sum(), abs=1e-12)
            assert set(entries["item"]) == set(np.flatnonzero(mine))


@given(weights=weights_strategy.filter(any))
def test_both_engines_build_the_same_table(weights: list[float]) -> None:
    weight = np.array(weights)
    entries = urn(weight)
    assert entries.tobytes() == urns(np.zeros(weight.size, np.int32), 1, weight).entries[: len(entries)].tobytes()
    threshold, alias = alias_table(weight[weight > 0].tolist())
    assert entries["threshold"].tolist() == threshold
    assert entries["other"].tolist() == np.flatnonzero(weight)[alias].tolist()


def test_items_are_drawn_in_proportion_to_their_weights() -> None:
    weight = np.array([5.0, 0.0, 0.01, 1.0, 3.0, 0.5])
    entries = urn(weight)
    lottery = Lottery(range(6), weight)
    drawn = []
    for number in range(20_000):
        high, low = philox(1, 2, number, 3, 4, 5)[:2]
        drawn.append(draw_entry(entries, 0, 5, high, low))
        if number < 500:
            assert lottery.draw(high, low) == drawn[-1]
    counted = np.bincount(drawn, minlength=6)
    assert counted[1] == 0
    assert stats.chisquare(counted[weight > 0], weight[weight > 0] / weight.sum() * 20_000).pvalue > 1e-4


@given(creator=st.lists(st.integers(0, 5), max_size=30))
def test_a_shelf_holds_the_items_of_an_account_newest_first(creator: list[int]) -> None:
    owner = np.array(creator, dtype=np.int32)
    start, shelf = shelves(owner, 6)
    for c in range(6):
        assert shelf[start[c] : start[c + 1]].tolist() == np.flatnonzero(owner == c)[::-1].tolist()
