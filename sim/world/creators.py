"""The table of accounts: all who are there at the start and every entrant who may come."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.core.units import NEVER

KOC_BELOW = 10_000  # followers
SMALL_BELOW = 300_000


class Kind(IntEnum):
    """What an account is."""

    CREATOR = 0
    MERCHANT = 1
    AGENCY_SIGNED = 2
    BRAND_OWNED = 3
    SYNTHETIC = 4  # run by a machine


class Tier(IntEnum):
    """Size of an account by followers."""

    KOC = 0
    MID = 1
    HEAD = 2


SCHEMA = {
    "kind": Column("i1", "Kind", "shared", "what the account is"),
    "first_tier": Column("i1", "Tier", "shared", "tier it was drawn in"),
    "niche": Column("u1", "flag", "shared", "1 if most of its output is on niche topics (`population.niche_mass`)"),
    "quality": Column("f8", "1", "shared", "mean quality of its items"),
    "inconsistency": Column("f8", "1", "shared", "standard deviation of quality around it"),
    "authenticity": Column("f8", "1", "shared", "how genuine it comes across, 0 to 1"),
    "uploads_per_day": Column("f8", "1/day", "shared", "planned uploads"),
    "first_followers": Column("f8", "followers", "shared", "followers when it joined"),
    "followers": Column("f8", "followers", "shared", "followers now, in real accounts"),
    "comes_at": Column("i8", "tick", "shared", "when it may join, if the world has room for entrants", (), NEVER),
    "joined_at": Column("i8", "tick", "shared", "when it became active", (), NEVER),
    "left_at": Column("i8", "tick", "shared", "when it closed", (), NEVER),
    "next_upload_at": Column("i8", "tick", "shared", "time of the next planned upload", (), NEVER),
    "next_upload": Column("i4", "1", "shared", "number of the next planned upload"),
    "impressions": Column("i8", "impressions", "shared", "natural impressions so far"),
    "impressions_last_span": Column("i8", "impressions", "shared", "natural impressions in the last span"),
    "plays": Column("i8", "plays", "shared", "valid plays so far"),
    "newest_serial": Column("i4", "item serial", "shared", "its newest item", (), -1),
}


class Creators(Table):
    """Accounts, one row each. Shapes: C rows; `topic_mix` is [C, K] and sums to 1 in each row."""

    kind: NDArray[np.int8]
    first_tier: NDArray[np.int8]
    niche: NDArray[np.uint8]
    quality: NDArray[np.float64]
    inconsistency: NDArray[np.float64]
    authenticity: NDArray[np.float64]
    uploads_per_day: NDArray[np.float64]
    first_followers: NDArray[np.float64]
    followers: NDArray[np.float64]
    comes_at: NDArray[np.int64]
    joined_at: NDArray[np.int64]
    left_at: NDArray[np.int64]
    next_upload_at: NDArray[np.int64]
    next_upload: NDArray[np.int32]
    impressions: NDArray[np.int64]
    impressions_last_span: NDArray[np.int64]
    plays: NDArray[np.int64]
    newest_serial: NDArray[np.int32]
    topic_mix: NDArray[np.float32]

    def __init__(self, count: int, topics: int) -> None:
        schema = dict(SCHEMA)
        schema["topic_mix"] = Column("f4", "1", "shared", "share of its items by topic", (topics,))
        super().__init__(schema, count)

    def active(self, tick: int) -> NDArray[np.bool_]:
        """Which accounts are active at a tick, [C]."""
        return (self.joined_at <= tick) & (tick < self.left_at)


def tier_of(followers: NDArray[np.float64]) -> NDArray[np.int8]:
    """The tier of each follower count, [C]."""
    tier = (followers >= KOC_BELOW).astype(np.int8) + (followers >= SMALL_BELOW)
    return tier.astype(np.int8)
