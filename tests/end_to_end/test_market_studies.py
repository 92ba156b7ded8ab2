"""The market's questions, each asked in a tiny world: that they run, say what they find, and leave their numbers."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.brand_test import designs
from experiments.koc_window import sides
from experiments.market_targets.targets import TARGETS, judged

TINY = [
    "population.users=60", "population.creators=40", "market.commerce.products=16", "market.commerce.brands=2",
    "market.commerce.card_click=0.3", "market.brands.test_days=4", "market.brands.certainty=0", "replications=2",
    "refresh_minutes=1440", "hydra/hydra_logging=none", "hydra/job_logging=none",
]  # fmt: skip
STUDIES = {
    "koc_window": (["horizon_days=86", "warmup_days=2", "draws=1"], "windows.csv", "months"),
    "incrementality": (["horizon_days=50", "warmup_days=20"], "incrementality.csv", "incremental"),
    "head_or_koc": (["horizon_days=40", "warmup_days=5"], "returns.csv", "koc_0"),
    "small_sales": (["horizon_days=35", "warmup_days=2"], "shares.csv", "all"),
}


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_leaves_its_numbers(study: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from importlib import import_module

    said, table, column = STUDIES[study]
    main = import_module(f"experiments.{study}.__main__").main
    assert main([*TINY, *said, f"hydra.run.dir={tmp_path}"]) == 0
    assert "results: " in capsys.readouterr().out
    assert column in pd.read_csv(tmp_path / table)
    assert len(list(tmp_path.glob("*.svg"))) == 1


def test_what_paid_impressions_add_under_each_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.incrementality.__main__ import main

    said = ["by=policy", "policies=[interest,random]", "horizon_days=24", "warmup_days=8", f"hydra.run.dir={tmp_path}"]
    assert main([*TINY, *said]) == 0
    assert "interest " in capsys.readouterr().out
    found = pd.read_csv(tmp_path / "by_policy.csv")
    assert found.groupby(["policy", "purpose"]).size().tolist() == [2] * 8
    merchant = found[found["purpose"] == "merchant"]
    assert (merchant["paid"] > 0).all()
    by_policy = merchant.pivot_table(index="world", columns="policy", values="natural_lost")
    assert (by_policy["interest"] != by_policy["random"]).all(), "the branches live under the policy"
    assert main([*TINY, "by=nobody"]) == 2


def test_the_best_number_of_creators_rises_with_their_spread() -> None:
    best = [designs.best_by_formula(spread) for spread in designs.SPREADS]
    assert best == sorted(best)
    tried = {kocs: designs.right(1.0, kocs, 0) for kocs in (8, 32, 96)}
    assert tried[8] < tried[32] < tried[96]


def test_the_algebra_under_its_priors() -> None:
    lengths = sides.algebra_under_priors(500)
    assert float(lengths.min()) > 2.0
    assert 5.0 < float(pd.Series(lengths).median()) < 20.0


def test_only_what_emerges_is_judged() -> None:
    assert judged(TARGETS["c22"], 0.0) == "fitted"
    assert judged(TARGETS["c27"], 3.0) == "hit"
    assert judged(TARGETS["c27"], 5.0) == "miss"
    assert judged(TARGETS["c6"], float("nan")) == "not in this world"
