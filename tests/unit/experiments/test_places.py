"""A place for results that cannot be one is said before anything is lived."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from experiments.calibrate.__main__ import main as calibrate
from experiments.places import made
from experiments.replications.__main__ import main as replications


def lived(*_: object, **__: object) -> None:
    pytest.fail("something was lived")


@pytest.mark.parametrize(
    ("command", "words"), [(calibrate, ["problem=topics"]), (replications, ["study=auctions", "size=small"])]
)
def test_a_file_in_the_place_of_a_folder_is_refused_first(
    command: Callable[[Sequence[str]], int],
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    study = SimpleNamespace(name="auctions", title="", source="", by="", run=lived)
    monkeypatch.setattr("experiments.calibrate.report.calibrated", lived)
    monkeypatch.setattr("experiments.replications.studies.STUDIES", {"auctions": study})
    (tmp_path / "file").write_text("mine")
    assert command([*words, f"into={tmp_path / 'file'}"]) == 2
    assert (
        capsys.readouterr().err == f"error: into is {tmp_path / 'file'}, allowed is a folder to write to: File exists\n"
    )
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    assert made(str(tmp_path / "a" / "b"), "into").is_dir()
