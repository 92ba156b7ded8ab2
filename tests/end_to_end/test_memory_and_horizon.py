"""Memory does not grow with the horizon: items retire, and what is recorded goes to disk."""

import gc
import tracemalloc
from pathlib import Path

import pytest

import sim
from sim.results import pages, rows
from sim.results.run import Run

WORLD = (
    "scenario=quick",
    "population.users=700",
    "population.entrants_at_most=0",
    "population.creators=60",
    "population.catalogue_days=5",
    "warmup_days=10",
    "refresh_minutes=1440",
    "record.metrics=[impressions]",
)


def lived(days: int, folder: Path) -> tuple[int, Run]:
    """The most memory that a run's arrays and objects took at once, lived and saved, and the run."""
    gc.collect()
    gc.freeze()  # else what other tests left puts collection off, and cycles pile up with the days
    tracemalloc.start()
    try:
        run = sim.simulate([*WORLD, f"horizon_days={days}", "record.impressions=true"])
        run.save(folder / str(days))
        return tracemalloc.get_traced_memory()[1], run
    finally:
        tracemalloc.stop()
        gc.unfreeze()


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    sim.simulate([*WORLD, "horizon_days=12"])  # compiled, imported, cached


def test_four_times_the_days_take_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "IN_MEMORY", 100_000)
    monkeypatch.setattr(rows, "MOST_ROWS", 10_000)
    (short, few), (long, many) = lived(60, tmp_path), lived(240, tmp_path)
    assert many.creators["impressions"].sum() > 2.5 * few.creators["impressions"].sum()
    assert long < 1.5 * short, f"{short:,} bytes at 60 days, {long:,} at 240"
    assert len(many.warm.world.items) < 2 * len(few.warm.world.items), "items retire"
