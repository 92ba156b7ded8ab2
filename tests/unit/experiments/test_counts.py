"""Numbers among the words of a command: digits that can be meant, or a line that says what is allowed."""

from collections.abc import Callable, Sequence

import pytest

from experiments import endurance, sweep
from experiments.calibrate.__main__ import main as calibrate
from experiments.flip.__main__ import main as flip
from experiments.gallery.__main__ import main as gallery
from experiments.learners.__main__ import main as learners
from experiments.sensitivity.__main__ import main as sensitivity
from experiments.tune.__main__ import main as tune
from experiments.validation.__main__ import main as validation

ASKED: dict[str, tuple[Callable[[Sequence[str]], int], str]] = {
    "sweep": (sweep.main, "store=never pairs="),
    "endurance": (endurance.main, "what=memory cells="),
    "calibrate": (calibrate, "points="),
    "flip": (flip, "tried="),
    "gallery": (gallery, "evaluations="),
    "learners": (learners, "cost_users="),
    "sensitivity": (sensitivity, "points="),
    "tune": (tune, "trials="),
    "validation": (validation, "replications="),  # type: ignore[arg-type]  # it takes a list, and is given one
}


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "1e3", ""])
@pytest.mark.parametrize("name", ASKED)
def test_a_number_that_is_none_is_refused_in_a_line(name: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, words = ASKED[name]
    assert command(f"{words}{number}".split(" ")) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert "allowed" in said
    assert len(said) < 600


@pytest.mark.parametrize(
    ("command", "word"), [(gallery, "gaming_worlds"), (gallery, "tuning_worlds"), (tune, "judged"), (tune, "trials")]
)
def test_more_worlds_than_a_comparison_may_have_are_refused_first(
    command: Callable[[Sequence[str]], int], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command([f"{word}=1000000000000", "--help"]) == 2
    assert f"error: {word} is 1000000000000, allowed is a whole number from " in capsys.readouterr().err


def test_a_memory_of_no_runs_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert endurance.main(["what=memory", "cells=0"]) == 2
    assert "allowed are what=kill or what=memory" in capsys.readouterr().err
