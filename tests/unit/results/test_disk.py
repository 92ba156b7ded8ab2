import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim.core.errors import DataError
from sim.results import folder as folders
from sim.results.disk import open_run, save
from sim.results.rows import Table
from sim.results.run import Run

FILES = {"config.yaml", "manifest.json", "metrics.parquet", "creators.parquet", "ledger.parquet"}


def test_what_is_saved_is_what_is_read(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "deep" / "run")
    assert {path.name for path in folder.iterdir()} == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["run"], "nothing is left beside it"
    again = open_run(folder)
    for name in ("metrics", "creators", "ledger"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(run, name))
    assert again.fingerprint == run.fingerprint
    assert again.manifest == run.manifest
    assert again.resolved == {**run.resolved, "names": ["a", "b"]}
    pd.testing.assert_frame_equal(again.decomposition, run.decomposition)
    assert again.warm is None


def test_an_earlier_run_is_replaced(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run")
    run.manifest["seconds"] = {"again": 2.0}
    run.save(tmp_path / "run")
    assert open_run(tmp_path / "run").manifest["seconds"] == {"again": 2.0}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_an_empty_folder_is_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    run.save(tmp_path / "run")
    open_run(tmp_path / "run")


def test_a_path_that_is_no_text_is_refused_in_a_line(run: Run, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^'.*st\\udcff' cannot be a run, allowed is a path that is text in UTF-8$"):
        run.save(tmp_path / os.fsdecode(b"st\xff"))
    assert not list(tmp_path.iterdir())


def test_other_peoples_files_are_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    with pytest.raises(DataError, match="more than a run"):
        run.save(tmp_path)
    folder = run.save(tmp_path / "run")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match="more than a run"):
        run.save(folder)
    with pytest.raises(DataError, match="is not a folder"):
        run.save(tmp_path / "thesis.tex")
    assert (tmp_path / "thesis.tex").read_text() == "ten years"
    assert (folder / "notes.txt").exists()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_failure_leaves_the_former_run(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run.save(tmp_path / "run")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("no space left on device")

    if name.endswith(".parquet"):
        monkeypatch.setattr(pd.DataFrame, "to_parquet", fail)
    else:
        write = Path.write_text
        monkeypatch.setattr(Path, "write_text", lambda p, *a, **k: fail() if p.name == name else write(p, *a, **k))
    with pytest.raises(DataError, match="run cannot be written: no space left on device"):
        run.save(folder)
    monkeypatch.undo()
    open_run(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def die_at_step(last: int) -> None:
    """Let this process be killed before the last of so many steps of saving."""
    left = [last]

    def before(step: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **options: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*args, **options)

        return run

    for owner, name in ((pd.DataFrame, "to_parquet"), (folders, "digest"), (json, "dumps"), (folders, "put_in_place")):
        setattr(owner, name, before(getattr(owner, name)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed")
@pytest.mark.parametrize("step", range(1, 10))  # three tables, four digests, the manifest, the renaming
def test_a_killed_process_leaves_no_run(step: int, run: Run, tmp_path: Path) -> None:
    """The folder is not there, and what lies beside it is refused unless it is whole."""
    folder = tmp_path / "run"
    child = os.fork()
    if child == 0:
        die_at_step(step)
        save(run, folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert not folder.exists()
    for partial in tmp_path.iterdir():
        if step < 9:
            with pytest.raises(DataError, match="never finished"):
                open_run(partial)


def broken(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_named(name: str, run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    (folder / name).unlink()
    with pytest.raises(DataError, match=name):
        open_run(folder)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_cut_file_is_named(name: str, run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) // 2])
    with pytest.raises(DataError, match=name):
        open_run(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"what": "shopping list"}, "not that of a run"),
        ({"format": 99}, "format 99, allowed is 1"),
        ({"status": "running"}, "status running"),
        ({"files": None}, "lacks files"),
        ({"files": {}}, "does not list"),
        ({"fingerprint": 3}, "lacks fingerprint"),
    ],
)
def test_a_foreign_manifest_is_refused(change: dict[str, object], message: str, run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    broken(folder, **change)
    with pytest.raises(DataError, match=message):
        open_run(folder)


def test_a_manifest_cannot_point_elsewhere(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    files = json.loads((folder / "manifest.json").read_text())["files"]
    broken(folder, files=files | {"../secret": "0"})
    with pytest.raises(DataError, match="not a file of a run"):
        open_run(folder)


def test_a_table_with_other_columns_is_refused(run: Run, tmp_path: Path) -> None:
    run.exposure = Table(run.ledger.rename(columns={"lane": "street"}))
    with pytest.raises(DataError, match=r"ledger\.parquet has no column lane"):
        open_run(run.save(tmp_path / "run"))


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_what_is_not_a_folder_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="is not a folder"):
        open_run(tmp_path / name)


def test_nothing_in_a_configuration_is_executed(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    trap = folder / "config.yaml"
    trap.write_text("a: !!python/object/apply:os.mkdir ['" + str(tmp_path / "trap") + "']\n")
    files = json.loads((folder / "manifest.json").read_text())["files"]
    broken(folder, files=files | {"config.yaml": folders.digest(trap)})
    with pytest.raises(DataError, match=r"config\.yaml cannot be read"):
        open_run(folder)
    assert not (tmp_path / "trap").exists()


@pytest.mark.parametrize(
    ("name", "column", "value", "wanted"),
    [
        ("ledger.parquet", "lane", "sold", "holds the lane sold, allowed are interest"),
        ("ledger.parquet", "creator", "x", "holds no numbers in the column creator"),
        ("ledger.parquet", "day", 10**9, "holds other days than those of the run, 0 to 11"),
        ("ledger.parquet", "day", -1, "holds other days than those of the run, 0 to 11"),
        ("metrics.parquet", "value", "x", "holds no numbers in the column value"),
        ("metrics.parquet", "day", 12, "holds other days than those of the run, 0 to 11"),
        ("creators.parquet", "joined_day", "x", "holds no numbers in the column joined_day"),
    ],
)
def test_a_table_that_no_run_leaves_is_refused(
    name: str, column: str, value: object, wanted: str, run: Run, tmp_path: Path
) -> None:
    """A stranger's digest is right of whatever is in the table."""
    folder = run.save(tmp_path / "run")
    pd.read_parquet(folder / name).assign(**{column: value}).to_parquet(folder / name, index=False)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = folders.digest(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match=f"{name} {wanted}"):
        open_run(folder)


@pytest.mark.parametrize("key", ["seed", "replication", "platform", "days"])
def test_a_manifest_that_does_not_say_which_run_it_is_of_is_refused(key: str, run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest[key]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match=rf"manifest\.json lacks {key}"):
        open_run(folder)
