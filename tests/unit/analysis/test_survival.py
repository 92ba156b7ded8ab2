import numpy as np
import pandas as pd
import pytest

from sim.analysis import survival
from sim.core.errors import DataError


def creators(joined, left, **more) -> pd.DataFrame:
    gone = pd.array(left, dtype="Int32")
    return pd.DataFrame({"creator": range(len(joined)), "joined_day": joined, "left_day": gone, **more})


def test_lives_are_counted_from_the_start_or_joining_and_cut_at_the_end() -> None:
    table = creators([-14, -14, 30, 60], [30, None, 90, None], niche=[True, False, True, False])
    lived = survival.lives(table, 90)
    assert lived["months"].tolist() == [1.0, 3.0, 2.0, 1.0]
    assert lived["left"].tolist() == [True, False, False, False], "an exit on the day after the run was not seen"
    assert lived["entrant"].tolist() == [False, False, True, True]
    assert survival.monthly_hazard(lived) == pytest.approx(1 / 7)


def test_the_first_spell_counts_where_accounts_come_back() -> None:
    table = creators([50], [None], first_joined_day=[-14], first_left_day=pd.array([30], dtype="Int32"))
    assert survival.lives(table, 90)[["months", "left"]].to_numpy().tolist() == [[1.0, True]]


def test_the_curve_by_hand() -> None:
    """Five lives of 1, 2, 2+, 3 and 4+ months: S = 4/5, 4/5 x 3/4, then x 1/2."""
    lived = pd.DataFrame({"months": [1.0, 2, 2, 3, 4], "left": [True, True, False, True, False]})
    curve = survival.kaplan_meier(lived)
    assert curve["survival"].tolist() == pytest.approx([0.8, 0.6, 0.3, 0.3])
    assert curve["at_risk"].tolist() == [5, 4, 2, 1]
    assert survival.survival_at(curve, 0.5) == 1.0
    assert survival.survival_at(curve, 2.5) == pytest.approx(0.6)
    assert np.isnan(survival.survival_at(curve, 5.0))
    assert survival.median_months(curve) == 3.0
    seen = curve[(curve["survival"] < 1) & curve["low"].notna()]
    assert (seen["low"] <= seen["survival"]).all()


def test_groups_that_differ_are_told_apart_and_equal_ones_are_not() -> None:
    noise = np.random.default_rng(3)
    times = np.concatenate([noise.exponential(4, 400), noise.exponential(10, 400)])
    fast = np.repeat([True, False], 400)
    lived = pd.DataFrame({"months": np.minimum(times, 12), "left": times < 12, "niche": fast})
    assert survival.logrank(lived, "niche")["p"].iloc[0] < 1e-6
    lived["niche"] = noise.permutation(fast)
    assert survival.logrank(lived, "niche")["p"].iloc[0] > 0.01
    with pytest.raises(DataError, match="allowed is one of niche"):
        survival.kaplan_meier(lived, "colour")
