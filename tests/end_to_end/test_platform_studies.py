"""What is asked of several platforms, each in tiny worlds: that it runs, what it compares, what numbers it leaves."""

from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import sim

TINY = [
    "population.users=60", "population.creators=24", "population.topics=10", "population.verticals=4",
    "population.visits_per_day=3", "population.koc_uploads_per_day=1", "horizon_days=16", "warmup_days=2",
    "replications=2", "refresh_minutes=1440", "hydra/hydra_logging=none", "hydra/job_logging=none",
]  # fmt: skip


def asked(study: str, folder: Path, *more: str) -> pd.DataFrame:
    main = import_module(f"experiments.{study}.__main__").main
    assert main([*TINY, *more, f"hydra.run.dir={folder}"]) == 0
    assert len(list(folder.glob("*.svg"))) == 1
    (path,) = folder.glob("*.csv")
    return pd.read_csv(path)


def test_users_welfare_with_one_platform_and_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.two_platforms.__main__ import SIDES

    found = asked("two_platforms", tmp_path).pivot_table(index="world", columns="side", values="welfare")
    said = capsys.readouterr().out
    assert set(found) == set(SIDES)
    assert all(f"  {side}" in said for side in SIDES)
    assert found.notna().all(axis=None)
    assert (found["two, nobody on both"] != found["two, all may"]).all(), "publishing on both makes a difference"
    assert (found["one"] != found["two, nobody on both"]).all()
    shown = sim.load(["experiment=two_platforms", *SIDES["two, one dry, all may"]])
    loads = {name: sim.config.load.of_platform(shown, name).traffic.ad_load.bounds()[1] for name in shown.platforms}
    assert loads["douyin"] == 0.55 > loads["twin"], "one of them dries up"


def test_content_fit_is_asked_of_its_two_platforms(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from experiments.content_fit.__main__ import main

    assert main([*TINY, "platform=[douyin,twin]", f"hydra.run.dir={tmp_path / 'out'}"]) == 2
    assert "allowed in experiments.content_fit is [douyin,channels]" in capsys.readouterr().err


def test_content_made_for_one_platform_and_shown_on_the_other(tmp_path: Path) -> None:
    from experiments.content_fit.matrix import relative

    found = asked("content_fit", tmp_path, "between.ported_fit=0.05", "market.commerce.products=16")
    assert list(found["side"].unique()) == ["style matters", "it does not"]
    plays = {side: relative(rows, "plays", "douyin").mean() for side, rows in found.groupby("side")}
    assert plays["style matters"] < 0.7 * plays["it does not"], (
        "odds of a twentieth, and no less where style is nothing"
    )


def test_tests_in_the_world_pay_in_sums(capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.test_budgets.__main__ import in_world

    more = ["population.users=60", "population.creators=40", "horizon_days=30", "warmup_days=2"]
    found = in_world(2, more).groupby("smallest").mean()
    assert "from  50 RMB" in capsys.readouterr().out
    assert found["tried"][0] > found["tried"][50] > 0.0, "fewer products where sums are large"
    assert found["tests"][100] == found["scaled"][100] == 0.0, "100 RMB are more than a brand has for KOCs in a month"
