"""Processes that die, fail or are stopped, with workers that only pretend to work."""

import sys
from pathlib import Path

import pytest

import sim
from sim.comparison import crew
from sim.comparison.arms import arms
from sim.comparison.cells import Batch, Cell

WORKER = """
import os, pickle, sys
from sim.comparison.work import Outcome
pickle.load(sys.stdin.buffer)
while True:
    try:
        batch = pickle.load(sys.stdin.buffer)
    except EOFError:
        break
    for cell in batch.cells:
        if cell.policy == "fatal":
            os._exit(3)
        error = "ValueError: no" if cell.policy == "bad" else ""
        pickle.dump(Outcome(cell, error=error), sys.stdout.buffer)
        sys.stdout.buffer.flush()
"""


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    popen = crew.subprocess.Popen

    def instead(command: list[str], **options: object) -> object:
        return popen([sys.executable, str(script)], **options)

    monkeypatch.setattr(crew.subprocess, "Popen", instead)


def deal(*names: str) -> list[Batch]:
    """One batch for each word, one run for each name in it."""
    return [
        Batch(-1, place, tuple(Cell(-1, place, name, f"s{n}") for n, name in enumerate(word.split())))
        for place, word in enumerate(names)
    ]


@pytest.fixture(scope="module")
def plan():
    return arms(sim.load(), ["interest"], None)


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_everything_is_done_once(pretend, plan, processes: int) -> None:
    work = deal("good good", "good", "good good good")
    outcomes = list(crew.together(plan, work, processes))
    assert sorted(o.cell for o in outcomes) == sorted(c for b in work for c in b.cells)
    assert not any(o.error for o in outcomes)


def test_a_run_that_fails_or_kills_its_process_costs_itself_only(pretend, plan) -> None:
    work = deal("good bad good", "good fatal good good", "good")
    errors = {o.cell: o.error for o in crew.together(plan, work, 2)}
    assert len(errors) == 8
    assert sorted(e for e in errors.values() if e) == ["ValueError: no", "its process ended with code 3"]


def test_processes_that_die_at_once_do_not_go_on_for_ever(pretend, plan) -> None:
    work = deal("fatal fatal fatal", "fatal")
    errors = [o.error for o in crew.together(plan, work, 1)]
    assert errors == ["its process ended with code 3"] * 4


def test_stopping_early_ends_the_processes(pretend, plan) -> None:
    going = crew.together(plan, deal(*["good good"] * 50), 2)
    next(going)
    going.close()


def test_what_a_worker_prints_is_not_taken_for_an_outcome() -> None:
    import pickle
    import subprocess

    said = subprocess.run(
        [sys.executable, "-P", "-m", "sim.comparison.worker"],
        input=pickle.dumps(None),
        capture_output=True,
        check=True,
    )
    assert said.stdout == b""
