"""A kept run is taken for what it is only if it holds all that a run leaves, whatever its digest says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.comparison.arms import Arms, arms
from sim.comparison.cells import Batch, Cell
from sim.comparison.kept import Kept, _packed, _unpacked
from sim.comparison.work import work
from sim.core.errors import DataError
from sim.results import checkpoint

TINY = ["scenario=quick", "population.users=40", "population.creators=15", "horizon_days=6", "warmup_days=2"]
CELLS = (Cell(-1, 0, "interest", "steady"), Cell(-1, 0, "random", "steady"))


@pytest.fixture(scope="module")
def plan() -> Arms:
    return arms(sim.load([*TINY, "market=standard"]), ["interest", "random"], None)


@pytest.fixture(scope="module")
def kept(plan: Arms, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    kept = Kept(tmp_path_factory.mktemp("kept"), plan)
    kept.split([Batch(-1, 0, CELLS)])
    for outcome in work(plan, CELLS):
        kept.keep(outcome)
    return kept


def of_row(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda state: state["rows"][0].update({key: value})


def without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda state: state["rows"][0].pop(key)


def of_table(name: str, column: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(state: dict[str, Any]) -> None:
        state[name] = _packed(_unpacked(state[name]).assign(**{column: value}))

    return change


def test_a_whole_run_is_found(kept: Kept) -> None:
    found, rest = kept.split([Batch(-1, 0, CELLS)])
    assert [one.cell for one in found] == list(CELLS)
    assert not rest
    assert any(key.startswith("flow_") for key in found[0].rows[0]), "money of a market is part of it"


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.update(rows=[]),
        lambda state: state.update(rows=state["rows"] * 2),
        lambda state: state.update(rows=[1.0]),
        lambda state: state.update(rows=None),
        without("fingerprint"),
        without("natural_niche_small"),
        of_row("fingerprint", 1.0),
        of_row("fingerprint", "<script>"),
        of_row("natural_niche_small", "<script>"),
        of_row("members_niche_small", None),
        of_row("horizon_day", 5),
        of_row("of mine", 1.0),
        of_row("replication", 1),
        lambda state: state.update(daily=None),
        lambda state: state.update(daily=np.zeros(10, np.uint8)),
        of_table("daily", "natural", "<script>"),
        of_table("daily", "x", 1.0),
        of_table("daily", "policy", "<script>"),
        lambda state: state.update(daily=_packed(_unpacked(state["daily"]).iloc[:-1])),
        of_table("causes", "cause", "<script>"),
        of_table("causes", "change", "<script>"),
    ],
)
def test_a_run_that_is_not_whole_is_lived_again(kept: Kept, change: Callable[[dict[str, Any]], None]) -> None:
    first = kept._path(kept._plain(CELLS[0]))
    before = first.read_bytes()
    plain, state = checkpoint.read(first)
    change(state)
    checkpoint.write(first, plain, state)
    try:
        found, rest = kept.split([Batch(-1, 0, CELLS)])
    finally:
        first.write_bytes(before)
    assert [one.cell for one in found] == [CELLS[1]]
    assert [one.cells for one in rest] == [(CELLS[0],)]


def test_a_place_that_cannot_be_a_folder_is_refused_before_the_work(plan: Arms, tmp_path: Path) -> None:
    (taken := tmp_path / "taken").write_text("a file")
    for place in (taken, taken / "runs"):
        with pytest.raises(DataError, match=r"cannot hold finished runs: .*taken is not a folder$"):
            Kept(place, plan).split([Batch(-1, 0, CELLS)])
    assert taken.read_text() == "a file"
