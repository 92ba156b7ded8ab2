"""The analytic checks: each holds, and the command says so; a figure that is off is seen."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.predictions.facts import FACTS
from experiments.verification import __main__ as verification
from experiments.verification import checks
from experiments.verification.checks import CHECKS, NOT_BUILT
from experiments.verification.facts import ELSEWHERE, NUMBERS, PUBLISHED, WAITING, facts, verdicts
from experiments.verification.figure import Check, likely, near, sampled

QUIET = ["hydra/hydra_logging=none", "hydra/job_logging=none"]


@pytest.mark.parametrize("number", CHECKS)
def test_every_figure_is_where_theory_puts_it(number: str) -> None:
    figures = CHECKS[number].figures()
    assert figures
    assert [figure for figure in figures if not figure.holds] == []


def test_every_number_of_the_list_is_shown_or_said_to_be_missing() -> None:
    numbers = {name.partition(" ")[0] for name in (*CHECKS, *NOT_BUILT)}
    assert numbers == {"A1b", "A18b", "A20b", "A21b", "A28b", *(f"A{number}" for number in range(1, 37))}


def test_every_fact_is_asked_or_said_to_be_missing() -> None:
    said = facts()
    assert [line.partition(" ")[0] for line in said] == list(NUMBERS)
    asked = {line.partition(" ")[0] for line in said if "not built" not in line}
    assert asked == (set(FACTS) | set(ELSEWHERE)) & set(NUMBERS)
    assert all("control: " in line and "verdict: " in line for line in said if "not built" not in line)


def test_a_verdict_is_the_one_that_was_published() -> None:
    known = verdicts("| f1, f2 | x | y | **Hit, miss.** +.1 |\n| f3 | x | y | PENDING |")
    assert known == {"f1": "Hit, miss", "f2": "Hit, miss", "f3": WAITING}
    known = verdicts(PUBLISHED.read_text(encoding="utf-8"))
    assert set(FACTS) <= set(known)


def test_a_figure_can_be_off() -> None:
    assert not near("x", 1.1, 1.0, 0.05).holds
    assert not near("x", float("nan"), 1.0, 0.05).holds
    assert not likely("x", 1e-5).holds
    assert not sampled("x", 1.5, 1.0, 0.1).holds
    assert sampled("x", 1.3, 1.0, 0.1).holds


def test_the_command_keeps_its_table_and_fails_if_a_figure_is_off(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = Check("one and one", lambda: [near("sum", 2.0, 3.0, 0.5)])
    monkeypatch.setattr(checks, "CHECKS", {"A18": CHECKS["A18"], "A99": wrong})
    monkeypatch.setattr(checks, "NOT_BUILT", {"A98": "nobody has built it"})
    assert verification.COMMAND.main(QUIET) == 1
    told = capsys.readouterr()
    assert "A99  one and one: OFF" in told.out
    assert "1 of 2 checks hold" in told.out
    assert "A99" in told.err
    (path,) = tmp_path.rglob("verification.csv")
    assert set(pd.read_csv(path)["verdict"]) == {"holds", "off", "not built"}
