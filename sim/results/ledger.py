"""The exposure ledger: impressions by day, account and lane, every slot served in it exactly once."""

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.world.creators import Kind
from sim.world.tally import Lane

LANE_NAMES = tuple(lane.name.lower() for lane in Lane)
KIND_NAMES = tuple(kind.name.lower() for kind in Kind)
EMPTY = hashlib.sha256(b"exposure ledger").digest()


class Ledger:
    """Rows of (account, lane, impressions, kind of account on that day) of each day; only what is not zero.

    The digest covers every day appended, kept or not: it chains the day, its rows and the digest before. Kinds are
    columns of the table of accounts, and are covered there.
    """

    def __init__(self, keep: bool = True, platform: str = "douyin") -> None:
        self.keep = keep
        self.platform = platform
        self.digest = EMPTY
        self.days: list[int] = []
        self.creator: list[NDArray[np.int32]] = []
        self.lane: list[NDArray[np.int8]] = []
        self.impressions: list[NDArray[np.int64]] = []
        self.kind: list[NDArray[np.int8]] = []

    def append(self, day: int, by_lane: NDArray[np.int64], kind: NDArray[np.int8]) -> None:
        """Add a day's impressions by account and lane, [C, L], and what the accounts are on it, [C]."""
        creator, lane = np.nonzero(by_lane)
        rows = (creator.astype(np.int32), lane.astype(np.int8), by_lane[creator, lane])
        digest = hashlib.sha256(self.digest + np.int64(day).tobytes() + np.int64(creator.size).tobytes())
        for column in rows:
            digest.update(column.data)
            column.flags.writeable = False  # a branch shares the past
        self.digest = digest.digest()
        if self.keep:
            self.days.append(day)
            self.creator.append(rows[0])
            self.lane.append(rows[1])
            self.impressions.append(rows[2])
            self.kind.append(kind[creator])

    def copy(self) -> "Ledger":
        """An independent ledger with the same past."""
        twin = Ledger(self.keep, self.platform)
        twin.digest = self.digest
        for name in ("days", "creator", "lane", "impressions", "kind"):
            setattr(twin, name, list(getattr(self, name)))
        return twin

    def frame(self) -> pd.DataFrame:
        """The ledger as a table: day, creator, lane, impressions, platform, kind."""
        sizes = [rows.size for rows in self.creator]
        return pd.DataFrame(
            {
                "day": np.repeat(np.array(self.days, dtype=np.int32), sizes),
                "creator": np.concatenate([np.zeros(0, np.int32), *self.creator]),
                "lane": pd.Categorical.from_codes(
                    np.concatenate([np.zeros(0, np.int8), *self.lane]), dtype=pd.CategoricalDtype(list(LANE_NAMES))
                ),
                "impressions": np.concatenate([np.zeros(0, np.int64), *self.impressions]),
                "platform": pd.Categorical.from_codes(
                    np.zeros(sum(sizes), np.int8), dtype=pd.CategoricalDtype([self.platform])
                ),
                "kind": pd.Categorical.from_codes(
                    np.concatenate([np.zeros(0, np.int8), *self.kind]), dtype=pd.CategoricalDtype(list(KIND_NAMES))
                ),
            }
        )
