"""`python -m experiments.run`, from the command line to the results."""

import re
from pathlib import Path

import pytest

import sim
from experiments.run import COMMAND

TINY = ["scenario=quick", "population.users=40", "population.creators=15", "horizon_days=6", "warmup_days=2"]
QUIET = ["hydra/hydra_logging=none"]


def test_a_run_is_saved_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert COMMAND.main([*TINY, *QUIET, "seed=7", "hydra.run.dir=here"]) == 0
    said = capsys.readouterr().out
    assert "results: here" in said
    assert "match quality" in said
    assert re.search(r"took [\d.]+ s \(.*serve [\d.]+.*\) for [\d,]+ impressions", said)
    assert re.search(r"memory: [\d,]+ MB at most; by the estimate, MB: users \d+, .*ledger \d+", said)
    run = sim.open_run("here")
    assert run.config == sim.load([*TINY, "seed=7"])
    assert run.fingerprint == sim.simulate([*TINY, "seed=7"]).fingerprint
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_sweep_names_its_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        COMMAND.main(["-m", "hydra/launcher=basic", *TINY, *QUIET, "policy=interest,random", "hydra.sweep.dir=here"])
        == 0
    )
    said = capfd.readouterr().out
    assert all(f"policy={name}\n" in said for name in ("interest", "random"))
    runs = [sim.open_run(tmp_path / "here" / str(cell)) for cell in (0, 1)]
    assert [list(run.config.policy) for run in runs] == [["interest"], ["random"]]


def test_what_is_no_run_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thesis.txt").write_text("years of work")
    assert COMMAND.main([*TINY, *QUIET, "hydra.run.dir=."]) == 2
    assert capsys.readouterr().err.startswith("error: hydra.run.dir is ., allowed is a new or empty folder")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
