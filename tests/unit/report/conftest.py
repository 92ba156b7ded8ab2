"""Invented comparisons, and the pages written of them: drawn once, since drawing takes seconds."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.report.page import page

INVENTED = runpy.run_path(str(Path(__file__).parents[2] / "invented.py"))
FEW = ("interest", "random", "creator_floor")


@pytest.fixture(scope="session")
def invented() -> Callable[..., Any]:
    return INVENTED["invented"]


@pytest.fixture(scope="session")
def illustrative(invented: Callable[..., Any]) -> Any:
    """As `make run` gives it: five replications, no draws."""
    return invented(policies=FEW)


@pytest.fixture(scope="session")
def full(invented: Callable[..., Any]) -> Any:
    """As `make run-full` gives it, but smaller."""
    return invented(policies=FEW, replications=8, draws=24, horizons=(30, 180, 540))


@pytest.fixture(scope="session")
def illustrative_page(illustrative: Any) -> str:
    return page(illustrative)


@pytest.fixture(scope="session")
def full_page(full: Any) -> str:
    return page(full)
