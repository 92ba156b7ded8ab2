"""The world as the platform sees it: counts, followers and labels, never taste or quality."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ObservedTopics:
    """Labels of topics. Shapes: niche [K], vertical [K]."""

    niche: NDArray[np.bool_]
    vertical: NDArray[np.int32]


@dataclass(frozen=True)
class ObservedCreators:
    """Accounts as the platform knows them. Shapes: all [C]; counts are natural impressions unless said.

    Attention is impressions weighted by position, which in a feed of one item at a time is impressions.
    """

    count: int
    active: NDArray[np.bool_]
    niche: NDArray[np.bool_]  # by the labels of what the account publishes
    followers: NDArray[np.float64]
    kind: NDArray[np.int8]
    age_days: NDArray[np.float64]  # since joining
    impressions: NDArray[np.int64]  # since the start
    impressions_last_span: NDArray[np.int64]
    plays: NDArray[np.int64]  # valid plays since the start, paid included
    utility: NDArray[np.float64]  # credited to the account since the start: its valid plays
    merit: NDArray[np.float64]  # > 0, the platform's estimate: plays per play expected of the viewers, shrunk to 1
    attention_last_span: NDArray[np.float64]
    relevance_last_span: NDArray[np.float64]  # that attention, had it been shared out by predicted relevance


@dataclass(frozen=True)
class ObservedItems:
    """Items that are or will be visible in the coming span. Shapes: all [I]; counts include paid unless said."""

    count: int
    serial: NDArray[np.int32]
    creator: NDArray[np.int32]
    topic: NDArray[np.int32]
    age_days: NDArray[np.float64]  # negative if it appears later in the span
    duration_ms: NDArray[np.int64]
    impressions: NDArray[np.int64]
    natural_impressions: NDArray[np.int64]
    plays: NDArray[np.int64]
    completes: NDArray[np.int64]
    likes: NDArray[np.int64]
    comments: NDArray[np.int64]
    shares: NDArray[np.int64]
    follows: NDArray[np.int64]
    kept: NDArray[np.int64]  # row of each item at the previous refresh, or -1 if it is new

    def carry(self, column: NDArray[Any], fill: float) -> NDArray[Any]:
        """A policy's column by item, brought from the previous refresh to this one. Shapes: [I'] -> [I]."""
        if not len(column):
            return np.full(self.count, fill, dtype=column.dtype)
        return np.where(self.kept >= 0, column[self.kept], column.dtype.type(fill))


@dataclass(frozen=True)
class Observed:
    """All that a policy may look at when it allocates the coming span. Shapes: L natural lanes."""

    day: float  # since the start
    days: float  # length of the span
    users: int
    lanes: NDArray[np.float64]  # [L] the platform's own shares of the natural lanes
    topics: ObservedTopics
    creators: ObservedCreators
    items: ObservedItems

    def live_items(self) -> NDArray[np.int64]:
        """Number of visible items of each account, [C]."""
        return np.bincount(self.items.creator, minlength=self.creators.count)

    def offered(self) -> NDArray[np.bool_]:
        """Which accounts are active and have something to show, [C]."""
        return self.creators.active & (self.live_items() > 0)
