"""The table of promotions: which campaign runs for which contract, and what was set aside for it."""

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table

SCHEMA = {
    "campaign": Column("i4", "campaign", "shared", "its row among the campaigns"),
    "deal": Column("i4", "deal", "shared", "the contract whose item is shown"),
    "aside_fen": Column("i8", "fen", "shared", "set aside for it"),
    "spent_fen": Column("i8", "fen", "shared", "spent as of the last settlement, part of a fen rounded up"),
    "closed": Column("u1", "flag", "shared", "1 once what was left has gone back into the purse"),
}


class Promotions(Table):
    """Promotions, one row each, oldest first."""

    campaign: NDArray[np.int32]
    deal: NDArray[np.int32]
    aside_fen: NDArray[np.int64]
    spent_fen: NDArray[np.int64]
    closed: NDArray[np.uint8]

    def __init__(self, count: int = 0) -> None:
        super().__init__(SCHEMA, count)
