"""A table that a run leaves and that may be larger than memory: asked for by days, or part by part."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import pandas as pd

MOST_ROWS = 1_000_000  # of a part, unless a day alone has more


class Rows(Protocol):
    """A table with a column `day`, in the order of days."""

    @property
    def empty(self) -> bool:
        """Whether it has no row."""
        ...

    def frame(self, first_day: int = 0, last_day: int | None = None) -> pd.DataFrame:
        """The rows of some days, both included; of all days without."""
        ...

    def parts(self) -> Iterator[pd.DataFrame]:
        """The whole, a part at a time, at least one."""
        ...

    def on(self, platform: str) -> "Rows":
        """What of it is on a platform."""
        ...

    def hold(self) -> bool:
        """Bring it into memory and let go of what is on disk, if there is any and memory has room; whether it was."""
        ...


class Table:
    """Rows that are in memory."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table

    @property
    def empty(self) -> bool:
        """Whether there is no row."""
        return self.table.empty

    def frame(self, first_day: int = 0, last_day: int | None = None) -> pd.DataFrame:
        """The rows of some days, both included."""
        if first_day <= 0 and last_day is None:
            return self.table
        last = self.table["day"].max() if last_day is None else last_day
        return self.table[self.table["day"].between(first_day, last)].reset_index(drop=True)

    def parts(self) -> Iterator[pd.DataFrame]:
        """All of it at once."""
        yield self.table

    def on(self, platform: str) -> "Table":
        """Rows whose column `platform` says so."""
        found = self.table[self.table["platform"] == platform].reset_index(drop=True)
        return Table(_placed(found, platform, (platform,)))

    def hold(self) -> bool:
        """It is in memory."""
        return False


class Stacked:
    """Rows of several platforms, one below the other."""

    def __init__(self, each: Mapping[str, Rows]) -> None:
        self.each = dict(each)

    @property
    def empty(self) -> bool:
        """Whether no platform has a row."""
        return all(rows.empty for rows in self.each.values())

    def frame(self, first_day: int = 0, last_day: int | None = None) -> pd.DataFrame:
        """The rows of some days, both included, each with its platform."""
        return stacked({name: rows.frame(first_day, last_day) for name, rows in self.each.items()})

    def parts(self) -> Iterator[pd.DataFrame]:
        """Platform by platform."""
        for name, rows in self.each.items():
            yield from (_placed(part, name, self.each) for part in rows.parts())

    def on(self, platform: str) -> Rows:
        """Those of one platform."""
        return self.each[platform]

    def hold(self) -> bool:
        """Bring those of every platform into memory."""
        done = [rows.hold() for rows in self.each.values()]
        return any(done)


def stacked(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tables one below the other, each row with its platform."""
    return pd.concat([_placed(table, name, tables) for name, table in tables.items()], ignore_index=True)


def _placed(table: pd.DataFrame, platform: str, platforms: Iterable[str]) -> pd.DataFrame:
    """A table with its platform, which stays one of a few words."""
    kind = pd.CategoricalDtype(list(platforms))
    return table.assign(platform=pd.Categorical([platform] * len(table), dtype=kind))


def in_parts(rows: Iterable[int]) -> Iterator[slice]:
    """Slices of pages that have so many rows each, of about `MOST_ROWS` rows together; at least one slice."""
    first = held = number = 0
    for number, count in enumerate(rows):
        if held and held + count > MOST_ROWS:
            yield slice(first, number)
            first, held = number, 0
        held += count
    yield slice(first, number + 1)
