"""The table of campaigns: who pays for whose content to be shown, how much, until when, and what came of it."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.core.units import NEVER


class Party(IntEnum):
    """Who can pay, be paid, or benefit. An index beside it says which one."""

    ACCOUNT = 0  # row of the table of accounts
    BRAND = 1  # number of a brand
    MERCHANT = 2  # number of a merchant who has no account on the platform
    PLATFORM = 3  # index 0
    OUTSIDE = 4  # index 0: where money comes from and goes to beyond the model
    AGENCY = 5  # number of an agency's place


class Purpose(IntEnum):
    """Why a campaign is run."""

    BRAND = 0  # a brand pays for a creator's content
    HEAD = 1  # a head account pays to hold its sales
    MERCHANT = 2  # a merchant buys impressions
    BOOST = 3  # an account, or its agency, pushes its item with a small ticket
    HEAT = 4  # the platform pushes what a policy picked


class Goal(IntEnum):
    """The act that a bid is for."""

    IMPRESSION = 0
    PLAY = 1  # a valid play
    FOLLOW = 2
    ORDER = 3  # `conversion` orders are expected of a valid play


class Pacing(IntEnum):
    """How a budget is made to last."""

    NONE = 0
    ADAPTIVE = 1  # the bid is shaded: bid / (1 + multiplier)
    THROTTLE = 2  # some auctions are sat out
    RETURN = 3  # the bid holds a return on what is spent


SCHEMA = {
    "serial": Column("i4", "1", "shared", "running number, never used twice"),
    "purpose": Column("i1", "Purpose", "shared", "why it is run"),
    "bidder_kind": Column("i1", "Party", "shared", "who pays"),
    "bidder": Column("i4", "index", "shared", "which one"),
    "beneficiary_kind": Column("i1", "Party", "shared", "who gains from an impression, beside its creator"),
    "beneficiary": Column("i4", "index", "shared", "which one"),
    "creator": Column("i4", "creator", "shared", "whose content is shown"),
    "item": Column("i4", "item serial", "shared", "the item promoted; -1: the account's newest visible one", (), -1),
    "goal": Column("i1", "Goal", "shared", "the act that the bid is for"),
    "conversion": Column("f8", "1", "shared", "orders the platform predicts of a valid play; for orders only"),
    "bid": Column("i8", "10^-6 RMB", "shared", "worth of one such act to the bidder: the most ever bid"),
    "value_spread": Column("f8", "1", "shared", "the worth varies by auction, evenly within this share of the bid"),
    "pacing": Column("i1", "Pacing", "shared", "how the budget is made to last", (), Pacing.ADAPTIVE),
    "target_return": Column("f8", "1", "shared", "worth wanted per RMB spent, under a target return", (), 1.0),
    "multiplier": Column("f8", "1", "shared", "by how much the bid is shaded: bid / (1 + multiplier)"),
    "participation": Column("f8", "1", "shared", "probability of entering an auction", (), 1.0),
    "pressure": Column("f8", "10^-6 RMB / day", "shared", "spending in a day, entering every auction", (), -1.0),
    "missed": Column("f8", "1", "shared", "log of the target return missed in the last span"),
    "quality": Column("f8", "1", "shared", "quality factor of the last span, 1 for average content", (), 1.0),
    "budget": Column("i8", "10^-6 RMB", "shared", "what may be spent in all"),
    "budget_per_day": Column("i8", "10^-6 RMB", "shared", "what may be spent on a day", (), NEVER),
    "spent": Column("i8", "10^-6 RMB", "shared", "charged so far"),
    "spent_today": Column("i8", "10^-6 RMB", "shared", "charged on the running day"),
    "make_good": Column("i8", "10^-6 RMB", "shared", "delivered beyond the budget so far, borne by the platform"),
    "starts_at": Column("i8", "tick", "shared", "when it begins"),
    "ends_at": Column("i8", "tick", "shared", "when it ends", (), NEVER),
    "impressions": Column("i8", "impressions", "shared", "won and seen so far"),
    "plays": Column("i8", "plays", "shared", "valid plays of them so far"),
    "follows": Column("i8", "1", "shared", "follows they brought so far"),
}


class Campaigns(Table):
    """Campaigns, one row each, oldest first; those that ended stay."""

    serial: NDArray[np.int32]
    purpose: NDArray[np.int8]
    bidder_kind: NDArray[np.int8]
    bidder: NDArray[np.int32]
    beneficiary_kind: NDArray[np.int8]
    beneficiary: NDArray[np.int32]
    creator: NDArray[np.int32]
    item: NDArray[np.int32]
    goal: NDArray[np.int8]
    conversion: NDArray[np.float64]
    bid: NDArray[np.int64]
    value_spread: NDArray[np.float64]
    pacing: NDArray[np.int8]
    target_return: NDArray[np.float64]
    multiplier: NDArray[np.float64]
    participation: NDArray[np.float64]
    pressure: NDArray[np.float64]
    missed: NDArray[np.float64]
    quality: NDArray[np.float64]
    budget: NDArray[np.int64]
    budget_per_day: NDArray[np.int64]
    spent: NDArray[np.int64]
    spent_today: NDArray[np.int64]
    make_good: NDArray[np.int64]
    starts_at: NDArray[np.int64]
    ends_at: NDArray[np.int64]
    impressions: NDArray[np.int64]
    plays: NDArray[np.int64]
    follows: NDArray[np.int64]

    def __init__(self, count: int = 0) -> None:
        super().__init__(SCHEMA, count)

    def left(self) -> NDArray[np.int64]:
        """What each may still spend now, within its day and in all, at least 0."""
        left: NDArray[np.int64] = np.minimum(self.budget - self.spent, self.budget_per_day - self.spent_today)
        return np.maximum(left, 0)

    def live(self, start: int, end: int) -> NDArray[np.bool_]:
        """Which can spend in the half-open span of ticks."""
        return (self.starts_at < end) & (start < self.ends_at) & (self.left() > 0)
