"""The log of every impression is the same under both engines and any number of threads."""

import numpy as np
import pytest

import sim

BASE = ["scenario=quick", "population.users=80", "population.creators=25", "horizon_days=3", "warmup_days=1"]


def log(*overrides: str) -> np.ndarray:
    run = sim.simulate([*BASE, "record.impressions=true", *overrides])
    assert run.impressions is not None
    return run.impressions.drop(columns=["lane", "platform"]).to_numpy(dtype=float)


@pytest.mark.parametrize("overrides", [["engine=reference"], ["engine.threads=3"]], ids=["reference", "three threads"])
def test_the_log_does_not_depend_on_the_engine(overrides: list[str]) -> None:
    assert np.array_equal(log(), log(*overrides))


def test_the_log_is_handed_on_when_its_buffer_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "behaviour.pause_seconds=120"  # bounds what one user can add in a span at 191 records
    whole = log(slow)
    monkeypatch.setattr("sim.engines.ranges.LOG_ROWS", 1)  # then the buffer is twice that bound
    assert len(whole) > 4 * 191
    assert np.array_equal(log(slow), whole)
