"""Columns that are made once a policy asks for them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.platform.observed import Observed, later


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
