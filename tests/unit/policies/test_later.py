"""Columns that are made once a policy asks for them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.config.load import load
from sim.platform.observed import Columns, Observed, later
from sim.policies.interest import Interest
from sim.simulation import run_stage, set_stage


def test_a_column_is_made_once_and_only_if_it_is_asked_for(look: Callable[..., Observed]) -> None:
    made = []

    def merit() -> np.ndarray:
        made.append(1)
        return np.full(2, 3.0)

    creators = replace(look(creator=[0, 1]).creators, merit=later(merit))
    assert not made
    assert creators.merit.tolist() == [3.0, 3.0]
    assert creators.merit is creators.merit
    assert made == [1]
    assert replace(creators, count=2).merit.tolist() == [3.0, 3.0]


def test_what_is_no_column_is_said_so(look: Callable[..., Observed]) -> None:
    with pytest.raises(AttributeError, match="ObservedCreators has no column merti"):
        _ = look(creator=[0]).creators.merti  # type: ignore[attr-defined]  # that is the point


def test_what_comes_later_has_no_default_that_would_stand_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Observed] = []
    allocate = Interest.allocate
    monkeypatch.setattr(
        Interest, "allocate", lambda own, observed, *state: seen.append(observed) or allocate(own, observed, *state)
    )
    run_stage(
        set_stage(load(["population.users=20", "population.creators=10", "horizon_days=2", "warmup_days=1"])),
        range(1, 2),
    )
    parts = [part for part in vars(seen[0]).values() if isinstance(part, Columns)]
    promised = {(type(part), name) for part in parts for name in vars(part)["_later"]}
    assert len(promised) > 8
    assert not [name for kind, name in promised if hasattr(kind, name)]
    assert seen[0].viewers.unit != 1.0
