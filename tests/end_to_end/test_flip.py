"""What would reverse the recommendation, as a user asks for it; each end of what it says is lived again here."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import sim
from experiments.command import Job
from experiments.flip.__main__ import main, wins
from sim.analysis.winners import best

TINY = [
    "scenario=quick", "policies=[interest,niche_boost]", "population.users=60", "population.creators=24",
    "horizon_days=16", "warmup_days=5", "refresh_minutes=720", "replications=2",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting processes takes longer than these worlds."""
    monkeypatch.setattr("sim.comparison.comparing.available_cores", lambda: 1)


def winner(*words: str) -> str:
    return best(sim.compare(sim.load([*TINY, *words]), draws=0).pairs)


def test_the_change_it_names_reverses_the_recommendation(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*TINY, "draws=4", "tried=2", "halvings=1"]) == 0
    said = capsys.readouterr().out
    leader = winner()
    assert f"recommended at the base: {leader}" in said
    (path,) = tmp_path.glob("outputs/*/*/flips.csv")
    assert path.with_name("box.csv").exists()
    found = next(pd.read_csv(path).itertuples())  # the smallest
    assert found.winner != leader
    assert winner(f"{found.key}={found.at!r}") == found.winner
    assert winner(f"{found.key}={found.holds!r}") == leader
    assert 0.0 < found.share <= 1.0
    assert f"reverses the recommendation of `{leader}`: `{found.key}` from" in said


def test_what_was_said_of_a_policy_stays_when_an_assumption_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("sim.comparison.compare", lambda config, **_: asked.append(config) or SimpleNamespace(pairs=0))
    monkeypatch.setattr("sim.analysis.winners.best", lambda _: "")
    config = sim.load([*TINY, "policy=heating", "policy.heating.picks=7"])
    job = Job(config, (), Path(), alone=True)
    wins(job, [], "policy.heating.share", 0.25)
    wins(job, ["policy.niche_boost.boost"], "policy.niche_boost.boost", 2.0)
    assert (asked[0].policy["heating"]["share"], asked[0].policy["heating"]["picks"]) == (0.25, 7)
    assert asked[1].policy["niche_boost"]["boost"] == 2
    assert asked[1].policy["heating"] == config.policy["heating"]


@pytest.mark.parametrize(("word", "error"), [("tried=many", "tried is many"), ("halvings=-1", "halvings is -1")])
def test_a_wrong_word_is_named(word: str, error: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word, *TINY]) == 2
    assert error in capsys.readouterr().err
