"""What accounts remember of their natural exposure: whether it is less than they are used to."""

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table

RECENT_DAYS, USUAL_DAYS = 7, 60  # of the two moving averages

SCHEMA = {
    "counted": Column("i8", "impressions", "shared", "natural impressions so far, as of the last look"),
    "looks": Column("i4", "days", "shared", "days looked back on"),
    "recent": Column("f8", "impressions/day", "shared", "natural impressions a day of late"),
    "usual": Column("f8", "impressions/day", "shared", "natural impressions a day that it is used to"),
}


class Bidders(Table):
    """One row an account. Shapes: C rows."""

    counted: NDArray[np.int64]
    looks: NDArray[np.int32]
    recent: NDArray[np.float64]
    usual: NDArray[np.float64]

    def __init__(self, count: int) -> None:
        super().__init__(SCHEMA, count)

    def look(self, impressions: NDArray[np.int64], active: NDArray[np.bool_]) -> None:
        """Take in a day of those who are active; in the first days an average is that of the days there were."""
        self.thaw()
        today = (impressions - self.counted).astype(np.float64)
        self.counted[:] = impressions
        self.looks[active] += 1
        for average, days in ((self.recent, RECENT_DAYS), (self.usual, USUAL_DAYS)):
            weight = 1.0 / np.clip(self.looks[active], 1, days)
            average[active] += weight * (today[active] - average[active])
        self.freeze()

    def shortfall(self) -> NDArray[np.float64]:
        """How far recent exposure is below the usual, as a share of it, [C] in [0, 1]."""
        return np.asarray(np.clip(1.0 - self.recent / np.maximum(self.usual, 1e-9), 0.0, 1.0) * (self.usual > 0.0))
