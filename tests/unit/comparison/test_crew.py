"""Processes that die, fail or are stopped, with workers that only pretend to work."""

import sys
from functools import partial
from pathlib import Path

import pytest

import sim
from sim.comparison import crew
from sim.comparison.arms import arms
from sim.comparison.cells import Cell
from sim.comparison.work import died, work

WORKER = """
import os, pickle, sys
from sim.comparison.work import Outcome
pickle.load(sys.stdin.buffer)
while True:
    try:
        batch = pickle.load(sys.stdin.buffer)
    except EOFError:
        break
    for cell in batch:
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


def deal(*names: str) -> list[tuple[Cell, ...]]:
    """One batch for each word, one run for each name in it."""
    return [
        tuple(Cell(-1, place, name, f"s{n}") for n, name in enumerate(word.split())) for place, word in enumerate(names)
    ]


@pytest.fixture(scope="module")
def plan():
    return partial(work, arms(sim.load(), ["interest"], None))


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_everything_is_done_once(pretend, plan, processes: int) -> None:
    todo = deal("good good", "good", "good good good")
    outcomes = list(crew.together(plan, todo, processes, died))
    assert sorted(o.cell for o in outcomes) == sorted(c for b in todo for c in b)
    assert not any(o.error for o in outcomes)


def test_a_run_that_fails_or_kills_its_process_costs_itself_only(pretend, plan) -> None:
    todo = deal("good bad good", "good fatal good good", "good")
    errors = {o.cell: o.error for o in crew.together(plan, todo, 2, died)}
    assert len(errors) == 8
    assert sorted(e for e in errors.values() if e) == ["ValueError: no", "its process ended with code 3"]


def test_processes_that_die_at_once_do_not_go_on_for_ever(pretend, plan) -> None:
    todo = deal("fatal fatal fatal", "fatal")
    errors = [o.error for o in crew.together(plan, todo, 1, died)]
    assert errors == ["its process ended with code 3"] * 4


def test_stopping_early_ends_the_processes(pretend, plan) -> None:
    going = crew.together(plan, deal(*["good good"] * 50), 2, died)
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
