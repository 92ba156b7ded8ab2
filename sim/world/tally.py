"""The integer sums of a span, by item; from them every other sum follows."""

from enum import IntEnum
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.hands import ALONE, Hands, shares
from sim.core.law import kernel, loop
from sim.core.search import rows_not_zero
from sim.core.sums import sums_by
from sim.world.creators import Creators
from sim.world.items import Items


class Lane(IntEnum):
    """Where an impression comes from. All lanes but paid are natural traffic."""

    INTEREST = 0
    FOLLOW = 1
    EXPLORE = 2
    SOCIAL = 3
    SEARCH = 4
    PAID = 5


LANES = len(Lane)
NATURAL = tuple(lane for lane in Lane if lane is not Lane.PAID)


class Act(IntEnum):
    """What is summed for each impression beside its lane.

    What every impression has comes first, and what is rare last: then most change two cache lines of a row, not three.
    """

    WATCH_MS = 0
    MATCH = 1  # taste score, fixed point
    REGRET = 2  # best taste score of the user over topics less that of the item, fixed point
    UTILITY = 3  # surplus, fixed point
    EXPECTED = 4  # valid plays the platform expected from tastes alone, fixed point
    PLAY = 5  # valid plays (watched more than 7 s)
    LONG = 6  # long views (more than 18 s)
    COMPLETE = 7  # watched to the end
    LIKE = 8
    COMMENT = 9
    SHARE = 10
    FOLLOW = 11  # by who follows the account already, too: it stands for many real ones
    HIDE = 12

    @property
    def bit(self) -> int:
        """Its place in a record of single impressions, of those that happen or do not."""
        return self - Act.PLAY


ACTS = len(Act)


class Sold(IntEnum):
    """What is summed for each bid of a span."""

    IMPRESSIONS = 0
    PLAYS = 1
    FOLLOWS = 2
    CHARGE = 3  # what the impressions cost by the rules of the sale, millionths of an RMB


SOLD = len(Sold)
COLUMNS = LANES + 2 * ACTS  # impressions by lane, then acts on natural and on paid impressions
COUNTED = {  # acts that the platform counts about each item, by the name of the item's column
    "plays": Act.PLAY,
    "completes": Act.COMPLETE,
    "likes": Act.LIKE,
    "comments": Act.COMMENT,
    "shares": Act.SHARE,
    "follows": Act.FOLLOW,
    "expected": Act.EXPECTED,
}
COUNTERS = ("impressions", "natural_impressions", *COUNTED)
_COUNTED = np.array(list(COUNTED.values()))
PAID, PLAY = int(Lane.PAID), int(Act.PLAY)
BINS = 64  # bins of the pull, predicted and true
BIN_LOW, BIN_HIGH = -8.0, 8.0


LOG = np.dtype(
    [
        ("tick", "i8"),  # when
        ("user", "i4"),
        ("visit", "i4"),  # which of the user's visits
        ("creator", "i4"),
        ("upload", "i4"),  # which of the creator's planned uploads
        ("watch_ms", "i4"),
        ("pull", "f4"),  # the true pull: for those who judge a recommender, not for a platform
        ("topic", "i2"),
        ("lane", "i1"),
        ("acts", "u1"),  # one bit for each act from PLAY on, in their order
    ]
)
NO_LOG = np.zeros(0, dtype=LOG)
NO_ARM = np.zeros(0, dtype=np.uint8)
Sums = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
NO_SALES = np.zeros((0, 0), dtype=np.int64)


class Served(NamedTuple):
    """What a span produced, all integers.

    Shapes: by_item [I, COLUMNS]; follow_change [C] follows made less follows dropped; forecast
    [2, BINS] natural interest-lane impressions by outcome (no valid play, valid play) and predicted pull;
    pulls [2, BINS] natural and paid impressions by true pull; totals [3]: visits, requests, slots served;
    log, records of type LOG, by user and in order of time: every impression, or none; sales [I, SALE_COLUMNS]
    as in sim.world.sales, or [0, SALE_COLUMNS] without commerce; sold [N, SOLD]
    sums of each bid in the book; air [R, AIR] as in sim.world.rooms and comings [R, M], users who came into each live
    room less those who left it in each minute of the span, or without rows where nobody goes live; arm, of each record
    of the log, which of two offers it came from, or none.
    """

    by_item: NDArray[np.int64]
    follow_change: NDArray[np.int64]
    forecast: NDArray[np.int64]
    pulls: NDArray[np.int64]
    totals: NDArray[np.int64]
    log: NDArray[np.void] = NO_LOG
    sales: NDArray[np.int64] = NO_SALES
    sold: NDArray[np.int64] = np.zeros((0, SOLD), dtype=np.int64)
    air: NDArray[np.int64] = np.zeros((0, 0), dtype=np.int64)
    comings: NDArray[np.int64] = np.zeros((0, 0), dtype=np.int64)
    arm: NDArray[np.uint8] = NO_ARM


class Tally(NamedTuple):
    """Sums of a span by item, account, topic and label.

    Shapes: by_item [I, COLUMNS], shown, the rows of items that were shown: those of all others are zeros;
    counted [COUNTERS, I], what the platform counts about each item;
    by_creator [C, COLUMNS], by_topic and by_tag [K, COLUMNS], astray [COLUMNS], of items labelled with another topic
    than theirs; sales [C, SALE_COLUMNS], empty where nothing is sold;
    air [C, AIR] and viewers [M], in any live room at the end of each minute, empty where nobody goes live.
    """

    by_item: NDArray[np.int64]
    shown: NDArray[np.int64]
    counted: NDArray[np.int64]
    by_creator: NDArray[np.int64]
    by_topic: NDArray[np.int64]
    by_tag: NDArray[np.int64]
    astray: NDArray[np.int64]
    sales: NDArray[np.int64]
    air: NDArray[np.int64] = np.zeros((0, 0), dtype=np.int64)
    viewers: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def count_items(self, items: Items) -> None:
        """Add the span to what the platform counts about each item."""
        with items.writing(*COUNTERS) as columns:
            _count_items(self.counted, columns)

    def count_accounts(self, creators: Creators, follow_change: NDArray[np.int64], each: float) -> None:
        """Add the span to what the platform counts about each account; a follow stands for `each` followers."""
        with creators.writing("impressions_last_span", "impressions", "plays", "followers"):
            _count_accounts(
                self.by_creator, follow_change, each,
                creators.impressions_last_span, creators.impressions, creators.plays, creators.followers,
            )  # fmt: skip


@loop
def _count_items(counted, columns):  # type: ignore[no-untyped-def]  # compiled
    """Add each counter, [COUNTERS, I], to its column."""
    for n in range(len(columns)):
        column = columns[n]
        for i in range(column.size):
            column[i] += counted[n, i]


@loop
def _count_accounts(  # type: ignore[no-untyped-def]  # compiled
    by_creator, follow_change, each, last_span, impressions, plays, followers
):
    """Natural impressions of the span and so far, valid plays, paid ones included, and followers."""
    for c in range(by_creator.shape[0]):
        natural = 0
        for lane in range(PAID):
            natural += by_creator[c, lane]
        last_span[c] = natural
        impressions[c] += natural
        plays[c] += by_creator[c, LANES + PLAY] + by_creator[c, LANES + ACTS + PLAY]
        followers[c] = max(0.0, followers[c] + each * float(follow_change[c]))


@loop
def add_shown(total, by_item):  # type: ignore[no-untyped-def]  # compiled
    """Add the sums of some users to those of others, item by item, [I, COLUMNS]."""
    for i in range(by_item.shape[0]):
        seen = 0
        for lane in range(LANES):
            seen |= by_item[i, lane]
        if seen != 0:
            for n in range(COLUMNS):
                total[i, n] += by_item[i, n]


def settle(
    served: Served,
    creator: NDArray[np.int32],
    topic: NDArray[np.int32],
    tag: NDArray[np.int32],
    accounts: int,
    topics: int,
    hands: Hands = ALONE,
) -> Tally:
    """Sum a span by account, topic and label, exactly. `creator`, `topic` and `tag` [I] are those of each item."""
    by_item = served.by_item
    rows, counted = np.empty(len(by_item), dtype=np.int64), np.zeros((len(COUNTERS), len(by_item)), dtype=np.int64)

    def part(some: slice) -> Sums:
        """The rows of items that were shown, and the sums by account and by topic, of some items."""
        sums = np.zeros((accounts, COLUMNS), dtype=np.int64), np.zeros((topics, COLUMNS), dtype=np.int64)
        end = _settle(some.start, some.stop, by_item, creator, topic, _COUNTED, rows, counted, *sums)
        return rows[some.start : end], *sums

    shown, by_creator, by_topic = _together(
        hands.each([partial(part, some) for some in shares(len(by_item), hands)]), hands
    )
    by_tag, astray = by_topic, np.zeros(COLUMNS, dtype=np.int64)
    if tag is not topic:
        by_tag = sums_by(by_item, tag, topics, shown)
        astray = by_item[tag != topic].sum(axis=0)
    sold = sums_by(served.sales, creator, accounts, rows_not_zero(served.sales)) if len(served.sales) else NO_SALES
    return Tally(by_item, shown, counted, by_creator, by_topic, by_tag, astray, sold)


def _together(parts: list[Sums], hands: Hands) -> Sums:
    """What was shown of all parts, in order, and their sums."""
    if len(parts) == 1:
        return parts[0]
    _, by_creator, by_topic = parts[0]
    for _, of_creator, of_topic in parts[1:]:
        hands.each([partial(_onto, by_creator[some], of_creator[some]) for some in shares(len(by_creator), hands)])
        by_topic += of_topic
    return np.concatenate([part[0] for part in parts]), by_creator, by_topic


def _onto(sums: NDArray[np.int64], more: NDArray[np.int64]) -> None:
    sums += more


@kernel
def _settle(  # type: ignore[no-untyped-def]  # compiled
    first, last, by_item, creator, topic, acts, shown, counted, by_creator, by_topic
):
    """Add up the rows of items that were shown, and name them from place `first` on: one pass, because rows are long.

    What the platform counts are impressions, natural ones, and each of some acts on both. Returns where names end.
    """
    end = first
    for i in range(first, last):
        natural = 0
        for lane in range(PAID):
            natural += by_item[i, lane]
        impressions = natural + by_item[i, PAID]
        if impressions == 0:
            continue
        shown[end] = i
        end += 1
        c, k = creator[i], topic[i]
        for n in range(COLUMNS):
            by_creator[c, n] += by_item[i, n]
            by_topic[k, n] += by_item[i, n]
        counted[0, i] = impressions
        counted[1, i] = natural
        for n in range(acts.size):
            column = LANES + acts[n]
            counted[2 + n, i] = by_item[i, column] + by_item[i, column + ACTS]
    return end
