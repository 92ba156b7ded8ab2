"""The command that puts a myopic platform beside a far-sighted one, in a tiny world."""

from pathlib import Path

import pandas as pd

from experiments.ad_load.__main__ import main


def test_three_platforms_side_by_side(tmp_path: Path) -> None:
    tiny = ["population.users=60", "population.creators=10", "horizon_days=90"]
    assert main([*tiny, f"hydra.run.dir={tmp_path / 'out'}"]) == 0
    load = pd.read_csv(tmp_path / "out" / "months.csv").set_index(["platform", "month"])["ad load"].unstack("month")
    assert load.loc["steady"].round(9).tolist() == [0.1, 0.1, 0.1]
    assert load.loc["myopic", 3] > load.loc["far-sighted", 3] > 0.1
    assert (tmp_path / "out" / "ad_load.svg").stat().st_size > 1000
