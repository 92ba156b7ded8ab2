"""Sensitivity and tuning, as a user asks for them."""

import pandas as pd
import pytest

from experiments.command import INTERRUPTED
from experiments.flip.__main__ import main as flip
from experiments.robustness.__main__ import main as robustness
from experiments.sensitivity.__main__ import main as sensitivity
from experiments.tune.__main__ import main as tune
from sim.comparison import work

TINY = [
    "population.users=60", "population.creators=24", "horizon_days=16", "warmup_days=5", "refresh_minutes=720",
    "policy=niche_boost",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _one_process(monkeypatch) -> None:
    """Starting processes takes longer than these worlds."""
    monkeypatch.setattr("sim.comparison.comparing.available_cores", lambda: 1)


def test_a_policys_own_strength_decides_what_it_protects(tmp_path, monkeypatch, capsys) -> None:
    pytest.importorskip("SALib")
    monkeypatch.chdir(tmp_path)
    factors = "factors=[policy.niche_boost.boost,platform.values.complete]"
    assert sensitivity(["method=morris", "points=2", factors, *TINY, "seed=2"]) == 0
    (path,) = tmp_path.glob("outputs/*/*/sensitivity.csv")
    found = pd.read_csv(path, index_col="parameter")
    assert found.index[0] == "policy.niche_boost.boost"
    assert found.loc["policy.niche_boost.boost", "mu*"] > 0.0
    assert "6 points" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "error"),
    [(["method=none"], "method is none"), (["factors=[nothing,more]"], "factors is nothing"), (["points=x"], "points")],
)
def test_a_wrong_word_of_sensitivity_is_named(words, error, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert sensitivity([*words, *TINY]) == 2
    assert error in capsys.readouterr().err


def test_tuning_judges_the_front_in_worlds_it_has_not_seen(tmp_path, monkeypatch, capsys) -> None:
    pytest.importorskip("optuna")
    monkeypatch.chdir(tmp_path)
    assert tune(["trials=3", "judged=1", "replications=1", *TINY]) == 0
    (path,) = tmp_path.glob("outputs/*/*/tuned.csv")
    table = pd.read_csv(path)
    assert table["setting"].iloc[0] == "as its file has it"
    assert table["policy.niche_boost.boost"].iloc[0] == 0.3
    (tried,) = tmp_path.glob("outputs/*/*/tried.csv")
    assert len(pd.read_csv(tried)) == 3
    assert "held-out worlds" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("study", "words", "leaves"),
    [
        (
            sensitivity,
            ["method=morris", "points=2", "factors=[policy.niche_boost.boost,platform.values.complete]"],
            "sensitivity.csv",
        ),
        (robustness, ["study=refresh", "policies=[interest,niche_boost]", "replications=1"], "protection.csv"),
        (flip, ["policies=[interest,niche_boost]", "replications=2", "draws=1", "tried=1", "halvings=0"], "flips.csv"),
    ],
)
def test_a_study_that_was_stopped_lives_no_run_twice(study, words, leaves, tmp_path, monkeypatch, capsys) -> None:
    pytest.importorskip("SALib")
    monkeypatch.chdir(tmp_path)
    said, lived, live = [*words, *TINY, "hydra.run.dir=out"], [], work._live

    def counted(*told):
        if len(lived) == 3:
            raise KeyboardInterrupt
        lived.append(told[1])
        return live(*told)

    monkeypatch.setattr(work, "_live", counted)
    assert study(said) == INTERRUPTED
    assert "the same command goes on with hydra.run.dir=out" in capsys.readouterr().err
    first = list(lived)
    monkeypatch.setattr(work, "_live", lambda *told: lived.append(told[1]) or live(*told))
    assert study(said) == 0
    assert len(first) == 3
    assert "3 of" in capsys.readouterr().err
    assert not (tmp_path / "out" / "comparison.unfinished").exists()
    assert (tmp_path / "out" / leaves).exists()
