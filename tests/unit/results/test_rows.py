"""A run whose records are on disk is the run whose records are in memory: tables, folder, checkpoint."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.core.errors import DataError
from sim.results import checkpoint, pages, rows
from sim.results.ledger import Ledger
from sim.results.pages import Pages, Place
from sim.results.rows import Stacked, Table, in_parts

SAID = ["scenario=quick", "population.users=80", "population.creators=25", "horizon_days=6", "warmup_days=2"]
RECORDED = [*SAID, "record.impressions=true"]


@pytest.fixture(scope="module")
def in_memory() -> sim.Run:
    return sim.simulate(RECORDED)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "IN_MEMORY", 500)
    monkeypatch.setattr(rows, "MOST_ROWS", 100)


@pytest.fixture
def on_disk(little: None) -> sim.Run:
    run = sim.simulate(RECORDED)
    assert isinstance(run.exposure, Ledger)
    assert any(isinstance(page, Place) for page in run.exposure.pages.stored())
    return run


def test_tables_do_not_depend_on_where_they_lie(on_disk: sim.Run, in_memory: sim.Run) -> None:
    pd.testing.assert_frame_equal(on_disk.ledger, in_memory.ledger)
    pd.testing.assert_frame_equal(on_disk.impressions, in_memory.impressions)
    pd.testing.assert_frame_equal(on_disk.decomposition, in_memory.decomposition)
    pd.testing.assert_frame_equal(on_disk.headline(), in_memory.headline())
    assert on_disk.explain(3).accounting.equals(in_memory.explain(3).accounting)


@pytest.mark.parametrize("days", [(0, None), (2, 4), (3, None), (5, 5), (-4, 2), (7, 9), (4, 3)])
def test_some_days_are_those_of_the_whole(on_disk: sim.Run, days: tuple[int, int | None]) -> None:
    first, last = days
    for source, whole in ((on_disk.exposure, on_disk.ledger), (on_disk.log, on_disk.impressions)):
        assert source is not None
        assert whole is not None
        known = whole[whole["day"].between(first, 99 if last is None else last)].reset_index(drop=True)
        pd.testing.assert_frame_equal(source.frame(first, last), known)
        pd.testing.assert_frame_equal(Table(whole).frame(first, last), known)


def test_parts_make_the_whole(on_disk: sim.Run) -> None:
    for source, whole in ((on_disk.exposure, on_disk.ledger), (on_disk.log, on_disk.impressions)):
        assert source is not None
        parts = list(source.parts())
        assert len(parts) > 2
        pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def test_what_is_saved_in_parts_is_what_is_read(on_disk: sim.Run, in_memory: sim.Run, tmp_path: Path) -> None:
    opened = sim.open_run(on_disk.save(tmp_path / "run"))
    pd.testing.assert_frame_equal(opened.ledger, in_memory.ledger)
    pd.testing.assert_frame_equal(opened.impressions, in_memory.impressions)


def test_a_run_without_a_ledger_is_saved(little: None, tmp_path: Path) -> None:
    run = sim.simulate([*SAID, "record.ledger=false"])
    assert run.exposure.empty
    opened = sim.open_run(run.save(tmp_path / "run"))
    assert opened.ledger.empty
    assert opened.ledger.dtypes.astype(str).equals(run.ledger.dtypes.astype(str))


def test_a_branch_adds_to_the_past_and_leaves_it(little: None) -> None:
    past = sim.simulate(SAID, until_day=3)
    before = past.ledger.copy()
    one, other = sim.branch(past, ["policy=niche_boost"], [])
    pd.testing.assert_frame_equal(past.exposure.frame(), before)
    for branch in (one, other):
        pd.testing.assert_frame_equal(branch.exposure.frame(last_day=2), before)
    assert not one.ledger.equals(other.ledger)


def test_a_checkpoint_holds_what_is_on_disk(on_disk: sim.Run, tmp_path: Path) -> None:
    path = checkpoint.write(tmp_path / "run.checkpoint", on_disk.resolved, on_disk.warm)
    _, past = checkpoint.read(path)
    read = past.recorder
    pd.testing.assert_frame_equal(read.ledger.frame(), on_disk.ledger)
    pd.testing.assert_frame_equal(read.log.frame(), on_disk.impressions)
    assert any(isinstance(page, Place) for page in read.log.pages.stored()), "nor does it fill memory that is read"


@pytest.mark.parametrize("change", ["type", "shape", "place"])
def test_forged_pages_are_refused(change: str, tmp_path: Path) -> None:
    path = checkpoint.write(tmp_path / "run.checkpoint", {}, Pages(np.int32, [np.arange(4, dtype=np.int32)]))
    start = len(checkpoint.MARK) + 65
    line, _, rest = path.read_bytes()[start:].partition(b"\n")
    head = json.loads(line)
    if change == "type":
        head["arrays"][0][0] = "<u4"
    elif change == "shape":
        head["arrays"][0][1] = [2, 2]
    else:
        head["state"]["pages"] = [7]
    body = json.dumps(head).encode() + b"\n" + rest
    path.write_bytes(checkpoint.MARK + checkpoint.hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    with pytest.raises(DataError, match="holds no state"):
        checkpoint.read(path)


def test_a_run_of_several_platforms_is_the_same_opened(little: None, tmp_path: Path) -> None:
    run = sim.simulate([*RECORDED, "platform=[douyin,channels]"])
    opened = sim.open_run(run.save(tmp_path / "run"))
    for name in ("douyin", "channels"):
        one, other = run.on(name), opened.on(name)
        pd.testing.assert_frame_equal(one.ledger, other.ledger)
        pd.testing.assert_frame_equal(one.impressions, other.impressions)


def test_rows_of_platforms_are_stacked(in_memory: sim.Run) -> None:
    both = Stacked({"here": in_memory.exposure, "there": Table(in_memory.exposure.frame(2))})
    whole = both.frame()
    assert whole["platform"].value_counts().to_dict() == {
        "here": len(in_memory.ledger),
        "there": len(both.on("there").frame()),
    }
    pd.testing.assert_frame_equal(pd.concat(both.parts(), ignore_index=True), whole)
    assert not both.empty
    assert Stacked({"here": Ledger()}).empty


def test_pages_are_put_together_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 10)
    assert [range(6)[part] for part in in_parts([4, 5, 3, 20, 0, 1])] == [
        range(2), range(2, 3), range(3, 4), range(4, 6),
    ]  # fmt: skip
    assert list(in_parts([])) == [slice(0, 1)]
