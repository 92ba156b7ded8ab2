"""The command that puts learners side by side, in a tiny world; and how orders are compared."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.learners.__main__ import main
from experiments.learners.order import agreement, of_halves, tau

TINY = [
    "scenario=quick", "traffic=steady", "experiment=none", "horizon_days=8", "warmup_days=3", "replications=2",
    "population.users=60", "population.creators=30", "policies=[interest,random,niche_boost]",
]  # fmt: skip


def test_learners_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.comparison.comparing.available_cores", lambda: 1)  # a process costs more than these runs
    assert main([*TINY, "learners=[oracle,bayes_topic]", "cost_users=100", "hydra.run.dir=out"]) == 0
    said = capsys.readouterr().out
    assert "CPU ms a day" in said
    assert "Kendall's tau" in said
    quality = pd.read_csv(tmp_path / "out" / "learners.csv", index_col="learner")
    assert quality.loc["oracle", "auc"] > quality.loc["bayes_topic", "auc"] > 0.5
    protection = pd.read_csv(tmp_path / "out" / "protection.csv")
    assert set(protection["learner"]) == {"oracle", "bayes_topic"}
    alike = pd.read_csv(tmp_path / "out" / "agreement.csv", index_col="learner")
    assert alike.loc["oracle", "bayes_topic"] == alike.loc["bayes_topic", "oracle"]
    assert (tmp_path / "out" / "learners.svg").read_text().lstrip().startswith("<?xml")


@pytest.mark.parametrize("arguments", [["learners=[oracle,nobody]"], ["learners=[als,als]"], ["cost_users=-1"]])
def test_what_is_not_there_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"error: {arguments[0].partition('=')[0]} is ")


def test_orders_alike_and_reversed() -> None:
    one = pd.Series({"a": 1.0, "b": 2.0, "c": 3.0})
    assert tau(one, one[::-1]) == 1.0, "an order is of policies, not of rows"
    assert tau(one, -one) == -1.0
    assert tau(one, pd.Series({"a": 1.0, "b": 3.0, "c": 2.0})) == pytest.approx(1 / 3)


def test_a_learner_agrees_with_itself_as_far_as_luck_lets_it() -> None:
    sure = pd.DataFrame([[1.0, 1.1], [2.0, 2.1], [3.0, 3.1]], index=list("abc"))
    unsure = pd.DataFrame([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]], index=list("abc"))
    assert (of_halves(sure), of_halves(unsure)) == (1.0, -1.0)
    table = agreement({"sure": sure, "reverse": -sure})
    assert table.loc["sure", "reverse"] == -1.0
    assert table.loc["sure", "sure"] == table.loc["reverse", "reverse"] == 1.0
