"""Columns that are lent, users dealt to shards, and a shard's rows at their places."""

import resource
import socket
import sys
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.core.errors import ConfigError, EngineError
from sim.core.table import Column, Table
from sim.engines.sharded.actors import Member
from sim.engines.sharded.shard import _places
from sim.engines.sharded.split import Split, even, own, put, whole
from sim.world.users import Users

TWO = {"taste": Column("f4", "1", "row", "own", (2,)), "home": Column("i4", "1", "shared", "fixed")}


class Cellar:
    """Whoever holds lent columns, and counts who asks."""

    def __init__(self, rows: int) -> None:
        self.asked: list[str] = []
        self.taste = np.arange(2.0 * rows, dtype=np.float32).reshape(rows, 2)

    def fetch(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self, name).copy()


def test_a_lent_column_comes_back_once_when_it_is_asked_for() -> None:
    table, cellar = Table(TWO, 3), Cellar(3)
    table.lend(["taste"], cellar.fetch)
    assert list(table.here()) == ["home"]
    table.taste[1] = 7  # type: ignore[attr-defined]
    assert table.taste.tolist() == [[0, 1], [7, 7], [4, 5]]  # type: ignore[attr-defined]
    assert cellar.asked == ["taste"]
    assert "_fetch" not in vars(table)
    with pytest.raises(AttributeError, match="Table has no column colour"):
        _ = table.colour  # type: ignore[attr-defined]


def test_a_copy_has_all_columns_and_asks_nobody() -> None:
    table, cellar = Table(TWO, 3), Cellar(3)
    table.lend(["taste"], cellar.fetch)
    twin = table.copy()
    assert vars(twin).keys() == vars(Table(TWO, 3)).keys()
    table.lend(["taste"], cellar.fetch)
    assert twin.taste[2].tolist() == [4, 5]  # type: ignore[attr-defined]
    assert cellar.asked == ["taste"]


def splits() -> st.SearchStrategy[tuple[int, Split]]:
    """A number of users, their ranges dealt to shards in any order; some shards may have nobody."""

    def deal(users: int, cuts: list[int], to: list[int]) -> tuple[int, Split]:
        ranges = list(pairwise(sorted({0, users, *(cut % (users + 1) for cut in cuts)})))
        split: Split = [[] for _ in range(4)]
        for place, one in enumerate(reversed(ranges)):
            split[to[place % len(to)]].append(one)
        return users, split

    few = st.lists(st.integers(0, 60), max_size=6)
    return st.builds(deal, st.integers(1, 60), few, st.lists(st.integers(0, 3), min_size=1, max_size=7))


@given(splits())
def test_shards_together_are_everybody(dealt: tuple[int, Split]) -> None:
    users, split = dealt
    column = np.arange(3 * users).reshape(users, 3)
    parts = [own(column, ranges) for ranges in split]
    assert np.array_equal(whole(split, parts), column)
    empty = np.zeros_like(column)
    for ranges, rows in zip(split, parts, strict=True):
        put(empty, ranges, rows)
    assert np.array_equal(empty, column)


@given(st.integers(0, 50), st.integers(1, 60))
def test_even_shards_differ_by_one_user_at_most(users: int, shards: int) -> None:
    sizes = [last - first for ((first, last),) in even(users, shards)]
    assert len(sizes) == shards
    assert sum(sizes) == users
    assert max(sizes) - min(sizes) <= 1


def test_many_runs_at_once_are_refused_a_cluster() -> None:
    settings = sim.load(["engine=sharded"]).engine
    with pytest.raises(ConfigError, match=r"^engine.name is sharded, allowed where many runs are lived at once are"):
        settings.one_of_many()
    assert settings.model_copy(update={"place": "here", "threads": 3}).one_of_many().threads == 1


def test_without_ray_the_error_says_in_a_line_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError) as refused:
        sim.simulate(["scenario=quick", "engine=sharded"])
    said = 'engine.name is sharded and engine.place is ray, which needs Ray: pip install "interest-sim[ray]"'
    assert str(refused.value) == said


def test_a_cluster_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: False))
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("RAY_ADDRESS", address)
        with pytest.raises(
            EngineError, match=f"^RAY_ADDRESS is {address}, but no Ray cluster answers there: .*refused"
        ):
            sim.simulate(["scenario=quick", "engine=sharded"])


def test_a_machine_with_other_sources_is_refused() -> None:
    rows = {"users": {name: array[:0] for name, array in Users(1, 3).columns()}}
    member = Member("others", [(0, 0)], 0, rows, ("visits_per_day", "home_logit"))
    with pytest.raises(EngineError, match=r"^a machine of the cluster has other sources of the simulator"):
        member.serve(None, {})  # type: ignore[arg-type]  # it does not come to that


def test_places_of_others_take_no_memory() -> None:
    """A shard's columns have a place for everybody, and only its own are real."""
    column = np.ones((2, 4))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    places = _places(10**9, column)  # 32 GB
    places[5:7] = column
    assert places.shape == (10**9, 4)
    assert places[5:7].sum() == 8.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB
