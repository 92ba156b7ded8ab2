"""The world as the platform sees it: counts, followers and labels, never taste or quality."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.floating[Any]]
T = TypeVar("T")


class Later(NamedTuple):
    """How a column is made that most policies never look at."""

    make: Callable[[], Any]


def later(make: Callable[[], T]) -> T:
    """A column that is made when it is asked for."""
    return cast("T", Later(make))


class Columns:
    """Columns as a policy sees them, some of which may come `later`: those that have no default."""

    def __post_init__(self) -> None:
        """Put out of sight what comes later."""
        own = vars(self)
        own["_later"] = {name: own.pop(name).make for name in [*own] if isinstance(own[name], Later)}

    if not TYPE_CHECKING:  # what is not declared is no column

        def __getattr__(self, name: str) -> Any:
            """Make what has been asked for."""
            own = vars(self)
            if name not in own.get("_later", ()):
                raise AttributeError(f"{type(self).__name__} has no column {name}")
            own[name] = own["_later"].pop(name)()
            return own[name]


@dataclass(frozen=True)
class ObservedTopics:
    """Labels of topics. Shapes: niche [K], vertical [K]."""

    niche: NDArray[np.bool_]
    vertical: NDArray[np.int32]


@dataclass(frozen=True)
class ObservedCreators(Columns):
    """Accounts as the platform knows them. Shapes: all [C]; counts are natural impressions unless said.

    Attention is impressions weighted by position, which in a feed of one item at a time is impressions.
    """

    count: int
    active: NDArray[np.bool_]
    niche: NDArray[np.bool_]  # by the labels of what the account publishes
    followers: NDArray[np.float64]
    kind: NDArray[np.int8]
    region: NDArray[np.int8]  # where the account says it is at home
    age_days: NDArray[np.float64]  # since joining
    impressions: NDArray[np.int64]  # since the start
    impressions_last_span: NDArray[np.int64]
    plays: NDArray[np.int64]  # valid plays since the start, paid included
    utility: NDArray[np.float64]  # credited to the account since the start: its valid plays
    merit: NDArray[np.float64]  # > 0, the platform's estimate: plays per play expected of the viewers, shrunk to 1
    attention_last_span: NDArray[np.float64]
    relevance_last_span: NDArray[np.float64]  # that attention, had it been shared out by predicted relevance


@dataclass(frozen=True)
class ObservedItems(Columns):
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
    format: NDArray[np.int8] | None = None  # video or live room; None where all are videos
    sales_rmb: NDArray[np.float64] | None = None  # expected of an impression, where the platform knows of sales

    def carry(self, column: NDArray[Any], fill: float) -> NDArray[Any]:
        """A policy's column by item, brought from the previous refresh to this one. Shapes: [I'] -> [I]."""
        if not len(column):
            return np.full(self.count, fill, dtype=column.dtype)
        return np.where(self.kept >= 0, column[self.kept], column.dtype.type(fill))


PRIOR_PLAYS, PRIOR_SHOWN = 1.0, 4.0  # what is believed before anybody has seen a topic
USER_WEIGHT = 4.0  # impressions that the overall chance of a topic is worth against a user's own


@dataclass(frozen=True)
class ObservedViewers(Columns):
    """What the platform counted of each user. Shapes: U users, K topics; columns are counted under labels.

    The counts are asked for only if somebody looks at them: users may be on other machines.
    """

    counts: Callable[[], tuple[Counts, Counts]]  # impressions and valid plays, each [U, K]
    label: NDArray[np.int32]  # [K] the label under which a topic is counted
    unit: float  # the value of an impression that a signal of 1 counts as
    relevance: NDArray[np.float64] | None = None  # [U, I] where it is given, as in the arena
    liked_by_friends: NDArray[np.float64] | None = None  # [U, I] share of a user's friends; [0, 0] where none has any

    def chance(self, users: NDArray[np.int64]) -> NDArray[np.float64]:
        """Chance that these users play a video of each topic: their own rate, shrunk to everybody's, [N, K]."""
        by_user = self.counts()
        shown, played = (column.sum(axis=0, dtype=np.float64) for column in by_user)
        prior = USER_WEIGHT * (PRIOR_PLAYS + played) / (PRIOR_SHOWN + shown)
        return np.asarray(((prior + by_user[1][users]) / (USER_WEIGHT + by_user[0][users]))[:, self.label])


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
    viewers: ObservedViewers

    def tastes(self, users: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
        """What the platform believes an item is worth to each of these users: table[:, column] * factor.

        The chance of a play by topic times the merit of the account, unless relevance is given.
        Shapes: table [N, J], column [I], factor [I].
        """
        items = self.items
        if self.viewers.relevance is not None:
            return self.viewers.relevance[users], np.arange(items.count), np.ones(items.count)
        return self.viewers.chance(users), items.topic.astype(np.int64), self.creators.merit[items.creator]

    def live_items(self) -> NDArray[np.int64]:
        """Number of visible items of each account, [C]."""
        return np.bincount(self.items.creator, minlength=self.creators.count)

    def offered(self) -> NDArray[np.bool_]:
        """Which accounts are active and have something to show, [C]."""
        return self.creators.active & (self.live_items() > 0)
