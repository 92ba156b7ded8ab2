"""The commands of robustness and predictions, in tiny worlds; and how ranks are flagged."""

import math
from pathlib import Path

import pandas as pd
import pytest

from experiments.predictions import __main__ as predictions
from experiments.predictions.facts import FACTS
from experiments.robustness import __main__ as robustness
from experiments.robustness.ranks import protections, swapped, text, unsteady
from experiments.robustness.studies import STUDIES
from sim.comparison.arms import arms
from sim.config.load import load

ROOT = Path(__file__).parents[2]
TINY = ["scenario=quick", "horizon_days=8", "warmup_days=3", "population.users=40", "population.creators=20"]
QUIET = ["hydra/hydra_logging=none", "hydra/job_logging=none"]


def table(**ranks: list[int]) -> pd.DataFrame:
    rows = [
        ("natural", f"s{place}", policy, -float(rank), -rank - 0.1, -rank + 0.1, rank)
        for policy, every in ranks.items()
        for place, rank in enumerate(every)
    ]
    return pd.DataFrame(rows, columns=["lane", "setting", "policy", "protection", "low", "high", "rank"])


def test_ranks_that_move_and_marks() -> None:
    found = table(a=[1, 1], b=[2, 3], c=[3, 2])
    assert unsteady(found) == ["b", "c"]
    lines = text(found, ["b"]).splitlines()
    assert [line.split()[0] for line in lines] == ["policy", "a", "b*", "c"]


class Known:
    """A comparison whose protections are given."""

    def __init__(self, **protection: list[float]) -> None:
        self.policies, self.pairs, self._protection = list(protection), self, protection

    def protection(self, policy: str, lane: str) -> pd.Series:
        values = self._protection[policy]
        index = pd.MultiIndex.from_product([[-1], range(len(values))], names=["draw", "replication"])
        return pd.Series(values, index=index)


def test_policies_change_places_only_beyond_luck() -> None:
    steady = [0.0, 0.01, -0.01, 0.0]
    here = Known(a=steady, b=[0.2, 0.21, 0.2, 0.22], c=[0.01, -0.02, 0.03, 0.0])
    there = Known(a=[0.3, 0.31, 0.3, 0.29], b=[0.1, 0.12, 0.11, 0.1], c=[0.1, 0.5, -0.4, 0.3])
    assert swapped({"here": here, "there": there}) == [("a", "b")]
    assert swapped({"here": here, "again": here}) == []


@pytest.mark.parametrize("name", STUDIES)
def test_every_setting_can_be_compared(name: str) -> None:
    for setting in STUDIES[name].settings:
        plan = arms(load(["experiment=robustness", *setting.overrides]), None, None, setting.warmup_policy)
        assert list(plan.warm(-1, 0).policy) == [setting.warmup_policy]
        assert plan.branch(-1, 0, "interest", "drying").population.users <= 1_000


def test_a_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = [*TINY, "study=paid_elasticity", "policies=[interest,niche_boost]", "hydra.run.dir=out", *QUIET]
    assert robustness.main(arguments) == 0
    said = capsys.readouterr().out
    assert "Prediction: " in said
    assert "Protection of total exposure" in said
    found = pd.read_csv(tmp_path / "out" / "protection.csv")
    assert set(found["setting"]) == {"eta 0.0", "eta 0.5", "eta 1.0"}
    assert set(found["lane"]) == {"natural", "total"}
    assert (found.loc[found["policy"] == "interest", "protection"] == 0.0).all()


def test_a_fact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert predictions.main([*TINY, "fact=f2", "replications=2", "hydra.run.dir=out", *QUIET]) == 0
    said = capsys.readouterr().out
    assert "match: expected down" in said
    assert "nothing is left" in said
    assert len(pd.read_csv(tmp_path / "out" / "differences.csv")) == 2


@pytest.mark.parametrize(("command", "word"), [(robustness.main, "study"), (predictions.main, "fact")])
@pytest.mark.parametrize("arguments", [[], ["nope"], ["both", "twice"]])
def test_what_is_not_there_is_refused(command, word, arguments, capsys: pytest.CaptureFixture[str]) -> None:
    assert command([f"{word}={name}" for name in arguments]) == 2
    assert capsys.readouterr().err.startswith(f"error: {word} is ")


@pytest.mark.parametrize(
    ("folder", "names", "word"),
    [("robustness", STUDIES, "study"), ("predictions", FACTS, "fact")],
)
def test_the_readme_has_every_one(folder: str, names: dict[str, object], word: str) -> None:
    said = (ROOT / "experiments" / folder / "README.md").read_text()
    for name in names:
        assert f"{word}={name}" in said


def test_missing_protection_is_a_dash() -> None:
    found = table(a=[1, 1])
    found.loc[0, ["protection", "low", "high"]] = math.nan
    assert text(found, []).splitlines()[1].split()[1] == "-"


def test_ranks_are_by_protection() -> None:
    from sim.comparison import compare

    found = protections({"here": compare(TINY, policies=["interest", "random"], replications=2, processes=1)})
    assert sorted(found["rank"]) == [1, 2]
    best = found.loc[found["protection"].idxmax(), "rank"]
    assert best == 1
