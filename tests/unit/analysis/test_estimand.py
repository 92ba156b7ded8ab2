"""What is read off a run, against the ledger itself and the accounts of results."""

import warnings

import numpy as np
import pytest

import sim
from sim.analysis.estimand import METRICS, QUADRANTS, Diary, horizons, primary, window
from sim.analysis.sharing import HELD
from sim.core.errors import DataError
from sim.core.inequality import gini, poisson_gini
from sim.results.accounts import cohort_exposure

TINY = ["scenario=quick", "population.users=60", "population.creators=30", "traffic.exit_hazard_per_month=0.5"]


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.simulate([*TINY, f"record.metrics=[{','.join(METRICS)}]"])


@pytest.mark.parametrize(
    ("length", "days"), [(10, (10,)), (30, (30,)), (100, (30, 100)), (180, (30, 180)), (540, (30, 180, 540))]
)
def test_horizons_inside_a_run(length: int, days: tuple[int, ...]) -> None:
    assert horizons(length) == days
    assert primary(days) == min(length, 180)


def test_windows_are_thirty_days_or_what_there_is() -> None:
    assert window(30, 180) == (180, 209)
    assert window(4, 10) == (4, 13)


def test_exposure_is_that_of_the_accounts(run: sim.Run) -> None:
    days = window(run.onset_day, 10)
    known = cohort_exposure(run.ledger, run.creators, *days)
    row = Diary(run).row(10, cpm_rmb=12.0)
    for name in known.index:
        quadrant = name.replace("-", "_")
        for lane in ("natural", "paid", "total"):
            assert row[f"{lane}_{quadrant}"] == pytest.approx(known.loc[name, lane], nan_ok=True)
        assert row[f"members_{quadrant}"] == known.loc[name, "members"]
        if known.loc[name, "members"]:
            share = known.loc[name, "still_active"] / known.loc[name, "members"]
            assert row[f"active_{quadrant}"] == pytest.approx(share)


def test_who_left_counts_as_zero(run: sim.Run) -> None:
    row = Diary(run).row(10, cpm_rmb=12.0)
    assert row["active_mainstream_small"] < 1.0, "some have left"
    cohort = run.creators["cohort"].astype(object) == "mainstream-small"
    ledger = run.ledger[(run.ledger["day"] >= run.onset_day) & (run.ledger["lane"] != "paid")]
    shown = ledger[ledger["creator"].isin(run.creators.loc[cohort, "creator"])]["impressions"].sum()
    assert row["natural_mainstream_small"] == pytest.approx(shown / cohort.sum() / 10)


def test_the_sums_of_a_day_are_those_of_the_ledger(run: sim.Run) -> None:
    diary = Diary(run)
    assert diary.slots.sum() == run.ledger["impressions"].sum()
    days = run.ledger.groupby("day")["impressions"].sum().reindex(range(run.days), fill_value=0)
    assert (diary.slots.sum(axis=1) == days.to_numpy()).all()


def test_revenue_is_what_paid_impressions_fetch(run: sim.Run) -> None:
    paid = run.ledger[(run.ledger["lane"] == "paid") & (run.ledger["day"] >= run.onset_day)]["impressions"].sum()
    assert Diary(run).row(10, cpm_rmb=20.0)["revenue_rmb_per_day"] == pytest.approx(paid / 10 * 20.0 / 1000.0)


def test_days_average_to_the_row(run: sim.Run) -> None:
    diary = Diary(run)
    daily = diary.daily()
    assert len(daily) == 4 * run.days
    later = daily[daily["day"] >= run.onset_day].groupby("quadrant", observed=False)[["natural", "paid"]].mean()
    row = diary.row(10, cpm_rmb=12.0)
    for quadrant in QUADRANTS:
        assert later.loc[quadrant, "natural"] == pytest.approx(row[f"natural_{quadrant}"], nan_ok=True)
        assert later.loc[quadrant, "paid"] == pytest.approx(row[f"paid_{quadrant}"], nan_ok=True)
    assert daily[daily["day"] < run.onset_day]["dryness"].mean() == pytest.approx(1.0)


def test_causes_sum_exactly(run: sim.Run) -> None:
    causes = Diary(run).causes(10)
    for _, rows in causes.groupby("quadrant"):
        change = rows["after"].iloc[0] - rows["before"].iloc[0]
        assert rows["change"].sum() == pytest.approx(change, abs=1e-9 * max(1.0, abs(change)))
    assert np.isfinite(causes["change"]).all()


def test_without_a_ledger_nothing_is_known() -> None:
    run = sim.simulate([*TINY, "record.ledger=false"])
    with pytest.raises(DataError, match=r"record\.ledger"):
        Diary(run)


def test_how_exposure_is_shared_is_that_of_the_ledger(run: sim.Run) -> None:
    row = Diary(run).row(10, cpm_rmb=12.0)
    ledger = run.ledger[(run.ledger["day"] >= run.onset_day) & (run.ledger["lane"] != "paid")]
    each = ledger.groupby("creator")["impressions"].sum().reindex(run.creators["creator"], fill_value=0).to_numpy()
    assert row["niche_share"] == pytest.approx(each[run.creators["niche"]].sum() / each.sum())
    there = np.sort(each[run.creators["left_day"].isna()])
    held = [row[column] for column in HELD]
    assert (np.diff([0.0, *held, 1.0]) >= 0).all()
    assert held[9] == pytest.approx(
        np.interp(0.5, np.linspace(0, 1, there.size + 1), [0, *there.cumsum() / there.sum()])
    )
    assert row["gini_excess"] == pytest.approx(gini(there) - poisson_gini(there.mean(), there.size))
    assert np.isnan(row["mistagger_advantage"]), "nobody mis-tags"
    assert row["leakage"] == 0.0
    assert row["welfare"] > 0.0


def test_where_no_slot_was_natural_dryness_is_missing_without_a_warning() -> None:
    run = sim.simulate([*TINY, "horizon_days=4", "warmup_days=2", "traffic.ad_load=1", "record.metrics=[dryness]"])
    diary = Diary(run)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(diary.dryness).all()
