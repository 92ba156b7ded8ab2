"""The commands about careers, in tiny worlds."""

from pathlib import Path

import pandas as pd
import pytest

import sim
from experiments.moat import __main__ as moat
from experiments.stories import __main__ as stories
from experiments.stories import why
from experiments.tipping import __main__ as tipping
from sim.core.errors import SimError

QUIET = ["hydra/hydra_logging=none", "hydra/job_logging=none"]
SMALL = ["population.users=60", "population.creators=24", "population.topics=12", "population.verticals=4"]


def test_a_page_for_each_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(why, "OFF", {name: why.OFF[name] for name in ("drying (paid displacement)", "satiation")})
    stays = ["careers.exit_level_per_month=0", "careers.burnout_per_month=0", "population.visits_per_day=6"]
    short = ["horizon_days=14", "warmup_days=5", "traffic=step", "hydra.run.dir=out"]
    assert stories.main([*SMALL, *short, *stays, *QUIET]) == 0
    pages = sorted(path.stem for path in (tmp_path / "out").glob("*.md"))
    assert pages == ["fan_maker", "fertiliser_seller", "head_influencer", "live_team", "niche_expert", "rural_seller"]
    text = (tmp_path / "out" / "head_influencer.md").read_text()
    parts = (
        "## Exposure",
        "## Audience and money",
        "## Career",
        "is, exactly:",
        "## Why",
        "drying (paid",
        "| satiation",
    )
    for part in (*parts, "paid spend -"):
        assert part in text
    team = (tmp_path / "out" / "live_team.md").read_text()
    assert "rooms have closed" in team
    assert "under contract with agency 0" in team


def test_a_world_in_which_one_is_gone_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    gone = sim.load([*SMALL, "stories=standard", "careers=standard", "careers.burnout_per_month=60", "warmup_days=5"])
    monkeypatch.setattr(stories, "WORLDS", 2)
    with pytest.raises(SimError, match="in none of 2 worlds"):
        stories.first_with_all(gone, list(gone.stories.accounts))
    assert "seed 1: gone before onset: " in capsys.readouterr().out


def test_stories_need_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert stories.main([*SMALL, "stories=none", "hydra.run.dir=out", *QUIET]) == 2
    assert "allowed is a choice with accounts" in capsys.readouterr().err


def test_tipping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tipping, "LOOP_DAYS", 12)
    short = ["horizon_days=14", "warmup_days=6", "replications=1", "policies=[interest,random]", "hydra.run.dir=out"]
    assert tipping.main([*SMALL, *short, *QUIET]) == 0
    said = capsys.readouterr().out
    assert "Critical dryness, by policy" in said
    assert list(pd.read_csv(tmp_path / "out" / "critical.csv")["policy"].sort_values()) == ["interest", "random"]
    assert set(pd.read_csv(tmp_path / "out" / "loop.csv")["careers"]) == {"on", "off"}


def test_moat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    short = ["horizon_days=12", "warmup_days=6", "replications=2", "hydra.run.dir=out"]
    assert moat.main([*SMALL, *short, *QUIET]) == 0
    said = capsys.readouterr().out
    assert "paid, survival: 48 accounts" in said
    found = pd.read_csv(tmp_path / "out" / "moat.csv")
    parts = found.groupby(["side", "outcome"])
    assert set(found["side"]) == {"natural", "paid"}
    assert parts["share"].sum().tolist() == pytest.approx(parts["r2"].first().tolist())
