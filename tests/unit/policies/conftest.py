"""An observed world made by hand: as many items as are said, everything else even."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.platform.observed import Observed, ObservedCreators, ObservedItems, ObservedTopics, ObservedViewers


def _look(
    creator: Any = (0, 1, 2), day: float = 0.0, days: float = 1.0, explored: float = 0.0, **said: Any
) -> Observed:
    """`said` are columns: `items_...` and `creators_...`."""
    owner = np.asarray(creator, dtype=np.int32)
    items, creators = owner.size, int(owner.max()) + 1
    by_item: dict[str, Any] = {
        "serial": np.arange(items, dtype=np.int32),
        "topic": np.zeros(items, dtype=np.int32),
        "age_days": np.zeros(items),
        "duration_ms": np.full(items, 15_000),
        "kept": np.arange(items),
    }
    counts = ("impressions", "natural_impressions", "plays", "completes", "likes", "comments", "shares", "follows")
    by_item |= {name: np.zeros(items, dtype=np.int64) for name in counts}
    last = np.asarray(said.get("creators_impressions_last_span", np.zeros(creators)), dtype=np.int64)
    by_creator: dict[str, Any] = {
        "active": np.ones(creators, dtype=bool),
        "niche": np.zeros(creators, dtype=bool),
        "followers": np.full(creators, 100.0),
        "kind": np.zeros(creators, dtype=np.int8),
        "region": np.zeros(creators, dtype=np.int8),
        "age_days": np.full(creators, 50.0),
        "impressions": np.zeros(creators, dtype=np.int64),
        "impressions_last_span": last,
        "plays": np.zeros(creators, dtype=np.int64),
        "utility": np.zeros(creators),
        "merit": np.ones(creators),
        "attention_last_span": last.astype(np.float64),
        "relevance_last_span": np.zeros(creators),
    }
    for name, value in said.items():
        table, _, column = name.partition("_")
        target = {"items": by_item, "creators": by_creator}[table]
        target[column] = np.asarray(value, dtype=target[column].dtype)
    for array in (*by_item.values(), *by_creator.values()):
        array.flags.writeable = False
    return Observed(
        day=day,
        days=days,
        users=4,
        lanes=np.array([1.0 - explored, 0.0, explored, 0.0, 0.0]),
        topics=ObservedTopics(niche=np.array([False, True]), vertical=np.zeros(2, dtype=np.int32)),
        creators=ObservedCreators(count=creators, **by_creator),
        items=ObservedItems(count=items, creator=owner, **by_item),
        viewers=ObservedViewers(lambda: (np.zeros((4, 2)), np.zeros((4, 2))), np.arange(2, dtype=np.int32), 1.0),
    )


@pytest.fixture
def look() -> Callable[..., Observed]:
    return _look
