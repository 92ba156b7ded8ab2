"""The log of every impression agrees with the ledger and the metrics, and comes back from disk."""

import pandas as pd
import pytest

import sim

BASE = ["scenario=quick", "population.users=80", "population.creators=25", "horizon_days=4", "warmup_days=1"]


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.simulate([*BASE, "record.impressions=true"])


def test_the_log_sums_to_the_ledger(run: sim.Run) -> None:
    counted = run.impressions.groupby(["day", "creator", "lane"], observed=True).size()
    ledger = run.ledger.set_index(["day", "creator", "lane"])["impressions"]
    pd.testing.assert_series_equal(counted.sort_index(), ledger.sort_index(), check_names=False, check_dtype=False)


def test_flags_agree_with_the_watch_time(run: sim.Run) -> None:
    log = run.impressions
    assert (log["play"] == (log["watch_ms"] > 7_000)).all()
    assert (log["long"] == (log["watch_ms"] > 18_000)).all()
    assert not (log["like"] & ~log["play"]).any()
    assert not (log["hide"] & log["play"]).any()


def test_recording_changes_nothing(run: sim.Run) -> None:
    assert sim.simulate(BASE).fingerprint == run.fingerprint
    assert sim.simulate(BASE).impressions is None


def test_the_log_comes_back_from_disk(run: sim.Run, tmp_path) -> None:
    run.save(tmp_path / "run")
    back = sim.open_run(tmp_path / "run")
    pd.testing.assert_frame_equal(back.impressions, run.impressions)


def test_a_user_lives_forward_in_time(run: sim.Run) -> None:
    assert (run.impressions.groupby("user")["tick"].diff().dropna() >= 0).all()


def test_a_log_without_pauses_is_refused() -> None:
    with pytest.raises(sim.ConfigError, match="pause_seconds is 0"):
        sim.load(["record.impressions=true", "behaviour.pause_seconds=0"])
