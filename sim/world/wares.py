"""What each item sells, who sells, and what a viewer keeps of being sold to."""

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table

ANGLES = 8  # messages that a script can be built on
NOTHING = -1

WARES = {
    "product": Column("i4", "product", "shared", "what the item sells, or -1", (), NOTHING),
    "deal": Column("i4", "deal", "shared", "the brand's contract it was made under, or -1", (), NOTHING),
    "sponsored": Column("u1", "flag", "shared", "1 if a brand paid for it"),
    "angle": Column("i1", "angle", "shared", "the message of its script, or -1", (), NOTHING),
    "beneficiary": Column("i4", "deal", "shared", "the contract that its paid delivery works for, or -1", (), NOTHING),
    "orders": Column("i8", "orders", "shared", "orders so far"),
    "gmv_fen": Column("i8", "fen", "shared", "sales so far"),
}
SELLERS = {
    "sells": Column("u1", "flag", "shared", "1 if the account sells of its own accord"),
    "knack": Column("f8", "ln", "shared", "log orders of this seller against the average one"),
    "next_deal": Column("i4", "deal", "shared", "the contract that the next item is made for, or -1", (), NOTHING),
    "orders": Column("i8", "orders", "shared", "orders so far"),
    "gmv_fen": Column("i8", "fen", "shared", "sales so far"),
    "refunded_fen": Column("i8", "fen", "shared", "the part of them that was paid back"),
    "own_net_fen": Column("i8", "fen", "shared", "net sales so far of what it sells of its own accord"),
    "settled_fen": Column("i8", "fen", "shared", "the part of them that it has been paid its share of"),
}
SHOPPERS = {
    "region": Column("i2", "region", "shared", "where the user lives"),
    "tired": Column("f4", "impressions", "row", "sponsored content met lately, as of tired_at"),
    "tired_angle": Column("f4", "impressions", "row", "the same by message", (ANGLES,)),
    "tired_at": Column("i8", "tick", "row", "reference time of that weariness"),
}


class Wares(Table):
    """What items sell, row by row with the table of items."""

    product: NDArray[np.int32]
    deal: NDArray[np.int32]
    sponsored: NDArray[np.uint8]
    angle: NDArray[np.int8]
    beneficiary: NDArray[np.int32]
    orders: NDArray[np.int64]
    gmv_fen: NDArray[np.int64]

    def __init__(self, count: int = 0) -> None:
        super().__init__(WARES, count)


class Sellers(Table):
    """What accounts are as sellers, row by row with the table of accounts."""

    sells: NDArray[np.uint8]
    knack: NDArray[np.float64]
    next_deal: NDArray[np.int32]
    orders: NDArray[np.int64]
    gmv_fen: NDArray[np.int64]
    refunded_fen: NDArray[np.int64]
    own_net_fen: NDArray[np.int64]
    settled_fen: NDArray[np.int64]

    def __init__(self, count: int) -> None:
        super().__init__(SELLERS, count)


class Shoppers(Table):
    """What users are as buyers, row by row with the table of users."""

    region: NDArray[np.int16]
    tired: NDArray[np.float32]
    tired_angle: NDArray[np.float32]
    tired_at: NDArray[np.int64]

    def __init__(self, count: int) -> None:
        super().__init__(SHOPPERS, count)
