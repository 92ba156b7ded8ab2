"""Other systems beside this one: asked in environments of their own, and honest where there is none to ask."""

import ast
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.benchmark import environments, parts, side_by_side
from experiments.benchmark.batch import Workload
from experiments.benchmark.environments import MISSING, ROOT, Told, told
from experiments.benchmark.side_by_side import SCRIPTS, SYSTEMS, fitting, measured
from experiments.benchmark.table import of_engines, of_systems

SMALL = ["experiment=benchmark_quick", "population.users=60", "population.creators=120"]
ROW = {"version": "1.2", "way": "a way", "users": 60, "items": 120, "impressions": 500, "cpu_seconds": 2.0}
LIFE = {"creators": 50, "items": 120, "impressions": 1_000, "cpu_seconds": 0.01}


def installed(home: Path, name: str, *lines: str) -> None:
    """A system whose Python is a few lines of shell."""
    python = home / name / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("\n".join(["#!/bin/sh", *lines]))
    python.chmod(0o755)


def test_what_a_system_says_is_read_among_what_it_babbles(tmp_path: Path) -> None:
    installed(
        tmp_path, "one", "touch left.log", "echo deprecated", f"echo '{json.dumps(ROW)}'", 'echo "{\\"asked\\": $2}"'
    )
    assert told("one", ["script.py", "7"], tmp_path) == Told([ROW, {"asked": 7}], "")
    assert not list(tmp_path.rglob("left.log"))
    assert not Path("left.log").exists()


def test_a_system_runs_on_one_thread_and_without_an_accelerator(tmp_path: Path) -> None:
    installed(tmp_path, "one", 'echo "{\\"threads\\": $OMP_NUM_THREADS, \\"devices\\": $CUDA_VISIBLE_DEVICES}"')
    assert told("one", [], tmp_path).rows == [{"threads": 1, "devices": -1}]


def test_why_a_system_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "broken", "echo 'Traceback' >&2", "echo 'ImportError: no such thing' >&2", "exit 1")
    installed(tmp_path, "dead", "exit 9")
    installed(tmp_path, "slow", "exec sleep 5")
    assert told("absent", [], tmp_path) == Told([], MISSING)
    assert told("broken", [], tmp_path) == Told([], "failed: ImportError: no such thing")
    assert told("dead", [], tmp_path) == Told([], "failed: exit 9")
    monkeypatch.setattr(environments, "LIMIT", 0.05)
    assert told("slow", [], tmp_path) == Told([], "took more than 0.05 s")


def test_a_system_gets_as_many_users_as_memory_has_room_for() -> None:
    trecs = next(system for system in SYSTEMS if system.name == "T-RECS")
    assert fitting(trecs, 10_000, 10_000, None) == 10_000
    assert fitting(trecs, 10_000, 10_000, 24 * 2**30) == 10_000
    some = fitting(trecs, 10_000, 10_000, 6 * 2**30)
    assert 0 < some < 10_000
    assert some * 10_000 * trecs.bytes_a_pair < 6 * 2**30
    assert fitting(trecs, 10_000, 10_000, 2**29) == 0
    assert all(fitting(system, 60, 120, 24 * 2**30) == 60 for system in SYSTEMS)


def test_a_row_says_that_memory_was_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "trecs", 'echo "{\\"users\\": $2, \\"items\\": $3}"')
    for free, expected in ((6 * 2**30, {"users": 4_300, "items": 10_000}), (2**29, {})):
        monkeypatch.setattr(side_by_side, "free_bytes", lambda free=free: free)
        (row,) = side_by_side._asked(SYSTEMS[0], 10_000, 10_000, tmp_path)
        short = {"note" if expected else "missing": "no memory for 10,000 users"}
        assert row == {"peer": "T-RECS", **expected, **short}


def test_systems_that_are_there_and_that_are_not_have_rows(tmp_path: Path) -> None:
    two = [f"echo '{json.dumps({**ROW, 'way': way})}'" for way in ("at once", "one by one")]
    installed(tmp_path, "recsim", *two)
    installed(tmp_path, "recsim_ng", "exit 3")
    rows = measured(SMALL, tmp_path)
    assert [row["peer"] for row in rows] == ["T-RECS", "RecSim", "RecSim", "RecSim NG"]
    assert [row.get("missing") for row in rows] == [MISSING, None, None, "failed: exit 3"]
    for row in rows:
        items, accounts = row["own"]
        assert 0.5 < items["items"] / 120 < 2.0
        assert accounts["creators"] >= 120 > items["creators"]
        assert accounts["items"] > 2 * items["items"]
    once, twice = rows[0]["own"][0]["impressions"], rows[1]["own"][0]["impressions"]
    assert once == twice > 1_000  # two lives of one world, whether or not a system ran between them
    shown = of_systems(rows)
    assert f"T-RECS: {MISSING}" in shown
    assert "RecSim 1.2: one by one" in shown
    assert "RecSim NG: failed: exit 3" in shown


def test_a_hundred_times_is_asked_in_both_worlds() -> None:
    speeds = {"yes": (500, 500), "as many items": (500, 5), "NO": (5, 5)}
    for said, impressions in speeds.items():
        own = [{**LIFE, "impressions": count} for count in impressions]
        line = of_systems([{"peer": "One", "note": "no memory for 99 users", **ROW, "own": own}]).splitlines()[1]
        assert line.endswith(f"  {said}")
        assert line.startswith("One 1.2: a way; no memory for 99 users ")
        assert "200 x" in line or said == "NO"


def test_a_general_engine_that_is_not_there_has_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Workload(20, 40, 4, 60, 70, 400, 6, 4)._asdict()
    monkeypatch.setattr(parts, "engines", dict)
    monkeypatch.setattr(parts, "told", lambda *_, **__: Told([], MISSING))
    assert parts.engine("Mesa", work, 0) == MISSING
    monkeypatch.setattr(parts, "told", lambda *_, **__: Told([{"per_second": 5.0}], ""))
    assert parts.engine("Mesa", work, 0) == 5.0
    life = {**work, "cpu_seconds": 1.0, "numpy_cpu_seconds": 2.0, "peers": {"SimPy": [50.0, 100.0], "Mesa": [MISSING]}}
    shown = of_engines([life])
    assert "200, 2.0 x" in shown
    assert "100, 4.0 x" in shown
    assert MISSING in shown


def test_a_general_engine_can_be_asked_from_elsewhere() -> None:
    work = json.dumps(Workload(20, 40, 4, 60, 70, 400, 6, 4)._asdict())
    command = [sys.executable, "-m", "experiments.benchmark.peers", "SimPy", work, "0"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    speed = json.loads(said)["per_second"]
    assert math.isfinite(speed)
    assert speed > 0


def test_what_make_installs_is_pinned_and_read_by_its_python() -> None:
    makefile = (ROOT / "Makefile").read_text()
    made = dict(re.findall(r"(\w+):(3\.\d+)", makefile))
    assert set(made) == {system.environment for system in SYSTEMS} | {"mesa"}
    for name in made:
        lines = (SCRIPTS / f"{name}.txt").read_text().splitlines()
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines if not line.startswith("#"))
        assert any(line.startswith(f"{name.replace('_', '-')}==") for line in lines)
    for script in SCRIPTS.glob("*.py"):
        ast.parse(script.read_text(), feature_version=(3, 8))
    assert all((SCRIPTS / f"of_{system.environment}.py").exists() for system in SYSTEMS)
