"""The table of errors against the length of a refresh."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.arena_error import __main__ as arena_error
from experiments.arena_error.checks import CHECKS
from sim.arena import error_by_refresh


@pytest.mark.parametrize("name", [name for name in CHECKS if "one pool" not in name])
def test_looking_after_every_request_lands_on_the_closed_form(name: str) -> None:
    check = CHECKS[name]
    assert check.shares.sum() == pytest.approx(1.0)
    error = error_by_refresh(check.policy, check.relevance, check.shares, (1,), requests=4_000, **check.options)
    assert error["error"][0] < 0.02


def test_the_command_prints_and_keeps_its_table(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(arena_error, "REQUESTS", 40)
    monkeypatch.setattr(arena_error, "REFRESHES", (1, 20))
    quiet = ["hydra/hydra_logging=none", "hydra/job_logging=none"]
    assert arena_error.COMMAND.main(quiet) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in CHECKS)
    (path,) = tmp_path.rglob("arena_error.csv")
    assert pd.read_csv(path).columns.tolist() == ["check", "1", "20"]
