"""The table of brands: what each is doing, its budgets, and what it has learned."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table


class Bucket(IntEnum):
    """Where a brand's money can go."""

    HEAD = 0  # contracts with head accounts
    KOC = 1  # contracts with accounts below 10 k followers
    ECOM = 2  # its own e-commerce department: paid traffic for what sells, and its own live team
    BRANDING = 3  # what sells nothing today


class Phase(IntEnum):
    """What a brand is doing with its newest product."""

    CHOOSE = 0
    TEST = 1
    SCALE = 2


BUCKETS = len(Bucket)
ARMS = 8  # products that can be tested at once
SCHEMA = {
    "next_at": Column("i8", "tick", "shared", "when it decides next"),
    "review_at": Column("i8", "tick", "shared", "when it next moves its budgets"),
    "phase": Column("i1", "Phase", "shared", "what it is doing"),
    "round": Column("i4", "1", "shared", "rounds of the test, or weeks of scaling, so far"),
    "campaign": Column("i4", "1", "shared", "product campaigns so far"),
    "product": Column("i4", "product", "shared", "what it scales, or -1", (), -1),
    "arm": Column("i4", "product", "shared", "what it tests, or -1", (ARMS,), -1),
    "share": Column("f8", "1", "shared", "share of the budget by bucket", (BUCKETS,)),
    "log_roi": Column("f8", "ln", "shared", "moving average of the log return by bucket", (BUCKETS,)),
    "purse_fen": Column("i8", "fen", "shared", "what is left to spend, by bucket", (BUCKETS,)),
    "funded_fen": Column("i8", "fen", "shared", "budget so far"),
    "spent_fen": Column("i8", "fen", "shared", "spent so far, by bucket", (BUCKETS,)),
    "earned_fen": Column("i8", "fen", "shared", "gross margin on net sales so far, by bucket", (BUCKETS,)),
    "seen_spent_fen": Column("i8", "fen", "shared", "spent at the last review, by bucket", (BUCKETS,)),
    "seen_earned_fen": Column("i8", "fen", "shared", "earned at the last review, by bucket", (BUCKETS,)),
    "tests": Column("i4", "1", "shared", "tests that were judged"),
    "right": Column("i4", "1", "shared", "those that named the truly best product"),
    "launches": Column("i4", "1", "shared", "products that were scaled"),
}


class Brands(Table):
    """Brands, one row each."""

    next_at: NDArray[np.int64]
    review_at: NDArray[np.int64]
    phase: NDArray[np.int8]
    round: NDArray[np.int32]
    campaign: NDArray[np.int32]
    product: NDArray[np.int32]
    arm: NDArray[np.int32]
    share: NDArray[np.float64]
    log_roi: NDArray[np.float64]
    purse_fen: NDArray[np.int64]
    funded_fen: NDArray[np.int64]
    spent_fen: NDArray[np.int64]
    earned_fen: NDArray[np.int64]
    seen_spent_fen: NDArray[np.int64]
    seen_earned_fen: NDArray[np.int64]
    tests: NDArray[np.int32]
    right: NDArray[np.int32]
    launches: NDArray[np.int32]

    def __init__(self, count: int) -> None:
        super().__init__(SCHEMA, count)
