"""A run that is killed, stopped or interrupted goes on to the same numbers; a file that is not its own is refused."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

import sim
from sim.core.errors import ConfigError, DataError, StoppedError
from sim.core.sources import PACKAGE, code_digest
from sim.results import checkpoint

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("INTEREST_SIM_KILLS", "20"))
SMALL = ("scenario=quick", "population.users=60", "population.creators=30", "record.checkpoint_days=1")
BUSY = (  # each keeps something between spans
    ("policy=ladder",),
    ("policy=[creator_floor,fairco]",),
    ("policy=amortised_equity", "record.impressions=true"),
    ("recommender=oracle", "traffic.entrants_per_month=0.1", "policy=max_min"),
)


def stopper(days: int) -> "Iterator[bool]":
    yield from [False] * (days - 1)
    while True:
        yield True


def stopped_at(config: sim.Config, path: Path, day: int, from_day: int = 0) -> None:
    answers = stopper(day - from_day)
    with pytest.raises(StoppedError, match=f"stopped after day {day} of"):
        sim.simulate(config, checkpoint=path, stop=lambda: next(answers))


@pytest.mark.parametrize("overrides", BUSY)
def test_a_stopped_run_goes_on_to_the_same_numbers(overrides: tuple[str, ...], tmp_path: Path) -> None:
    config, path = sim.load([*SMALL, *overrides]), tmp_path / "run.checkpoint"
    whole = sim.simulate(config)
    stopped_at(config, path, 4)
    stopped_at(config, path, 7, from_day=4)
    again = sim.simulate(config, checkpoint=path)
    assert again.fingerprint == whole.fingerprint
    for name in ("metrics", "creators", "ledger"):
        assert getattr(again, name).equals(getattr(whole, name)), name
    if whole.impressions is not None:
        assert again.impressions is not None
        assert again.impressions.equals(whole.impressions)


def test_a_run_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    draws = random.Random(5)
    config, folder, path = sim.load([*SMALL, "horizon_days=60"]), tmp_path / "run", tmp_path / "run.checkpoint"
    start = time.perf_counter()
    whole = sim.simulate(config, checkpoint=path).fingerprint
    life = time.perf_counter() - start
    path.unlink()
    kills = 0
    while kills < KILLS:
        process = get_context("fork").Process(target=lambda: sim.simulate(config, checkpoint=path).save(folder))
        process.start()
        time.sleep(draws.uniform(0.0, 0.6) * life)
        process.kill()
        process.join()
        if not folder.exists():
            kills += 1
            continue
        assert sim.open_run(folder).fingerprint == whole
        shutil.rmtree(folder)
        path.unlink()
    assert sim.simulate(config, checkpoint=path).fingerprint == whole


def test_a_killed_command_goes_on_where_it_was(tmp_path: Path) -> None:
    said, folder = [*SMALL, "horizon_days=60"], tmp_path / "run"
    command = [sys.executable, "-m", "experiments.run", *said, f"hydra.run.dir={folder}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (folder / "run.checkpoint").exists():
        time.sleep(0.01)
    process.kill()
    process.wait()
    with pytest.raises(DataError):  # it does not look complete
        sim.open_run(folder)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert "going on from" in done.stdout
    assert sim.open_run(folder).fingerprint == sim.simulate(said).fingerprint
    assert not (folder / "run.checkpoint").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_the_day_end_and_keeps_it(number: signal.Signals, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    said = [*SMALL, "horizon_days=400", "record.checkpoint_days=0", f"hydra.run.dir={folder}"]
    command = [sys.executable, "-m", "experiments.run", *said]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "simulated days" in line or " day" in line:
            break
    process.send_signal(number)
    _, said_last = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "it goes on from" in said_last
    assert [entry.name for entry in folder.iterdir()] == ["run.checkpoint"]
    _, past = checkpoint.read(folder / "run.checkpoint")
    assert 0 < past.day < 400


def test_another_configuration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.checkpoint"
    stopped_at(sim.load(SMALL), path, 2)
    with pytest.raises(ConfigError, match=r"checkpoint of another configuration: behaviour\.like_slope differs"):
        sim.simulate([*SMALL, "behaviour.like_slope=0.5"], checkpoint=path)
    sim.simulate([*SMALL, "engine.threads=2", "record.checkpoint_days=0"], checkpoint=path)


@pytest.mark.parametrize("place", [3, 40, 90, 200, 5_000, -1])
def test_a_damaged_file_is_refused(place: int, tmp_path: Path) -> None:
    path = tmp_path / "run.checkpoint"
    stopped_at(sim.load(SMALL), path, 1)
    held = bytearray(path.read_bytes())
    held[place] ^= 1
    path.write_bytes(held)
    with pytest.raises(DataError, match=r"run\.checkpoint"):
        checkpoint.read(path)
    path.write_bytes(bytes(held[: len(held) // 2]))
    with pytest.raises(DataError, match=r"run\.checkpoint"):
        checkpoint.read(path)


def test_other_sources_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = checkpoint.write(tmp_path / "x", {}, [1])
    monkeypatch.setattr(checkpoint, "code_digest", lambda: "other")
    with pytest.raises(DataError, match="another version"):
        checkpoint.read(path)


def test_a_data_file_that_was_edited_meanwhile_is_refused(tmp_path: Path) -> None:
    table, path = tmp_path / "load of ads.csv", tmp_path / "run.checkpoint"
    table.write_text("day,value\n0,0.1\n9,0.2\n")
    config = sim.load([*SMALL, "traffic=from_csv", f"traffic.ad_load.file={table}"])
    stopped_at(config, path, 2)
    assert checkpoint.read(path)[1].day == 2
    table.write_text("day,value\n0,0.1\n9,0.3\n")
    with pytest.raises(DataError, match=r"run\.checkpoint: the data file load of ads\.csv is not what it was"):
        sim.simulate(config, checkpoint=path)


def test_every_source_of_the_package_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = checkpoint.write(tmp_path / "x", {}, [1.0])
    package = tmp_path / "sim"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(checkpoint, "code_digest", lambda: code_digest(package))
    assert checkpoint.read(path)[1] == [1.0]
    for folder in ("policies", "processes", "market", "traffic", "platforms", "engines", "metrics", "results"):
        code_digest.cache_clear()
        extra = package / folder / "new.py"
        extra.write_text("x = 1\n")
        with pytest.raises(DataError, match="another version"):
            checkpoint.read(path)
        extra.unlink()
    code_digest.cache_clear()


@pytest.mark.parametrize(
    "name", ["os:system", "builtins:eval", "sim.simulation:os", "sim.config.load:load", "sim:nothing"]
)
def test_a_file_names_no_foreign_class(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint.Writer, "node", lambda *_: {"class": name, "attributes": {}})
    path = checkpoint.write(tmp_path / "x", {}, None)
    with pytest.raises(DataError, match="not a class that a file may name"):
        checkpoint.read(path)


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        checkpoint.write(tmp_path / "nowhere" / "x", {}, None)


def test_a_checkpoint_without_a_place_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.simulation.set_stage", lambda *_: pytest.fail("the work has begun"))
    with pytest.raises(DataError, match=r"nowhere/x cannot be written: .*nowhere is not a folder"):
        sim.simulate(SMALL, checkpoint=tmp_path / "nowhere" / "x")


def test_a_checkpoint_that_cannot_be_written_any_more_costs_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gone" / "x"
    path.parent.mkdir()

    def stop() -> bool:
        shutil.rmtree(path.parent, ignore_errors=True)
        return False

    config = sim.load([*SMALL, "record.checkpoint_days=5"])
    assert sim.simulate(config, checkpoint=path, stop=stop).fingerprint == sim.simulate(config).fingerprint
    said = capsys.readouterr().err
    assert f"no checkpoint of day 5: {path} cannot be written: No such file or directory; the run goes on" in said
