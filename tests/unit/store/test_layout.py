"""Where things lie in a store."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.core.errors import DataError
from sim.store.layout import Layout
from sim.store.store import Store


@pytest.mark.parametrize("name", ["runs", "work", "failures"])
def test_a_store_writes_through_no_link(name: str, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / name).symlink_to(tmp_path / "theirs")
    with pytest.raises(DataError, match=f"{name} in it is a link to somewhere else|holds no store"):
        Layout(tmp_path / "store").make()
    assert not list((tmp_path / "theirs").iterdir())


def test_a_store_whose_path_is_no_text_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"st\\udcff' cannot be a store, allowed is a path that is text in UTF-8$"):
        Layout(tmp_path / os.fsdecode(b"st\xff")).make()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("held", [b"", b"PAR1 and no more"])
def test_a_damaged_table_of_a_store_is_named_in_a_line(
    held: bytes, listed: Callable[..., None], tmp_path: Path
) -> None:
    run = Layout(tmp_path).run("a")
    run.mkdir(parents=True)
    (run / "metrics.parquet").write_bytes(held)
    listed(Layout(tmp_path), "a", config={"seed": 0})
    with pytest.raises(DataError, match=r"metrics\.parquet cannot be read: [^\n]*$"):
        Store(tmp_path).metrics()
    with pytest.raises(DataError, match=r"a metrics\.parquet of .* cannot be read: "):
        Store(tmp_path).sql("SELECT * FROM metrics")


STRANGE = (
    "{}",
    "[]",
    '{"fingerprint": "f"}',
    '{"fingerprint": "f", "config": 5}',
    '{"fingerprint": "f", "config": {"policy": 5}}',
    '{"fingerprint": "f", "config": {"seed": 1}, "versions": "x"}',
)


@pytest.mark.parametrize("held", STRANGE)
def test_a_manifest_that_no_run_leaves_is_named(held: str, tmp_path: Path) -> None:
    run = Layout(tmp_path).run("a")
    run.mkdir(parents=True)
    (run / "manifest.json").write_text(held)
    for ask in (lambda: Store(tmp_path).runs, lambda: Store(tmp_path).export(tmp_path / "runs.csv")):
        with pytest.raises(DataError, match=r"^the manifest of run a in .* is not as a run leaves it$"):
            ask()


def test_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DataError, match=r"runs\.csv cannot be written: "):
        Store(tmp_path / "store").export(tmp_path / "file" / "runs.csv")
    assert (tmp_path / "file").read_text() == "mine"
