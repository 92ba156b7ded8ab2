"""The table of contracts between brands and accounts: what was agreed, what was paid, what it sold."""

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.core.units import NEVER

SCHEMA = {
    "brand": Column("i4", "brand", "shared", "who pays"),
    "creator": Column("i4", "creator", "shared", "who makes it"),
    "product": Column("i4", "product", "shared", "what is sold"),
    "bucket": Column("i1", "Bucket", "shared", "the budget it is paid from"),
    "angle": Column("i1", "angle", "shared", "the message of its script"),
    "trial": Column("u1", "flag", "shared", "1 if it is part of a product test"),
    "signed_at": Column("i8", "tick", "shared", "when the script fee was paid"),
    "shown_at": Column("i8", "tick", "shared", "when its item appears", (), NEVER),
    "serial": Column("i4", "item serial", "shared", "its item, or -1", (), -1),
    "fee_fen": Column("i8", "fen", "shared", "script fee"),
    "commission": Column("i8", "1/10,000", "shared", "commission on net sales"),
    "extra": Column("i8", "1/10,000", "shared", "other cost on net sales, such as give-aways"),
    "paid_fen": Column("i8", "fen", "shared", "paid traffic so far"),
    "paid_net_fen": Column("i8", "fen", "shared", "net sales in paid slots so far"),
    "settled_fen": Column("i8", "fen", "shared", "net sales in natural slots on which commission has been paid"),
    "settled_paid_fen": Column("i8", "fen", "shared", "the same in paid slots"),
    "clicks": Column("i8", "clicks", "shared", "clicks on the card so far"),
    "orders": Column("i8", "orders", "shared", "orders so far"),
    "gmv_fen": Column("i8", "fen", "shared", "sales so far"),
    "refunded_fen": Column("i8", "fen", "shared", "the part of them that was paid back"),
}


class Deals(Table):
    """Contracts, one row each, oldest first."""

    brand: NDArray[np.int32]
    creator: NDArray[np.int32]
    product: NDArray[np.int32]
    bucket: NDArray[np.int8]
    angle: NDArray[np.int8]
    trial: NDArray[np.uint8]
    signed_at: NDArray[np.int64]
    shown_at: NDArray[np.int64]
    serial: NDArray[np.int32]
    fee_fen: NDArray[np.int64]
    commission: NDArray[np.int64]
    extra: NDArray[np.int64]
    paid_fen: NDArray[np.int64]
    paid_net_fen: NDArray[np.int64]
    settled_fen: NDArray[np.int64]
    settled_paid_fen: NDArray[np.int64]
    clicks: NDArray[np.int64]
    orders: NDArray[np.int64]
    gmv_fen: NDArray[np.int64]
    refunded_fen: NDArray[np.int64]

    def __init__(self, count: int = 0) -> None:
        super().__init__(SCHEMA, count)
