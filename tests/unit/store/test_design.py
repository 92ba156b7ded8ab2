"""Which runs a sweep is made of."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.core.errors import ConfigError
from sim.store.asked import asked
from sim.store.design import Design, cells

SLOPE = "behaviour.like_slope=interval(0.5,1.5)"
LOAD = "traffic.ad_load=interval(0.1,0.4)"


def drawn(overrides: list[str], design: Design) -> np.ndarray:
    return np.array([[float(one.partition("=")[2]) for one in cell] for cell in cells(overrides, design)])


def test_a_grid_is_every_combination() -> None:
    found = cells(["seed=1,2", "policy=interest,random", "slate_size=5"], Design())
    assert len({tuple(cell) for cell in found}) == len(found) == 4
    assert all("slate_size=5" in cell for cell in found)


@pytest.mark.parametrize(("kind", "points"), [("lhs", 10), ("sobol", 16)])
def test_points_fill_every_range_evenly(kind: str, points: int) -> None:
    found = drawn([SLOPE, LOAD], Design(kind, points))
    shares = (found - [0.5, 0.1]) / [1.0, 0.3]
    for column in shares.T:  # one point in each of as many strata as there are points
        assert sorted(np.floor(column * points)) == list(range(points))
    assert not np.array_equal(found, drawn([SLOPE, LOAD], Design(kind, points, seed=1)))


def test_more_points_of_sobol_keep_the_first() -> None:
    few, many = (cells([SLOPE, LOAD], Design("sobol", points)) for points in (4, 16))
    assert many[:4] == few


def test_every_point_is_crossed_with_the_grid() -> None:
    found = cells(["policy=interest,random", SLOPE], Design("lhs", 3))
    assert len(found) == 6
    for first, second in zip(found[::2], found[1::2], strict=True):
        assert first[-1] == second[-1]
        assert {first[0], second[0]} == {"policy=interest", "policy=random"}


def test_ranges_of_whole_numbers_and_of_logarithms() -> None:
    whole = drawn(["slate_size=int(interval(2,5))"], Design("sobol", 64))[:, 0]
    assert sorted(set(whole)) == [2, 3, 4, 5]
    assert min(np.bincount(whole.astype(int))[2:]) >= 15
    log = drawn(["x=tag(log,interval(1,100))"], Design("lhs", 40))[:, 0]
    assert np.sum(log < 10) == 20


def test_pairs_are_the_same_worlds_at_every_point() -> None:
    found = asked(["scenario=quick", "seed=3", "policy=interest,random"], Design(pairs=2))
    assert [(one.seed, one.replication, *one.policy) for one in found] == [
        (3, 0, "interest"), (4, 1, "interest"), (3, 0, "random"), (4, 1, "random")
    ]  # fmt: skip


def test_a_table_has_a_point_in_each_row(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text("policy,policy.creator_floor.share,seed\ncreator_floor,0.2,1\ninterest,,2\n")
    found = asked(["scenario=quick"], Design(table=table))
    assert found == [
        sim.load(["scenario=quick", "policy=creator_floor", "policy.creator_floor.share=0.2", "seed=1"]),
        sim.load(["scenario=quick", "policy=interest", "seed=2"]),
    ]


def test_a_point_is_what_load_makes_of_it() -> None:
    words = ["scenario=quick", "policy=creator_floor", "policy.creator_floor.share=0.1,0.5", "traffic=drying"]
    swept = ["traffic.attention=0.7", "warmup_days=20", "horizon_days=40,50"]
    found = asked([*words, *swept], Design())
    assert found == [sim.load(cell) for cell in cells([*words, *swept], Design())]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("overrides", "design", "said"),
    [
        ([SLOPE], Design(), "design is grid but behaviour.like_slope is a range"),
        ([SLOPE], Design("lhs"), "points is 0, allowed with design=lhs is at least 1"),
        ([SLOPE], Design("sobol", 12), "points is 12, allowed with design=sobol is a power of two"),
        ([SLOPE], Design("sobl", 8), "did you mean sobol"),
        (["seed=1,2"], Design("lhs", 8), "design is lhs, allowed with a range"),
        (["seed=1,2"], Design(points=3), "points is 3, allowed with design=lhs"),
        (["behaviour.like_slope=interval(2,1)"], Design("lhs", 2), "second number is larger"),
        (["behaviour.like_slope=tag(log,interval(0,1))"], Design("lhs", 2), "above 0 for a logarithm"),
        (["seed=1,-2"], Design(), r"seed is -2.*\n  in point 2 of 2"),
        ([SLOPE], Design("lhs", 2, seed=-1), "design_seed is -1, allowed is a whole number from 0 up"),
        ([], Design(pairs=0), "pairs is 0, allowed is at least 1"),
        ([], Design(table=Path("no.csv")), "list is no.csv, which cannot be read"),
    ],
)
def test_what_is_wrong_is_said(overrides: list[str], design: Design, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        asked(overrides, design)
