"""The exposure ledger: impressions by day, account and lane, every slot served in it exactly once."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.pages import Pages
from sim.results.rows import in_parts
from sim.world.creators import Kind
from sim.world.tally import Lane

LANE_NAMES = tuple(lane.name.lower() for lane in Lane)
KIND_NAMES = tuple(kind.name.lower() for kind in Kind)
CODES, WORDS = ("creator", "lane", "kind"), (len(LANE_NAMES), len(KIND_NAMES))
EMPTY = hashlib.sha256(b"exposure ledger").digest()
ROW = np.dtype([("creator", np.int32), ("lane", np.int8), ("impressions", np.int64), ("kind", np.int8)])


class Ledger:
    """Rows of (account, lane, impressions, kind of account on that day) of each day; only what is not zero.

    A day is a page, on disk where they are many. The digest covers every day appended, kept or not: it chains the day,
    its rows and the digest before. Kinds are columns of the table of accounts, and are covered there.
    """

    def __init__(self, keep: bool = True, platform: str = "douyin") -> None:
        self.keep = keep
        self.platform = platform
        self.digest = EMPTY
        self.days: list[int] = []
        self.pages = Pages(ROW)

    def append(self, day: int, by_lane: NDArray[np.int64], kind: NDArray[np.int8]) -> None:
        """Add a day's impressions by account and lane, [C, L], and what the accounts are on it, [C]."""
        creator, lane = np.nonzero(by_lane)
        rows = (creator.astype(np.int32), lane.astype(np.int8), by_lane[creator, lane])
        self.digest = _chained(self.digest, day, *rows)
        if self.keep:
            page = np.empty(creator.size, dtype=ROW)
            page["creator"], page["lane"], page["impressions"] = rows
            page["kind"] = kind[creator]
            self.days.append(day)
            self.pages.append(page)

    def copy(self) -> "Ledger":
        """An independent ledger with the same past."""
        twin = Ledger(self.keep, self.platform)
        twin.digest, twin.days, twin.pages = self.digest, list(self.days), self.pages.copy()
        return twin

    @property
    def empty(self) -> bool:
        """Whether it has no row."""
        return not any(self.pages.rows())

    def frame(self, first_day: int = 0, last_day: int | None = None) -> pd.DataFrame:
        """The ledger as a table, of some days, both included: day, creator, lane, impressions, platform, kind."""
        last = len(self.days) if last_day is None else bisect_right(self.days, last_day)
        return self._table(slice(bisect_left(self.days, first_day), last))

    def parts(self) -> Iterator[pd.DataFrame]:
        """The same of all days, some days at a time."""
        yield from map(self._table, in_parts(self.pages.rows()))

    def on(self, platform: str) -> "Ledger":
        """It is of one platform."""
        return self

    def hold(self) -> bool:
        """Bring the days that are on disk into memory."""
        return self.pages.hold()

    def sound(self, day: int, accounts: int) -> bool:
        """Whether it can be how often so many accounts were shown before a day: a file may hold anything.

        A ledger that is kept is digested again.
        """
        kept = list(range(day)) if self.keep else []
        if self.days != kept or len(self.pages) != len(kept):
            return False
        digest = EMPTY
        for number, page in enumerate(self.pages):
            if not all(_within(page[name], most) for name, most in zip(CODES, (accounts, *WORDS), strict=True)):
                return False
            digest = _chained(digest, number, page["creator"], page["lane"], page["impressions"])
        return digest == self.digest or not self.keep

    def _table(self, pages: slice) -> pd.DataFrame:
        sizes = self.pages.rows()[pages]
        held = {name: np.empty(sum(sizes), kind) for name, (kind, *_) in (ROW.fields or {}).items()}
        start = 0
        for number, size in zip(range(len(self.pages))[pages], sizes, strict=True):
            page = self.pages[number]
            for name, column in held.items():
                column[start : start + size] = page[name]
            start += size
        return pd.DataFrame(
            {
                "day": np.repeat(np.array(self.days[pages], dtype=np.int32), sizes),
                "creator": held["creator"],
                "lane": _words(held["lane"], LANE_NAMES),
                "impressions": held["impressions"],
                "platform": _words(np.zeros(start, np.int8), (self.platform,)),
                "kind": _words(held["kind"], KIND_NAMES),
            }
        )


def _chained(
    digest: bytes, day: int, creator: NDArray[np.int32], lane: NDArray[np.int8], impressions: NDArray[np.int64]
) -> bytes:
    """The digest after a day whose rows these are."""
    chained = hashlib.sha256(digest + np.int64(day).tobytes() + np.int64(creator.size).tobytes())
    for column in (creator, lane, impressions):
        chained.update(np.ascontiguousarray(column).data)
    return chained.digest()


def _within(codes: NDArray[np.integer], count: int) -> bool:
    return not codes.size or bool(codes.min() >= 0 and codes.max() < count)


def _words(codes: NDArray[np.int8], words: tuple[str, ...]) -> Any:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(words)))
