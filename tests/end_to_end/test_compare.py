"""A whole comparison in a tiny world."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from experiments.command import INTERRUPTED
from experiments.compare import COMMAND, main
from sim.analysis.contrast import FEWEST_DRAWS
from sim.analysis.estimand import QUADRANTS
from sim.comparison import Comparison, comparing, work
from sim.comparison.arms import arms
from sim.comparison.cells import Batch, Cell
from sim.comparison.disk import FORM, UNFINISHED
from sim.comparison.kept import Kept
from sim.comparison.work import Outcome
from sim.core.errors import ConfigError, DataError, InvariantError
from sim.traffic.decomposition import CAUSES

ROOT = Path(__file__).parents[2]
TINY = ["scenario=quick", "population.users=60", "population.creators=24", "horizon_days=10", "warmup_days=3"]
POLICIES = ["interest", "random", "creator_floor"]
QUIET = ["hydra/hydra_logging=none", "hydra/job_logging=none"]
KEY = ["draw", "replication", "policy", "schedule"]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return sim.compare(TINY, policies=POLICIES, replications=3, draws=2, processes=1)


def test_one_row_for_each_run_and_horizon(comparison: Comparison) -> None:
    runs = comparison.runs
    assert len(runs) == (3 + 2) * 3 * 2
    assert not runs.duplicated([*KEY, "horizon_day"]).any()
    assert set(runs["schedule"]) == {"steady", "step"}
    assert set(runs["horizon_day"]) == {7}
    for quadrant in QUADRANTS:
        natural, paid, total = (runs[f"{lane}_{quadrant}"] for lane in ("natural", "paid", "total"))
        assert np.allclose(natural + paid, total, equal_nan=True)
    assert runs.groupby(["draw", "replication"])["members_niche_small"].nunique().max() == 1, "one cohort a pair"
    assert comparison.failures.empty


def test_pairs_share_seed_and_differ_between_replications(comparison: Comparison) -> None:
    seeds = comparison.runs[comparison.runs["draw"] == -1].groupby("replication")["seed"].unique()
    assert [list(one) for one in seeds] == [[0], [1], [2]]
    assert comparison.runs["fingerprint"].nunique() == len(comparison.runs)


def test_days_are_those_of_the_base(comparison: Comparison) -> None:
    daily = comparison.daily
    assert len(daily) == 3 * 3 * 2 * 10 * 4
    assert (daily["draw"] == -1).all()


def test_the_decomposition_is_exact(comparison: Comparison) -> None:
    table = comparison.decomposition
    keys = ["policy", "schedule", "quadrant"]
    assert set(table["cause"]) == set(CAUSES)
    for _, rows in table.groupby(keys):
        assert rows["change"].sum() == pytest.approx(rows["after"].iloc[0] - rows["before"].iloc[0], abs=1e-9)
    runs = comparison.runs[comparison.runs["draw"] == -1]
    after = runs.groupby(["policy", "schedule"])["natural_niche_small"].mean()
    known = table[table["quadrant"] == "niche_small"].groupby(["policy", "schedule"])["after"].first()
    assert known.to_numpy() == pytest.approx(after.to_numpy())


def test_the_table_has_a_row_a_policy(comparison: Comparison) -> None:
    table = comparison.table
    assert list(table.index) == POLICIES
    assert table.loc["interest", "protection"] == 0.0
    assert (table["replications"] == 3).all()
    assert table["protection_assumptions_low"].isna().all(), f"fewer than {FEWEST_DRAWS} draws"
    assert (table["note"] != "").all()


def test_draws_are_kept(comparison: Comparison) -> None:
    assert set(comparison.assumptions["draw"]) == {0, 1}
    assert "behaviour.ad_dislike" in set(comparison.assumptions["parameter"])
    assert "make run-full" in comparison.flip_sentence


@pytest.mark.parametrize("processes", [2, 3])
def test_processes_change_nothing(comparison: Comparison, processes: int) -> None:
    again = sim.compare(TINY, policies=POLICIES, replications=3, draws=2, processes=processes)
    pd.testing.assert_frame_equal(
        again.runs.drop(columns="seconds"), comparison.runs.drop(columns="seconds"), check_exact=True
    )
    assert again.fingerprint == comparison.fingerprint
    pd.testing.assert_frame_equal(again.daily, comparison.daily)
    pd.testing.assert_frame_equal(again.decomposition, comparison.decomposition)


def interrupted_after(runs: int, monkeypatch: pytest.MonkeyPatch, ask: Callable[[], object]) -> None:
    """Ask for a comparison that is interrupted when so many runs are done."""
    done: list[object] = []

    def step(_: object) -> None:
        done.append(None)
        if len(done) == runs:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(comparing.Progress, "step", step)
        with pytest.raises(KeyboardInterrupt):
            ask()


def test_interrupted_it_goes_on_to_the_same_bits(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(replications: int = 3, **changed: object) -> Comparison:
        asked = {"policies": POLICIES, "draws": 2, "processes": 1, "keep": tmp_path / "kept"}
        return sim.compare(TINY, replications=replications, **(asked | changed))

    lived: list[Cell] = []
    live = work._live
    monkeypatch.setattr(work, "_live", lambda plan, cell, warm: lived.append(cell) or live(plan, cell, warm))
    interrupted_after(20, monkeypatch, partial(again, replications=2))  # all of the base, and some of the draws
    assert len(list((tmp_path / "kept").iterdir())) == len(lived) == 20
    first, second, *_ = sorted((tmp_path / "kept").iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    second.rename(tmp_path / "kept" / f"{second.name}.partial")
    lived.clear()
    found = again()
    assert len(lived) == 30 - 20 + 2, "what is damaged or never became whole is lived again"
    columns = [name for name in comparison.runs if name != "seconds"]
    pd.testing.assert_frame_equal(found.runs[columns], comparison.runs[columns], check_exact=True)
    for name in ("daily", "decomposition", "assumptions", "failures"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(comparison, name), check_exact=True)
    assert found.fingerprint == comparison.fingerprint
    lived.clear()
    again(policies=["interest", "random"], schedules=["steady", "step", "linear"], replications=1, draws=0)
    assert {cell.schedule for cell in lived} == {"linear"}, "another schedule is another run"
    monkeypatch.setattr("sim.results.checkpoint.code_digest", lambda: "another")
    lived.clear()
    again(replications=1, draws=0)
    assert len(lived) == 6, "and so is other code"


def test_what_failed_is_not_kept_and_a_full_disk_costs_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Kept(tmp_path / "kept", arms(sim.load(TINY), ["interest", "random"], None))
    cell = Cell(-1, 0, "interest", "steady")
    _, rest = kept.split([Batch(-1, 0, (cell,))])
    kept.keep(Outcome(cell, error="ValueError: no"))
    assert [one.cells for one in rest] == [(cell,)]
    assert not (tmp_path / "kept").exists()
    (tmp_path / "kept").touch()  # no folder can be made here
    kept.keep(Outcome(cell, ({"a": 1.0},)))
    kept.keep(Outcome(cell, ({"a": 1.0},)))
    said = capsys.readouterr().err
    assert said.count("a finished run is not kept: ") == len(said.splitlines()) == 1


def test_the_order_of_policies_changes_the_reference_only(comparison: Comparison) -> None:
    again = sim.compare(TINY, policies=["random", "interest"], replications=1, processes=1)
    for policy in ("random", "interest"):
        here, there = (
            runs.set_index([*KEY]).loc[(-1, 0, policy), "fingerprint"] for runs in (again.runs, comparison.runs)
        )
        assert list(here) == list(there)


def test_saved_and_read_it_is_the_same(comparison: Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path / "deep" / "comparison")
    assert [path.name for path in folder.parent.iterdir()] == ["comparison"]
    again = sim.open_comparison(folder)
    for name in ("runs", "daily", "decomposition", "assumptions", "failures", "table", "pairing", "flip"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(comparison, name))
    assert again.config == comparison.config
    assert again.fingerprint == comparison.fingerprint
    (folder / "report.html").touch()
    comparison.save(folder)
    (folder / "thesis.tex").touch()
    with pytest.raises(DataError, match="more than a comparison"):
        comparison.save(folder)


def test_a_run_is_not_a_comparison(tmp_path: Path) -> None:
    sim.simulate([*TINY, "horizon_days=4"]).save(tmp_path / "run")
    with pytest.raises(DataError, match="not that of a comparison"):
        sim.open_comparison(tmp_path / "run")


def test_it_can_be_looked_at(comparison: Comparison) -> None:
    assert repr(comparison).startswith("Comparison: 3 policies, 2 schedules, 3 paired replications, 2 draws")
    assert "<table" in comparison._repr_html_()
    assert comparison.plot().axes


def test_a_failing_run_is_reported_and_the_rest_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.policies.random import Random

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a policy's own fault\nand its second line")

    monkeypatch.setattr(Random, "allocate", fail)
    found = sim.compare(TINY, policies=POLICIES, replications=2, processes=1)
    assert set(found.failures["policy"]) == {"random"}
    assert set(found.failures["error"]) == {"ZeroDivisionError: a policy's own fault"}
    assert set(found.runs["policy"]) == {"interest", "creator_floor"}
    assert found.table.loc["random", "replications"] == 0
    assert found.table.loc["creator_floor", "replications"] == 2
    with pytest.raises(InvariantError, match="a policy's own fault"):
        sim.compare(TINY, policies={"a": ["policy=random"], "b": ["policy=random"]}, replications=1, processes=1)


def test_without_warm_up_there_is_no_past_to_share() -> None:
    found = sim.compare([*TINY, "warmup_days=0"], policies=["interest", "random"], replications=1, processes=1)
    assert found.failures.empty
    assert set(found.runs["horizon_day"]) == {10}


def test_the_kernels_are_compiled_before_the_processes_start(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(comparing.compiling, "compiled", lambda: False)
    monkeypatch.setattr("sim.simulation.quick", done.append)
    comparing.compile_once()
    assert len(done) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replications": 0}, "replications is 0, allowed is at least 1"),
        ({"draws": -1}, "draws is -1"),
        ({"processes": 0}, "processes is 0"),
        ({"policies": ["interest", "nobody"]}, "policies is nobody"),
    ],
)
def test_bad_input_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        sim.compare(TINY, **arguments)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert COMMAND.main([*TINY, "policies=[interest,creator_floor]", "hydra.run.dir=out", *QUIET]) == 0
    said = capsys.readouterr().out
    assert "creator_floor" in said
    assert "Illustrative: 2 replications cannot prove a sign" in said
    assert "report:  out/report.html" in said
    assert max(len(line) for line in said.splitlines()) <= 110
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
    assert '<a href="stories.html" class="beside">' in (tmp_path / "out" / "report.html").read_text()
    story = (tmp_path / "out" / "stories.html").read_text()
    assert '<a href="report.html">' in story
    assert story.count("<section>") >= 3
    manifest = sim.open_comparison(tmp_path / "out").manifest
    assert manifest["command"].startswith("python -m experiments.compare scenario=quick population.users=60")
    assert manifest["status"] == "complete"
    again = [*TINY, "policies=[interest,random]", "hydra.run.dir=out", *QUIET]
    monkeypatch.setattr(comparing, "available_cores", lambda: 1)
    interrupted_after(3, monkeypatch, partial(command_of, again))
    assert len(list((tmp_path / "out" / UNFINISHED).iterdir())) == 3
    assert "goes on with hydra.run.dir=out" in capsys.readouterr().err
    assert sim.open_comparison(tmp_path / "out").policies == ["interest", "creator_floor"], "the earlier one stays"
    assert COMMAND.main(again) == 0, "an earlier one is replaced"
    assert "3 of 8 runs are there from before" in capsys.readouterr().err
    assert {path.name for path in (tmp_path / "out").iterdir()} == FORM.entries - {UNFINISHED}


def command_of(arguments: list[str]) -> None:
    """The command, as an interrupt if it ends as one."""
    if COMMAND.main(arguments) == INTERRUPTED:
        raise KeyboardInterrupt


def test_the_language_of_the_report_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["language=de"]) == 2
    assert "language is de, allowed" in capsys.readouterr().err
    asked = [*TINY, "policies=[interest,random]", "replications=1", "language=zh", "hydra.run.dir=out", *QUIET]
    assert main(asked) == 0
    for name in ("report.html", "stories.html"):
        assert '<html lang="zh-CN">' in (tmp_path / "out" / name).read_text()
    assert sim.open_comparison(tmp_path / "out").manifest["command"].endswith("language=zh")


def test_the_command_fails_if_a_run_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.policies.random import Random

    def fail(*_: object) -> None:
        raise ZeroDivisionError("nothing to share")

    monkeypatch.setattr(Random, "allocate", fail)
    monkeypatch.setattr(comparing, "available_cores", lambda: 1)
    monkeypatch.chdir(tmp_path)
    assert COMMAND.main([*TINY, "policies=[interest,random]", "replications=1", "hydra.run.dir=out", *QUIET]) == 1
    said = capsys.readouterr()
    assert "ZeroDivisionError: nothing to share" in said.out
    assert said.err.strip().splitlines()[-1] == "error: 2 of 4 runs failed; the table leaves them out"
    assert (tmp_path / "out" / "report.html").exists()


def test_a_folder_of_others_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    assert COMMAND.main([*TINY, "hydra.run.dir=out", *QUIET]) == 2
    assert "hydra.run.dir is out" in capsys.readouterr().err


def test_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sim\nfound = sim.compare({TINY!r}, policies=['interest', 'random'], replications=2, processes=2)\n"
        "print(len(found.runs))\n"
    )
    said = subprocess.run(
        [sys.executable, str(script)], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert said.stdout.strip() == "8", said.stderr
