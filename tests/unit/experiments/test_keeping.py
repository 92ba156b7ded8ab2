"""What a command keeps is what pandas and matplotlib write, byte for byte."""

from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.keeping import keep_figure, keep_table, keep_text
from sim.core.errors import DataError

TABLE = pd.DataFrame({"a": [0.1, 1 / 3], "b": ["x", "é, \n"]}, index=pd.Index([3, 4], name="n"))


@pytest.mark.parametrize("index", [True, False])
def test_a_table_is_as_pandas_writes_it(index: bool, tmp_path: Path) -> None:
    TABLE.to_csv(tmp_path / "plain.csv", index=index)
    keep_table(TABLE, tmp_path / "kept.csv", index=index)
    assert (tmp_path / "kept.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()


def test_a_page_is_in_utf_8(tmp_path: Path) -> None:
    keep_text("é\n", tmp_path / "page.md")
    assert (tmp_path / "page.md").read_bytes() == "é\n".encode()


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_figure_has_the_format_that_its_name_says(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(mpl.rcParams, "svg.hashsalt", "the same twice")
    options = {"metadata": {"Date": None}} if ending == "svg" else {}
    for name, keep in (("plain", Figure.savefig), ("kept", keep_figure)):
        figure = Figure(figsize=(1.0, 1.0))
        figure.add_subplot().plot([0, 1])
        keep(figure, tmp_path / f"{name}.{ending}", **options)
    assert (tmp_path / f"kept.{ending}").read_bytes() == (tmp_path / f"plain.{ending}").read_bytes()


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name, keep in (("t.csv", lambda path: keep_table(TABLE, path)), ("p.md", lambda path: keep_text("", path))):
        with pytest.raises(DataError, match=f"{name} cannot be written: "):
            keep(tmp_path / "file" / name)
