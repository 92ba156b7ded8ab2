"""Hypothesis profiles, and one marker for each folder of tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent

# The same cases on every machine; `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder, *inside = item.path.relative_to(HERE).parts
        if inside:
            item.add_marker(folder)
