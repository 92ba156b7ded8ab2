"""The shell that all commands share, around a work that takes no time."""

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import experiments
from experiments.command import Command, Job
from sim.config.load import load, validate
from sim.core.errors import PolicyError

ROOT = Path(__file__).parents[2]
QUIET = ["hydra/hydra_logging=none", "hydra/job_logging=none"]
Shell = Callable[..., int]


@pytest.fixture
def jobs() -> list[Job]:
    return []


@pytest.fixture
def shell(jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HYDRA_FULL_ERROR", "0")  # put back after the test

    def work(job: Job) -> None:
        if job.config.seed == 3:
            raise PolicyError("policy nobody: pace holds 3, allowed is 0 to 1")
        if job.config.seed == 4:
            raise KeyboardInterrupt
        jobs.append(job)
        (job.folder / "result.txt").write_text(f"{job.config.seed}")

    command = Command("toy", "A toy.", (("seed=1", "one run"),), work)
    return lambda *arguments: command.main([*arguments, *QUIET])


def test_one_run(shell: Shell, jobs: list[Job], tmp_path: Path) -> None:
    assert shell("seed=1", "policy=[interest,creator_floor]", "policy.creator_floor.share=0.2") == 0
    (job,) = jobs
    assert job.config == load(["seed=1", "policy=[interest,creator_floor]", "policy.creator_floor.share=0.2"])
    assert load([one for one in job.overrides if "hydra" not in one]) == job.config
    assert job.alone
    assert job.folder.is_relative_to(tmp_path / "outputs")
    assert [path.name for path in job.folder.iterdir()] == ["result.txt"]  # nothing of Hydra's own beside it


def test_a_sweep_runs_every_combination(shell: Shell, jobs: list[Job], tmp_path: Path) -> None:
    assert shell("-m", "seed=1,2", "policy=interest,random", "hydra/launcher=basic") == 0
    cells = [(job.config.seed, *job.config.policy) for job in jobs]
    assert cells == [(1, "interest"), (1, "random"), (2, "interest"), (2, "random")]
    assert len(list(tmp_path.glob("multirun/*/*/*/result.txt"))) == 4
    assert not any(job.alone for job in jobs)


def test_a_failure_is_one_line_and_leaves_no_folder(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("seed=3") == 1
    assert capsys.readouterr().err == "error: policy nobody: pace holds 3, allowed is 0 to 1\n"
    assert not list(tmp_path.glob("outputs/*/*"))


def test_a_sweep_goes_on_but_is_not_done(shell: Shell, jobs: list[Job], capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("-m", "seed=1,3,2", "hydra/launcher=basic") == 1
    assert [job.config.seed for job in jobs] == [1, 2]
    assert "error: policy nobody" in capsys.readouterr().err


def test_interrupted(shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("seed=4") == 130
    assert capsys.readouterr().err == "interrupted\n"
    assert not list(tmp_path.glob("outputs/*/*"))


def test_show_config_is_whole_and_writes_nothing(
    shell: Shell, jobs: list[Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import yaml

    assert shell("--cfg", "job", "traffic=drying") == 0
    assert validate(yaml.safe_load(capsys.readouterr().out)) == load("traffic=drying")
    assert not jobs
    assert not list(tmp_path.iterdir())


FOLDER = Path(experiments.__file__).parent
COMMANDS = sorted(
    {path.parent.name for path in FOLDER.glob("*/__main__.py")}
    | {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for path in FOLDER.rglob("[!_]*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
)
PARTS = {  # of experiments.benchmark, which begins each in a process of its own and reads the JSON that it prints
    f"benchmark.{name}" for name in ("life", "peers", "platforms", "policies", "refreshing", "side_by_side")
}


def test_parts_of_commands_are_named_to_no_user() -> None:
    pages = [page.read_text(encoding="utf-8") for place in (ROOT, ROOT / "docs") for page in place.glob("*.md")]
    pages += [
        page.read_text(encoding="utf-8") for place in ("sim", "experiments") for page in (ROOT / place).rglob("*.md")
    ]
    assert set(COMMANDS) > PARTS
    assert not [name for name in PARTS for page in pages if f"experiments.{name}" in page]


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - PARTS))
def test_every_command_says_how_it_is_used_and_does_nothing_else(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, f"experiments.{command}", raising=False)  # begun as if for the first time
    package, _, name = f"experiments.{command}".rpartition(".")
    if hasattr(parent := sys.modules.get(package), name):  # what others patch by name is to be found again afterwards
        monkeypatch.setattr(parent, name, getattr(parent, name))
    monkeypatch.setattr(sys, "argv", [command, "--help"])
    monkeypatch.setattr("sim.simulation.set_stage", None)  # whoever began to live a world would fail
    monkeypatch.setattr("socketserver.TCPServer.__init__", None)  # or to serve a page
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(f"experiments.{command}", run_name="__main__")
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert f"python -m experiments.{command}" in said.out
    assert (said.out.strip(), said.err) == (said.out[:-1], "")
    assert not list(tmp_path.iterdir())


def test_help_names_every_group_and_choice(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    from sim.config.choices import choices, groups

    assert shell("--help") == 0
    text = capsys.readouterr().out
    assert all(name in text for group in groups() for name in (group, *choices(group)))
    assert "python -m experiments.toy seed=1" in text
    assert "horizon_days=210" in text


def test_parameters_by_word(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("--parameters", "weariness") == 0
    text = capsys.readouterr().out
    assert "behaviour.topic_weariness=0.1" in text
    assert "plausible 0.03 to 0.2" in text
    assert "visits_per_day" not in text


SLEEPER = """
import sys, time
from experiments.command import Command

def work(job):
    print("working", flush=True)
    time.sleep(60)

sys.exit(Command("sleeper", "Sleeps.", (), work).main())
"""


def test_control_c_ends_a_process_cleanly(tmp_path: Path) -> None:
    script = tmp_path / "sleeper.py"
    script.write_text(SLEEPER)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "working\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "interrupted\n"


TINY = ["scenario=quick", "population.users=20", "population.creators=12", "warmup_days=2", "horizon_days=4"]


def test_a_sweep_goes_to_all_cores_and_a_run_that_fails_leaves_the_others(tmp_path: Path, monkeypatch) -> None:
    """By joblib's processes: the same numbers as here, one folder a run, and a failed one is said by the exit code."""
    from experiments.run import COMMAND
    from sim import open_run, simulate

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HYDRA_FULL_ERROR", "0")
    monkeypatch.setattr("sim.comparison.cells.available_cores", lambda: 2)
    words = [*TINY, "recommender=oracle", "policy=interest,debiased_feedback", "hydra.sweep.dir=sweep"]
    assert COMMAND.main(["-m", *words]) == 1
    assert [path.name for path in sorted(Path("sweep").iterdir()) if path.is_dir()] == ["0"]
    assert open_run("sweep/0").fingerprint == simulate([*TINY, "recommender=oracle"]).fingerprint


def test_another_launcher_may_be_named_and_one_core_needs_none(monkeypatch) -> None:
    from experiments.launcher import flags

    monkeypatch.setattr("sim.comparison.cells.available_cores", lambda: 4)
    assert flags(["seed=1,2"]) == ["hydra/launcher=joblib", "hydra.launcher.n_jobs=4"]
    assert flags(["seed=1,2", "hydra.launcher.n_jobs=3"]) == ["hydra/launcher=joblib"]
    assert flags(["hydra/launcher=basic"]) == []
    monkeypatch.setattr("sim.comparison.cells.available_cores", lambda: 1)
    assert flags(["seed=1,2"]) == []


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    """As `python -m experiments.run --parameters | head`."""
    command = [sys.executable, "-m", "experiments.run", "--parameters"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as going:
        assert going.stdout is not None
        assert going.stderr is not None
        going.stdout.close()
        assert going.stderr.read() == b""
