"""The table of agencies: what they weigh, what they earn, and whether they are there."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.world.agency_settings import AgencySettings

NO_AGENCY = -1


class Weighs(IntEnum):
    """What an agency puts its spending into above all."""

    DISTRIBUTION = 0  # more uploads and paid slots
    CONTENT = 1  # better items


SCHEMA = {
    "weighs": Column("i1", "Weighs", "shared", "what it puts its spending into"),
    "open": Column("u1", "flag", "shared", "1 if it is in business"),
    "days": Column("i4", "day", "shared", "days in business"),
    "taken": Column("i8", "fen", "shared", "shares of income taken so far, by all who had this place"),
    "spent": Column("i8", "fen", "shared", "spent on accounts so far, by all who had this place"),
    "charged": Column("i8", "fen", "shared", "for paid slots since the last day was settled"),
    "profit": Column("f8", "RMB/month", "shared", "what it earns lately"),
}


class Agencies(Table):
    """Agencies, one row a place. Shapes: A rows."""

    weighs: NDArray[np.int8]
    open: NDArray[np.uint8]
    days: NDArray[np.int32]
    taken: NDArray[np.int64]
    spent: NDArray[np.int64]
    charged: NDArray[np.int64]
    profit: NDArray[np.float64]

    def __init__(self, settings: AgencySettings) -> None:
        super().__init__(SCHEMA, settings.count)
        self.weighs[:] = np.arange(settings.count) % len(Weighs)
        self.open[:] = 1
        self.freeze()

    def reach(self, settings: AgencySettings) -> NDArray[np.float64]:
        """The part of its spending that each puts into reach, [A]."""
        return np.where(self.weighs == Weighs.DISTRIBUTION, settings.distribution_reach, settings.content_reach)

    def charge(self, who: NDArray[np.int64], fen: NDArray[np.int64]) -> None:
        """Note what agencies were charged for paid slots, to be settled with the day."""
        self.thaw()
        np.add.at(self.charged, who, fen)
        self.freeze()
