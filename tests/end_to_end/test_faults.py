"""What can go wrong around a run: no room, no right to write, a folder in use, a file gone bad, a clock that jumps.

Each fault is said in a line or two, loses nothing that was there, and leaves nothing half-made behind.
"""

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from experiments.brand_test import designs
from experiments.brand_test.__main__ import main as brand_test_command
from experiments.compare import main as compare_command
from experiments.run import COMMAND
from experiments.sweep import main as sweep_command
from sim.comparison import Comparison
from sim.comparison import work as working
from sim.comparison.arms import Arms
from sim.comparison.cells import Cell
from sim.comparison.disk import FORM, UNFINISHED
from sim.core import memory
from sim.core.errors import DataError, NoRoomError
from sim.results import checkpoint
from sim.results import folder as folders
from sim.results.disk import UNFINISHED as UNFINISHED_RUN
from sim.results.room import make_room
from sim.simulation import expected, set_stage
from sim.world.size import refuse_what_does_not_fit
from tests.invented import invented

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["scenario=quick", "population.users=40", "population.creators=15", "horizon_days=6", "warmup_days=2"]
QUIET = "hydra/hydra_logging=none"


def in_a_child(action: Callable[[], int], said: Path) -> tuple[int, str]:
    """Do something in a process of its own, all that it says kept in a file; its exit code, and what it said."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.stdout = sys.stderr = said.open("w", buffering=1)
            code = action()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said.read_text()


def one_error(said: str) -> str:
    """The error that a command ended with: one or two lines, and no traceback."""
    assert "Traceback" not in said, said
    lines = said[said.index("error: ") :].strip().splitlines()
    assert 1 <= len(lines) <= 2, said
    return "\n".join(lines)


def small_files_only(limit: int) -> None:
    """Let the system refuse to write any file beyond so many bytes, as a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_a_full_disk_keeps_the_former_run_and_what_was_lived(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    before = sim.simulate([*SMALL, "seed=1"]).save(folder)
    kept = sim.open_run(before).fingerprint

    def again() -> int:
        small_files_only(6_000)
        return COMMAND.main([*SMALL, QUIET, "seed=2", f"hydra.run.dir={folder}"])

    code, said = in_a_child(again, tmp_path / "said")
    assert code == 1, said
    first, last = one_error(said).splitlines()
    assert first == f"error: {folder} cannot be written: {os.strerror(errno.EFBIG)}"
    assert last == "  nothing of what was lived could be kept: make room and run again"
    assert sim.open_run(folder).fingerprint == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "said"], "nothing half-made is left"


def test_a_full_disk_keeps_the_former_figure_of_a_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designs, "NUMBERS", (4, 8))
    folder = tmp_path / "study"
    words = [QUIET, f"hydra.run.dir={folder}"]
    assert brand_test_command(words) == 0
    figure = folder / "designs.svg"
    before, beside = figure.read_bytes(), sorted(folder.iterdir())

    def again() -> int:
        small_files_only(5_000)  # enough for the table
        return brand_test_command([*words, "seed=2"])

    code, said = in_a_child(again, tmp_path / "said")
    assert code == 1, said
    assert one_error(said).endswith(f"designs.svg cannot be written: {os.strerror(errno.EFBIG)}")
    assert figure.read_bytes() == before
    assert sorted(folder.iterdir()) == beside, "nothing half-made is left"


@pytest.mark.parametrize("processes", [1, 2])
def test_a_full_disk_is_said_of_every_run_of_a_sweep(processes: int, tmp_path: Path) -> None:
    words = [f"store={tmp_path / 'store'}", *SMALL, "policy=interest,random", f"processes={processes}"]

    def fill() -> int:
        small_files_only(3_000)  # no room for the note of a failure either
        return sweep_command(words)

    code, said = in_a_child(fill, tmp_path / "said")
    assert code == 1, said
    assert "error: 2 of 2 runs failed" in one_error(said)
    assert said.count("nothing of what was lived could be kept") + said.count(os.strerror(errno.EFBIG)) >= 2, said
    assert not list((tmp_path / "store" / "failures").iterdir()), "nothing half-made is left"
    assert sweep_command(words) == 0, "with room, they are done"


def test_a_full_disk_costs_checkpoints_and_not_the_run(tmp_path: Path) -> None:
    folder = tmp_path / "run"

    def run() -> int:
        small_files_only(25_000)  # enough for a run, not for a checkpoint
        return COMMAND.main([*SMALL, QUIET, "record.checkpoint_days=3", f"hydra.run.dir={folder}"])

    code, said = in_a_child(run, tmp_path / "said")
    assert code == 0, said
    assert said.count("no checkpoint of day 3: ") == said.count("no checkpoint") == 1
    assert sim.open_run(folder).fingerprint == sim.simulate(SMALL).fingerprint


def test_no_checkpoint_is_written_of_the_last_day(tmp_path: Path) -> None:
    path = tmp_path / "run.checkpoint"
    sim.simulate([*SMALL, "record.checkpoint_days=4"], checkpoint=path)
    assert checkpoint.read(path)[1].day == 4
    path.unlink()
    sim.simulate([*SMALL, "record.checkpoint_days=6"], checkpoint=path, stop=lambda: False)
    assert not path.exists()


@pytest.mark.parametrize("enough", [True, False])
def test_a_checkpoint_makes_room_for_the_run_or_stays(enough: bool, tmp_path: Path) -> None:
    spare = tmp_path / "run.checkpoint"
    spare.write_bytes(b"past")

    def save() -> None:
        if spare.exists() or not enough:
            raise NoRoomError("run cannot be written: no room")

    if enough:
        make_room(save, spare)
        assert not spare.exists()
        return
    with pytest.raises(NoRoomError, match=r"no room\n.*goes on from .*run\.checkpoint"):
        make_room(save, spare)
    assert spare.read_bytes() == b"past"


def test_an_interruption_while_room_is_made_does_not_cost_the_checkpoint(tmp_path: Path) -> None:
    spare = tmp_path / "run.checkpoint"
    spare.write_bytes(b"past")

    def save() -> None:
        if spare.exists():
            raise NoRoomError("run cannot be written: no room")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_room(save, spare)
    assert spare.read_bytes() == b"past"


def test_a_kill_while_a_checkpoint_is_put_back_does_not_tear_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "run.checkpoint"
    spare.write_bytes(b"past")
    whole = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        whole(path, data[: len(data) // 2])
        os._exit(9)  # as a kill: nothing is tidied up

    def save() -> None:
        raise NoRoomError("run cannot be written: no room")

    def act() -> int:
        monkeypatch.setattr(Path, "write_bytes", half)
        make_room(save, spare)
        return 0

    assert in_a_child(act, tmp_path / "said")[0] == 9
    left = {path.name for path in tmp_path.iterdir()} - {"said"}
    assert left == {"run.checkpoint.partial"} < set(UNFINISHED_RUN), "gone, but not half there under its name"


def test_records_in_a_temporary_file_make_room_for_the_run_first(tmp_path: Path) -> None:
    spare, tried, released = tmp_path / "run.checkpoint", [], []
    spare.write_bytes(b"past")

    def save() -> None:
        tried.append(1)
        if not released:
            raise NoRoomError("run cannot be written: no room")

    make_room(save, spare, lambda: released.append(1) or True)
    assert len(tried) == 2
    assert spare.exists()


def test_a_full_disk_does_not_hide_what_a_comparison_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = invented(policies=("interest", "random"), replications=2)
    frames = {name: getattr(made, name) for name in ("config", "runs", "daily", "decomposition", "assumptions")}
    found = Comparison(
        **frames, failures=made.runs[:0], policies=made.policies, schedules=made.schedules, manifest=made.manifest
    )
    monkeypatch.setattr("sim.comparison.compare", lambda *_, **__: found)

    def run() -> int:
        small_files_only(8_000)  # what is said here has room
        return compare_command([QUIET, f"hydra.run.dir={tmp_path / 'found'}"])

    code, said = in_a_child(run, tmp_path / "said")
    assert code == 1, said
    assert re.search(r"random\s", said[: said.index("error: ")]), "the table"
    assert one_error(said).endswith("\n  the table above is all that is kept")
    assert [path.name for path in tmp_path.iterdir()] == ["said"]


COMPARED = [*SMALL, "policies=[interest,random]", "schedules=[steady,drying]", "replications=1", QUIET]


def test_a_comparison_killed_before_its_report_is_written_lives_no_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.comparison.comparing.available_cores", lambda: 1)
    folder = tmp_path / "found"
    with monkeypatch.context() as patched:
        patched.setattr(Comparison, "report", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        code, said = in_a_child(lambda: compare_command([*COMPARED, f"hydra.run.dir={folder}"]), tmp_path / "said")
    assert code == -signal.SIGKILL, said
    assert compare_command([*COMPARED, f"hydra.run.dir={folder}"]) == 0
    assert "4 of 4 runs are there from before" in capsys.readouterr().err
    assert {path.name for path in folder.iterdir()} == FORM.entries - {UNFINISHED}
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["found"], "nothing half-made is left"


def test_a_report_that_cannot_be_made_does_not_cost_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sim.comparison.comparing.available_cores", lambda: 1)
    monkeypatch.setattr(Comparison, "report", fail)
    with pytest.raises(ZeroDivisionError):
        compare_command([*COMPARED, f"hydra.run.dir={tmp_path / 'found'}"])
    assert len(sim.open_comparison(tmp_path / "found").runs) == 4


def test_runs_are_kept_until_there_are_all_and_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What failed or had no room costs no run that was lived."""
    monkeypatch.setattr("sim.comparison.comparing.available_cores", lambda: 1)
    command = [*COMPARED, f"hydra.run.dir={tmp_path / 'found'}"]
    live = working._live

    def fail(plan: Arms, cell: Cell, warm: sim.Run | None) -> working.Outcome:
        if cell.policy == "random":
            raise RuntimeError("no luck")
        return live(plan, cell, warm)

    def no_room(*_: object) -> None:
        raise NoRoomError("report.html cannot be written: no room")

    with monkeypatch.context() as patched:
        patched.setattr(working, "_live", fail)
        assert compare_command(command) == 1
        assert "2 of 4 runs failed" in capsys.readouterr().err
    with monkeypatch.context() as patched:
        patched.setattr(Comparison, "report", no_room)
        assert compare_command(command) == 1
        said = capsys.readouterr().err
        assert "2 of 4 runs are there from before" in said
        assert f"it goes on from {tmp_path / 'found' / UNFINISHED}" in said
    assert len(sim.open_comparison(tmp_path / "found").runs) == 4, "the tables at least"
    assert compare_command(command) == 0
    assert "4 of 4 runs are there from before" in capsys.readouterr().err
    assert {path.name for path in (tmp_path / "found").iterdir()} == FORM.entries - {UNFINISHED}


def test_a_folder_that_cannot_give_way_is_refused_before_the_work(
    whole: sim.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    with monkeypatch.context() as patched:
        patched.chdir(here)
        for command in (COMMAND.main, compare_command):
            assert command([*SMALL, QUIET, "hydra.run.dir=."]) == 2
            assert one_error(capsys.readouterr().err).startswith("error: hydra.run.dir is .: it is where you are")
        with pytest.raises(DataError, match="cannot give way to a run: it is where you are"):
            whole.save(".")
    assert list(tmp_path.iterdir()) == [here], "it is still there, and empty"
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == here)
    assert COMMAND.main([*SMALL, QUIET, f"hydra.run.dir={here}"]) == 2
    assert "another disk begins there" in one_error(capsys.readouterr().err)


def test_a_run_saved_through_a_link_lies_where_the_link_leads(whole: sim.Run, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(whole.save(tmp_path / "run"), target_is_directory=True)
    assert whole.save(link) == link
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "run"]
    assert sim.open_run(link).fingerprint == whole.fingerprint


def test_a_name_without_room_for_what_lies_beside_it_is_refused_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert COMMAND.main([*SMALL, QUIET, f"hydra.run.dir={tmp_path / ('x' * 240)}"]) == 2
    assert "allowed is a folder whose name takes at most 200 bytes" in one_error(capsys.readouterr().err)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("closed", ["<&- >&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_costs_no_run(closed: str, whole: sim.Run, tmp_path: Path) -> None:
    """The first file that is opened would take its number, and be written to by whoever says something."""
    said = " ".join([sys.executable, "-m", "experiments.run", *SMALL, f"hydra.run.dir={tmp_path / 'run'}", closed])
    assert subprocess.run(["/bin/sh", "-c", said], cwd=ROOT, check=False).returncode == 0
    assert sim.open_run(tmp_path / "run").fingerprint == whole.fingerprint


def test_a_folder_whose_name_is_no_text_is_refused_first(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "run") + b"\xff"
    command = [sys.executable, "-m", "experiments.run", *SMALL, b"hydra.run.dir='" + folder + b"'"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "allowed is a path that is text in UTF-8" in one_error(done.stderr)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["run[1]", "run*?"])
def test_what_was_killed_is_found_under_any_name(name: str, whole: sim.Run, tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = whole.save(tmp_path / name)
    folder.rename(tmp_path / f".{name}.{gone.pid}-7.former")
    folders.sweep_up(folder)
    assert sim.open_run(folder).fingerprint == whole.fingerprint


def test_what_a_killed_command_left_is_swept_up(whole: sim.Run, tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder, living = whole.save(tmp_path / "run"), f".run.{os.getppid()}-1.partial"
    folder.rename(tmp_path / f".run.{gone.pid}-7.former")  # killed between the two renames
    for name in (f".run.{gone.pid}-8.partial", f".run.{os.getpid()}-9.partial", living, ".run.mine"):
        (tmp_path / name).mkdir()
    folder.mkdir()  # as a command does before anything else
    folders.sweep_up(folder)
    assert sim.open_run(folder).fingerprint == whole.fingerprint
    assert {path.name for path in tmp_path.iterdir()} == {"run", living, ".run.mine"}
    (tmp_path / f".run.{gone.pid}-7.former").mkdir()
    assert COMMAND.main([*SMALL, QUIET, f"hydra.run.dir={folder}"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"run", living, ".run.mine"}


ENDLESS = """
import sys, time
from functools import partial
from experiments.command import guarded
from experiments.stopping import when_told
from sim.comparison import crew

def compare():
    for _ in crew.together(partial(map, time.sleep), [(600.0,), (600.0,)], 2, None):
        pass

def run():
    with when_told():
        while True:
            time.sleep(0.01)

print("working", flush=True)
sys.exit(guarded({"compare": compare, "run": run}[sys.argv[1]]))
"""


def endless(kind: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, kind], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "working\n"
    time.sleep(2.0)  # until it is in the midst of it
    return process


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, "terminated\n"), (signal.SIGINT, 130, "interrupted\n"), (signal.SIGKILL, -9, "")],
)
def test_no_worker_outlives_a_comparison(number: signal.Signals, code: int, word: str) -> None:
    process = endless("compare")
    process.send_signal(number)
    _, said = process.communicate(timeout=60)  # the workers hold the same stream: it ends when all have
    assert (process.returncode, said) == (code, word)


def test_a_second_termination_ends_a_day_that_does_not_end() -> None:
    process = endless("run")
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)  # the same again: to the process and to its group
    assert process.stderr is not None
    assert process.stderr.readline() == "\n"
    assert "SIGTERM again" in process.stderr.readline()
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == -signal.SIGTERM


def test_a_full_disk_costs_a_checkpoint_and_no_former_one(tmp_path: Path) -> None:
    path = checkpoint.write(tmp_path / "run.checkpoint", {"day": 1}, [1.0])

    def write() -> int:
        small_files_only(1_000)
        try:
            checkpoint.write(path, {"day": 2}, list(range(10_000)))
        except DataError as error:
            print(f"error: {error}")
            return 1
        return 0

    code, said = in_a_child(write, tmp_path / "said")
    assert code == 1
    assert "run.checkpoint cannot be written" in one_error(said)
    assert checkpoint.read(path)[0] == {"day": 1}
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["run.checkpoint", "said"]


def test_a_folder_that_may_not_be_written_is_refused_in_a_line(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.mkdir(mode=0o555)

    def run() -> int:
        if os.geteuid() == 0:
            os.seteuid(65_534)  # a superuser may write anywhere
        return COMMAND.main([*SMALL, QUIET, f"hydra.run.dir={place / 'run'}"])

    code, said = in_a_child(run, tmp_path / "said")
    assert code == 1, said
    assert "cannot be used: Permission denied" in one_error(said)
    assert not list(place.iterdir())


def test_two_commands_do_not_write_to_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    command = [
        sys.executable,
        "-m",
        "experiments.run",
        *SMALL,
        "horizon_days=2000",
        "record.checkpoint_days=0",
        f"hydra.run.dir={folder}",
    ]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lock = tmp_path / ".run.lock"
    while not (lock.exists() and lock.read_text()):
        time.sleep(0.02)
    (tmp_path / "other").symlink_to(folder, target_is_directory=True)
    places = [f"hydra.run.dir={tmp_path / name}" for name in ("run", "other")]
    refused = [in_a_child(lambda at=at: COMMAND.main([*SMALL, QUIET, at]), tmp_path / "said") for at in places]
    first.kill()  # however it ends, the folder is free
    first.wait()
    for code, said in refused:
        assert code == 2
        assert f"which another command is writing to (process {first.pid} on" in one_error(said)
    code, said = in_a_child(lambda: COMMAND.main([*SMALL, QUIET, places[1]]), tmp_path / "said")
    assert code == 0, said
    assert (tmp_path / "other").is_symlink(), "what is written through it lies where it leads"
    assert sim.open_run(folder).fingerprint == sim.simulate(SMALL).fingerprint
    assert not lock.exists()


def forged(folder: Path, name: str, data: bytes) -> None:
    """Put something else into a file of a run, and its digest into the manifest: what a stranger could send."""
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = folders.digest(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture(scope="module")
def whole() -> sim.Run:
    return sim.simulate(SMALL)


@pytest.mark.parametrize("name", ["metrics.parquet", "creators.parquet", "ledger.parquet"])
@pytest.mark.parametrize("kind", ["flipped", "cut", "text", "empty"])
def test_a_parquet_file_gone_bad_is_named(whole: sim.Run, name: str, kind: str, tmp_path: Path) -> None:
    folder = whole.save(tmp_path / "run")
    data = (folder / name).read_bytes()
    flipped = bytearray(data)
    flipped[-40] ^= 255
    bad = {"flipped": bytes(flipped), "cut": data[: len(data) // 2], "text": b"day,value\n1,2\n", "empty": b""}[kind]
    (folder / name).write_bytes(bad)
    with pytest.raises(DataError, match=f"{name} is not the file that the run wrote"):
        sim.open_run(folder)
    if kind == "flipped":
        return  # without the digest nobody could tell
    forged(folder, name, bad)
    with pytest.raises(DataError, match=f"{name} cannot be read") as caught:
        sim.open_run(folder)
    assert len(str(caught.value).splitlines()) <= 2


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_configuration_that_was_cut_short_is_not_filled_in(whole: sim.Run, share: float, tmp_path: Path) -> None:
    folder = whole.save(tmp_path / "run")
    data = (folder / "config.yaml").read_bytes()
    (folder / "config.yaml").write_bytes(data[: int(share * len(data))])
    with pytest.raises(DataError, match=r"config\.yaml is not the file that the run wrote"):
        sim.open_run(folder)


def test_a_clock_that_jumps_changes_nothing(whole: sim.Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    now = [2_000_000_000.0]

    def back_and_forth() -> float:
        now[0] = now[0] - 7e8 if now[0] > 1e9 else now[0] + 9e8
        return now[0]

    monkeypatch.setattr(time, "time", back_and_forth)
    path = tmp_path / "run.checkpoint"
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    try:
        run = sim.simulate([*SMALL, "record.checkpoint_days=1"], checkpoint=path)
        os.utime(path, (4e9, 4e9))  # written in the future, as it seems
        again = sim.simulate([*SMALL, "record.checkpoint_days=1"], checkpoint=path)
    finally:
        del os.environ["TZ"]
        time.tzset()
    assert run.fingerprint == again.fingerprint == whole.fingerprint
    assert min(run.manifest["seconds"].values()) >= 0.0
    assert sim.open_run(run.save(tmp_path / "run")).fingerprint == whole.fingerprint


def test_more_memory_than_there_is_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: 4 * 10**9)
    start = time.process_time()
    assert COMMAND.main([*SMALL, QUIET, "population.users=20000000", "hydra.run.dir=run"]) == 2
    assert time.process_time() - start < 5.0
    said = one_error(capsys.readouterr().err)
    assert "population needs about" in said
    assert "allowed is what is free, 4.0 GB" in said
    assert not list(tmp_path.iterdir())


def test_what_is_free_is_the_least_of_all_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:   5000 kB\n")
    monkeypatch.setattr(memory, "MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "GROUP", tmp_path)
    assert memory.free_bytes() == 5_000 * 1024
    (tmp_path / "memory.max").write_text("3000000\n")
    (tmp_path / "memory.current").write_text("1000000\n")
    assert memory.free_bytes() == 2_000_000
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.free_bytes() == 5_000 * 1024


def test_the_estimate_is_near_what_a_world_takes() -> None:
    said = [*SMALL, "population.users=10000", "population.creators=2000", "horizon_days=1", "warmup_days=0"]
    config = sim.load(said)
    parts = expected(config)
    tracemalloc.start()
    stage = set_stage(config)
    _, taken = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(stage.world.users) == 10_000
    assert taken == pytest.approx(parts["users"] + parts["accounts"], rel=0.5)
    refuse_what_does_not_fit(parts)
