"""Every impression as a table, where a run was asked to keep them."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_DAY
from sim.results.ledger import LANE_NAMES
from sim.results.pages import Pages
from sim.results.rows import in_parts
from sim.world.tally import LOG, NO_LOG, Act

BITS = tuple(act for act in Act if act >= Act.PLAY)  # the acts that a record has a bit for


class Impressions:
    """One row an impression, by span, user and time. A span is a page, on disk where they are many."""

    def __init__(self, platform: str = "douyin") -> None:
        self.platform = platform
        self.pages = Pages(LOG)

    def append(self, records: NDArray[np.void]) -> None:
        """Add the records of a span, [n] of type LOG."""
        self.pages.append(records)

    def copy(self) -> "Impressions":
        """An independent record with the same past."""
        twin = Impressions(self.platform)
        twin.pages = self.pages.copy()
        return twin

    @property
    def empty(self) -> bool:
        """Whether nothing was recorded."""
        return not any(self.pages.rows())

    def frame(self, first_day: int = 0, last_day: int | None = None) -> pd.DataFrame:
        """The record as a table, of some days, both included.

        Columns: day, tick (ms), user, visit, creator, upload, topic, lane, watch_ms, pull (the true one), and a flag
        for each act, platform.
        """
        last = np.iinfo(np.int64).max if last_day is None else (last_day + 1) * TICKS_PER_DAY
        pages = (page[_between(page["tick"], first_day * TICKS_PER_DAY, last)] for page in self.pages)
        return _table(pages, self.platform)

    def parts(self) -> Iterator[pd.DataFrame]:
        """The same of all days, some spans at a time."""
        for pages in in_parts(self.pages.rows()):
            yield _table((self.pages[number] for number in range(len(self.pages))[pages]), self.platform)

    def on(self, platform: str) -> "Impressions":
        """It is of one platform."""
        return self

    def hold(self) -> bool:
        """Bring the spans that are on disk into memory."""
        return self.pages.hold()

    def sound(self, day: int, accounts: int, users: int) -> bool:
        """Whether it can be what so many users were shown before a day: a file may hold anything."""
        most = {"tick": day * TICKS_PER_DAY, "user": users, "creator": accounts, "lane": len(LANE_NAMES)}
        return all(_between(page[name], 0, end).all() for page in self.pages for name, end in most.items())


def _between(values: NDArray[np.integer], first: int, end: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (values >= first) & (values < end)
    return inside


def _table(pages: Iterable[NDArray[np.void]], platform: str) -> pd.DataFrame:
    records = np.concatenate([NO_LOG, *pages])
    table = {"day": (records["tick"] // TICKS_PER_DAY).astype(np.int32)}
    table |= {name: records[name] for name in ("tick", "user", "visit", "creator", "upload", "topic")}
    lane = pd.Categorical.from_codes(records["lane"], dtype=pd.CategoricalDtype(list(LANE_NAMES)))
    flags = {act.name.lower(): (records["acts"] >> act.bit & 1).astype(bool) for act in BITS}
    where = pd.Categorical.from_codes(np.zeros(len(lane), np.int8), dtype=pd.CategoricalDtype([platform]))
    watched = {"watch_ms": records["watch_ms"], "pull": records["pull"]}
    return pd.DataFrame(table | {"lane": lane} | watched | flags | {"platform": where})
