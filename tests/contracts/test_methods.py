"""The methods page says what the schema says."""

from pathlib import Path

import pytest

from experiments import methods
from sim.config.rows import schema_rows


def test_the_tables_are_those_of_the_schema() -> None:
    assert methods.main(["--check"]) == 0, "python -m experiments.methods writes them anew"


def test_every_parameter_has_its_row() -> None:
    text = methods.PAGE.read_text(encoding="utf-8")
    for row in schema_rows():
        assert f"| {row.key} | " in text


def test_an_old_table_is_seen_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    true = methods.PAGE.read_text(encoding="utf-8")
    copy = tmp_path / "METHODS.md"
    copy.write_text(true.replace("number of leaf topics", "number of leaves"), encoding="utf-8")
    monkeypatch.setattr(methods, "PAGE", copy)
    assert methods.main(["--check"]) == 1
    assert methods.main([]) == 0
    assert copy.read_text(encoding="utf-8") == true
    assert methods.main(["--chekc"]) == 2
    with pytest.raises(ValueError, match="has no"):
        methods.page("no marks")


def test_the_page_has_the_seven_elements_of_the_protocol() -> None:
    lines = methods.PAGE.read_text(encoding="utf-8").splitlines()
    assert [line[4] for line in lines if line.startswith("### ")] == list("1234567")
