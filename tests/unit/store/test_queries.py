"""What a store is asked: keys of strangers are names of columns and text, whatever they hold."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.core.errors import DataError
from sim.store.store import Store

Fill = Callable[..., Store]
TEXT = "<img src=x onerror=alert(1)>"


def test_a_key_of_a_stranger_ends_no_statement(filled: Fill, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    trap = tmp_path / "trap"
    key = f"""status" FROM runs; COPY (SELECT 1 AS a) TO '{trap}'; --"""
    found = filled(tmp_path / "store", key).sql("SELECT * FROM metrics")
    assert sorted(found[key]) == [0, 1]
    assert not trap.exists()


@pytest.mark.parametrize("name", ["a[1]", "a*", "it's", "a b\n\u00e9"])
def test_a_store_may_lie_in_a_folder_of_any_name(name: str, filled: Fill, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    store = filled(tmp_path / name, "seed")
    assert len(store.sql("SELECT * FROM metrics")) == len(store.metrics()) == 2


@pytest.mark.parametrize("code", ["c\n\\input{theirs}", "c\r\\input{theirs}", "c\u2028\\input{theirs}", 5, ["c", 5]])
def test_what_runs_say_of_their_code_stays_in_the_comment_of_a_table(code: Any, filled: Fill, tmp_path: Path) -> None:
    lines = filled(tmp_path / "store", "seed", code=code).export(tmp_path / "t.tex").read_text().splitlines()
    assert lines[0].startswith("% interest-sim")
    assert lines[1].startswith(r"\begin{tabular}")


def test_a_store_shows_its_folder_as_text(filled: Fill, tmp_path: Path) -> None:
    assert TEXT not in filled(tmp_path / TEXT, "seed")._repr_html_()


def test_a_table_that_changed_since_its_run_wrote_it_is_refused(filled: Fill, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    store = filled(tmp_path / "store", "seed")
    asks = (store.metrics, lambda: store.sql("FROM metrics"), lambda: store.export(tmp_path / "t.csv", "FROM metrics"))
    assert len(store.metrics()) == len(store.sql("FROM metrics")) == 2
    file = store.layout.run("bb") / "metrics.parquet"
    pd.read_parquet(file).assign(value=0.75).to_parquet(file)
    for ask in asks:
        with pytest.raises(DataError, match=r"bb/metrics\.parquet is not the file that .*\n  the sweep lives"):
            ask()
    assert len(store.runs) == len(store.sql("FROM runs")) == 2


def test_a_table_is_compared_once_until_it_changes(
    filled: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    store = filled(tmp_path / "store", "seed")
    monkeypatch.setattr("sim.store.sound.check_file", lambda _form, run, _name: read.append(run.name))
    store.metrics()
    store.metrics("like_rate")
    assert read == ["aa", "bb"]
    os.utime(store.layout.run("bb") / "metrics.parquet", ns=(0, 0))
    store.metrics()
    assert read == ["aa", "bb", "bb"]
