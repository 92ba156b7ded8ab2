"""Hypothesis profiles, and one marker for each folder of tests."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

HERE = Path(__file__).parent

# The same cases on every machine; `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def made_up() -> Callable[..., Any]:
    """The sums of a span that nobody served: random, but keeping the laws of conservation."""
    from sim.world.tally import BINS, COLUMNS, LANES, Served, settle

    def make(world: Any, number: int, items: int) -> tuple[Any, Any]:
        draw = np.random.default_rng(number)
        creator = np.sort(draw.integers(0, len(world.creators), items)).astype(np.int32)
        topic = draw.integers(0, world.topics.demand.size, items).astype(np.int32)
        by_item = draw.integers(0, 5, (items, COLUMNS))
        served = Served(
            by_item=by_item,
            follow_change=np.zeros(len(world.creators), dtype=np.int64),
            forecast=draw.integers(0, 9, (2, BINS)),
            pulls=draw.integers(0, 9, (2, BINS)),
            totals=np.array([3, 7, by_item[:, :LANES].sum()]),
        )
        return settle(served, creator, topic, topic, len(world.creators), world.topics.demand.size), served

    return make


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder, *inside = item.path.relative_to(HERE).parts
        if inside:
            item.add_marker(folder)


@pytest.fixture
def campaigns() -> Callable[..., Any]:
    """Open campaigns in a world: `campaigns(world, creator=[1, 2], bid=...)`, columns of the table by name."""

    from experiments.verification.checks.sales import open_campaigns

    return open_campaigns
