import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.config.load import load
from sim.core.errors import DataError
from sim.core.units import TICKS_PER_DAY
from sim.results.accounting import Days, windows
from sim.results.accounts import ENTRANTS, LEAVERS, QUADRANTS, cohort_exposure
from sim.results.manifest import STATUS, peak_memory_mb
from sim.results.recorder import Recorder
from sim.results.run import Run
from sim.traffic.decomposition import CAUSES
from sim.world.tally import Lane
from sim.world.world import World


def natural(run: Run, first: int, last: int) -> pd.Series:
    """Natural impressions a day by account."""
    part = run.ledger[run.ledger["day"].between(first, last) & (run.ledger["lane"] != "paid")]
    days = last - first + 1
    return (part.groupby("creator")["impressions"].sum() / days).reindex(range(20), fill_value=0.0)


def test_one_row_for_each_account(run: Run) -> None:
    table = run.creators.set_index("creator")
    assert table.index.tolist() == list(range(20))
    assert table.loc[[0, 2, 19], "joined_day"].tolist() == [-14, -14, 6]
    assert table["left_day"].dropna().to_dict() == {2: 8}
    assert table.loc[19, "cohort"] == ENTRANTS
    assert set(table["cohort"].dropna()) <= {*QUADRANTS, ENTRANTS}
    assert table["tier"].isin(["koc", "mid", "head"]).all()
    assert table.loc[table["niche"], "cohort"].astype(str).drop(19, errors="ignore").str.startswith("niche").all()


def test_who_left_before_onset_is_no_entrant(world: World, live: Callable[..., Recorder]) -> None:
    recorder = live(Recorder(world, onset_day=5), 0, 3)
    world.close_account(np.array([2]), 3 * TICKS_PER_DAY)
    run = Run.of({}, world, live(recorder, 3, 12), {})
    cohort = run.creators.set_index("creator")["cohort"].astype(str)
    assert cohort[2] == LEAVERS
    assert (cohort == LEAVERS).sum() == 1
    split = run.decomposition
    gone = split[split["group"] == LEAVERS]
    assert gone["members"].eq(1).all()
    assert gone["change"].sum() == pytest.approx((gone["after"] - gone["before"]).iloc[0])
    assert gone["before"].iloc[0] > 0


def test_accounts_agree_with_the_ledger(run: Run) -> None:
    by_lane = run.ledger.pivot_table(
        index="creator", columns="lane", values="impressions", aggfunc="sum", observed=False, fill_value=0
    )
    table = run.creators.set_index("creator")
    for lane in Lane:
        assert table[f"impressions_{lane.name.lower()}"].tolist() == by_lane[lane.name.lower()].tolist()
    assert table["impressions"].sum() == run.ledger["impressions"].sum() == run.manifest["slots_served"]
    assert (table["natural"] + table["impressions_paid"]).equals(table["impressions"])


def test_entrants_who_never_came_are_not_listed(world: World, live: Callable[..., Recorder]) -> None:
    world.creators.thaw()
    world.creators.joined_at[4] = 2**62
    run = Run.of({}, world, live(Recorder(world), 0, 1), {})
    assert 4 not in run.creators["creator"].to_numpy()


def test_cohort_exposure_counts_the_absent_as_zero(run: Run) -> None:
    seen = cohort_exposure(run.ledger, run.creators, 8, 11)
    cohort = run.creators.set_index("creator")["cohort"].astype(str)
    shown = natural(run, 8, 11)
    for name in QUADRANTS:
        members = cohort.index[cohort == name]
        assert seen.loc[name, "members"] == len(members)
        assert seen.loc[name, "still_active"] == len(members) - (2 in members)
        if len(members):
            assert seen.loc[name, "natural"] == pytest.approx(shown[members].mean())
    assert (seen["total"] - seen["natural"] - seen["paid"]).dropna().abs().max() < 1e-12


def test_windows() -> None:
    assert windows(30, 210) == (Days(0, 29), Days(180, 209))
    assert windows(40, 50) == (Days(10, 39), Days(40, 49))
    assert windows(0, 100) == (Days(0, 29), Days(70, 99))
    with pytest.raises(DataError, match="ends on day 30"):
        windows(30, 30)


def test_decomposition_is_exact_for_every_cohort(run: Run) -> None:
    split = run.decomposition
    assert split.columns.tolist() == ["group", "members", "cause", "change", "per_member", "before", "after"]
    assert len(split) == len(CAUSES) * (len(QUADRANTS) + 2)  # entrants, and those gone before onset
    change = split.groupby("group", observed=True)["change"].sum()
    ends = split.groupby("group", observed=True)[["before", "after"]].first()
    assert change.to_numpy() == pytest.approx((ends["after"] - ends["before"]).to_numpy(), abs=1e-9)
    cohort = run.creators.set_index("creator")["cohort"].astype(str)
    before, after = (natural(run, *days).groupby(cohort).sum() for days in ((0, 4), (5, 11)))
    for name in before.index:
        assert ends.loc[name].tolist() == pytest.approx([before[name], after[name]])


def test_the_story_of_an_account(run: Run) -> None:
    story = run.explain(creator=2)
    before, after = natural(run, 0, 4)[2], natural(run, 5, 11)[2]
    assert story.accounting.sum() == pytest.approx(after - before)
    assert "left on day 8" in str(story)
    assert f"{before:.2f} before, {after:.2f} after" in str(story)
    assert "<pre>" in story._repr_html_()
    with pytest.raises(DataError, match="creator is 99"):
        run.explain(99)


def test_headline(run: Run) -> None:
    table = run.headline(window=4)
    assert table.columns.tolist() == ["value", "unit"]
    assert 10 <= len(table) <= 16
    assert np.isfinite(table["value"]).all()
    expected = cohort_exposure(run.ledger, run.creators, 8, 11).loc["niche-small", "natural"]
    assert table.loc["natural exposure of niche-small accounts", "value"] == pytest.approx(expected)
    daily = run.metrics[(run.metrics["metric"] == "play_rate") & (run.metrics["group"] == "all")].set_index("day")[
        "value"
    ]
    assert table.loc["valid plays per impression", "value"] == pytest.approx(daily.loc[8:].mean())


@pytest.mark.parametrize("window", [0, -1, 1.5, "7"])
def test_a_headline_of_no_days_is_refused(run: Run, window: Any) -> None:
    with pytest.raises(DataError, match=r"window is .*, allowed is a whole number of days"):
        run.headline(window)


@pytest.mark.parametrize("days", [(-1, 4), (5, 12), (0, 99), (0.5, 4)])
def test_days_that_were_not_lived_are_no_days_without_exposure(run: Run, days: Any) -> None:
    for before, after in ((days, (5, 11)), ((0, 4), days)):
        with pytest.raises(DataError, match=f"days are {days[0]} to {days[1]}, allowed are those of the run: 0 to 11"):
            run.decompose(before, after)


def test_a_headline_says_nothing_of_a_cohort_without_members(run: Run) -> None:
    run.creators["cohort"] = run.creators["cohort"].where(run.creators["cohort"] != "niche-small")
    assert run.headline()["value"].notna().all()
    assert not run.headline().index.str.contains("niche-small").any()


def test_a_run_shows_itself(run: Run) -> None:
    html = run._repr_html_()
    assert run.fingerprint[:12] in html
    assert "<table" in html


def test_a_run_without_a_ledger(world: World, live: Callable[..., Recorder]) -> None:
    config = load(["record.ledger=false"])
    bare = Run.of(config, world, live(Recorder(world, ["auc"], ledger=False), 0, 3), {})
    assert bare.headline().index.tolist() == ["accuracy of the recommender (AUC)"]
    with pytest.raises(DataError, match="kept no ledger"):
        _ = bare.decomposition


def test_manifest(run: Run, world: World, live: Callable[..., Recorder]) -> None:
    assert re.fullmatch("[0-9a-f]{64}", run.fingerprint)
    assert run.manifest["fingerprint"] == run.fingerprint
    assert run.manifest["status"] == "complete"
    assert run.manifest["versions"].keys() >= {"interest-sim", "python", "numpy", "numba"}
    assert run.manifest["peak_memory_mb"] > 10
    assert run.manifest["seconds"] == {"serve": 1.25}

    class Longer(dict):
        horizon_days = 99

    assert Run.of(Longer(), world, live(Recorder(world), 0, 3), {}).manifest["status"] == "stopped after day 3"


@pytest.mark.skipif(not STATUS.exists(), reason="needs a system that says what a process has held")
def test_a_process_does_not_count_what_the_one_that_started_it_has_held() -> None:
    held = np.ones(600_000_000, dtype=np.uint8)
    ask = "from sim.results.manifest import peak_memory_mb; print(peak_memory_mb())"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    assert 10 < float(said) < peak_memory_mb() - 100
    assert peak_memory_mb(children=True) >= peak_memory_mb() > held.nbytes / 1e6
