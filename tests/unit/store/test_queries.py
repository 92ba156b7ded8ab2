"""What a store is asked: keys of strangers are names of columns and text, whatever they hold."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.store.layout import Layout
from sim.store.store import Store

TEXT = "<img src=x onerror=alert(1)>"


def filled(root: Path, key: str, **said: Any) -> Store:
    """A store of two runs that differ in one key; nobody need have lived them."""
    layout = Layout(root)
    for number, name in enumerate(("aa", "bb")):
        layout.run(name).mkdir(parents=True)
        layout.manifest(name).write_text(json.dumps({"config": {key: number, "policy": {}}} | said))
        table = {"day": [1], "platform": ["p"], "metric": ["like_rate"], "group": ["all"], "value": [0.5]}
        pd.DataFrame(table).to_parquet(layout.run(name) / "metrics.parquet")
    return Store(root)


def test_a_key_of_a_stranger_ends_no_statement(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    trap = tmp_path / "trap"
    key = f"""status" FROM runs; COPY (SELECT 1 AS a) TO '{trap}'; --"""
    found = filled(tmp_path / "store", key).sql("SELECT * FROM metrics")
    assert found[key].tolist() == [0, 1]
    assert not trap.exists()


@pytest.mark.parametrize("name", ["a[1]", "a*", "it's", "a b\n\u00e9"])
def test_a_store_may_lie_in_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    store = filled(tmp_path / name, "seed")
    assert len(store.sql("SELECT * FROM metrics")) == len(store.metrics()) == 2


@pytest.mark.parametrize("code", ["c\n\\input{theirs}", "c\r\\input{theirs}", "c\u2028\\input{theirs}", 5, ["c", 5]])
def test_what_runs_say_of_their_code_stays_in_the_comment_of_a_table(code: Any, tmp_path: Path) -> None:
    lines = filled(tmp_path / "store", "seed", code=code).export(tmp_path / "t.tex").read_text().splitlines()
    assert lines[0].startswith("% interest-sim")
    assert lines[1].startswith(r"\begin{tabular}")


def test_a_store_shows_its_folder_as_text(tmp_path: Path) -> None:
    assert TEXT not in filled(tmp_path / TEXT, "seed")._repr_html_()
