"""Count what the files say, piece by piece, and make a portrait of it."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.errors import DataError
from sim.world.from_data.portrait import File, Floats, Portrait
from sim.world.from_data.settings import DataSettings
from sim.world.from_data.tables import Source, pieces, refuse, sources

SHOWN = ("impression", "show", "skip", "hide")  # actions of a plain log that are no play
PLAYED = ("play", "click", "view", "watch", "complete", "like", "comment", "share", "follow", "buy")
SECONDS_BELOW = 1e11  # a `time` above is in milliseconds
LATEST = 4_102_444_800.0  # 2100: a time beyond, or before 1970, is a slip
WEEK = 7  # days of log below which weekends say nothing
SHORTEST, LONGEST = 1.0, 3600.0  # seconds: lengths beyond are errors of measurement


class Names:
    """Numbers for names, in order of appearance."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}

    def of(self, column: Iterable[str]) -> NDArray[np.int64]:
        """The number of each name, [n]; new names get the next ones."""
        codes, unique = pd.factorize(pd.Series(column, dtype=object))
        numbers = [self.number.setdefault(str(name), len(self.number)) for name in unique]
        return np.array(numbers, dtype=np.int64)[codes]

    def __len__(self) -> int:
        return len(self.number)


class Grid:
    """Counts by row and column that grow as either does. Limits: it is dense, rows x columns x 8 bytes."""

    def __init__(self) -> None:
        self.held: Floats = np.zeros((64, 64))

    def add(self, row: NDArray[np.int64], column: NDArray[np.int64]) -> None:
        need = (int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
        have = self.held.shape
        grown = [2 * asked if asked > size else size for size, asked in zip(have, need, strict=True)]
        if tuple(grown) != have:
            bigger = np.zeros(grown)
            bigger[: have[0], : have[1]] = self.held
            self.held = bigger
        np.add.at(self.held, (row, column), 1.0)

    def of(self, rows: int, columns: int) -> Floats:
        """The counts, [rows, columns]."""
        out = np.zeros((rows, columns))
        part = self.held[:rows, :columns]
        out[: part.shape[0], : part.shape[1]] = part
        return out


class Tallies:
    """What has been counted so far."""

    def __init__(self, utc_offset_hours: float) -> None:
        self.offset = utc_offset_hours
        self.users, self.creators, self.topics, self.items = Names(), Names(), Names(), Names()
        self.made, self.plays = Grid(), Grid()
        self.maker: list[tuple[int, tuple[int, ...]]] = []  # of each item: account, topics
        self.shown = Grid()  # by user, one column
        self.hours = np.zeros(24)
        self.given_hours = np.zeros(24)
        self.days: dict[int, float] = {}
        self.follows: dict[int, float] = {}
        self.friends: list[float] = []
        self.followers: list[float] = []
        self.followers_of: dict[int, float] = {}
        self.seconds: list[float] = []
        self.left_out = 0
        self.strays = 0  # rows of a log about items that no table describes

    def hours_table(self, source: Source, piece: pd.DataFrame) -> None:
        wrong = (piece["hour"] > 23) | (piece["hour"] % 1 > 0)
        if wrong.any():
            row = piece[wrong].iloc[0]
            raise refuse(source, int(row["line"]), "hour", f"{row['hour']:g}", "an hour, 0 to 23")
        np.add.at(self.given_hours, piece["hour"].to_numpy(dtype=np.int64), piece["impressions"].to_numpy())

    def items_table(self, source: Source, piece: pd.DataFrame) -> None:
        kept = piece[piece["topic"] != ""]
        self.left_out += len(piece) - len(kept)
        _topics_named(source, kept)
        self._new_items(kept["item"], kept["creator"], kept["topic"])
        for name, unit in (("ms", 1000.0), ("seconds", 1.0)):
            if name in piece:
                self.seconds += (piece[name].dropna() / unit).tolist()

    def accounts_table(self, source: Source, piece: pd.DataFrame) -> None:
        numbers = self.creators.of(piece["creator"])
        self.followers_of.update(zip(numbers.tolist(), piece["followers"].tolist(), strict=True))

    def users_table(self, source: Source, piece: pd.DataFrame) -> None:
        numbers = self.users.of(piece["user"])
        self.follows.update(zip(numbers.tolist(), piece["follows"].tolist(), strict=True))
        if "friends" in piece:
            self.friends += piece["friends"].dropna().tolist()
        if "followers" in piece:
            authors = piece["author"].isin(["1", "1.0", "True", "true"]) if "author" in piece else piece["line"] > 0
            self.followers += piece.loc[authors, "followers"].tolist()

    def log(self, source: Source, piece: pd.DataFrame) -> None:
        if source.layout.name == "plain":
            hour, day, played = self._plain_rows(source, piece)
            _topics_named(source, piece)
            self._new_items(piece["item"], piece["creator"], piece["topic"])
        else:
            hour, day, played = _kuairand_rows(source, piece)
        known = piece["item"].map(self.items.number)
        self.strays += int(known.isna().sum())
        users = self.users.of(piece["user"])
        self.shown.add(users, np.zeros(users.size, dtype=np.int64))
        np.add.at(self.hours, hour, 1.0)
        for one, count in zip(*np.unique(day, return_counts=True), strict=True):
            self.days[int(one)] = self.days.get(int(one), 0.0) + float(count)
        which = played & known.notna().to_numpy()
        about = [self.maker[int(number)][1] for number in known[which]]
        times = np.array([len(topics) for topics in about], dtype=np.int64)
        topics = np.array([topic for one in about for topic in one], dtype=np.int64)
        self.plays.add(np.repeat(users[which], times), topics)

    def _new_items(self, items: Iterable[str], creators: Iterable[str], topics: Iterable[str]) -> None:
        """Items not seen before, with their accounts; an item may have several topics, split by commas."""
        table = pd.DataFrame({"item": items, "creator": creators, "topic": topics}).drop_duplicates("item")
        table = table[~table["item"].isin(self.items.number)]
        if table.empty:
            return
        self.items.of(table["item"])
        makers = self.creators.of(table["creator"])
        for maker, label in zip(makers.tolist(), table["topic"], strict=True):
            parts = [part.strip() for part in str(label).split(",") if part.strip()]
            about = tuple(int(one) for one in self.topics.of(parts))
            self.maker.append((maker, about))
            self.made.add(np.full(len(about), maker), np.array(about))

    def _plain_rows(
        self, source: Source, piece: pd.DataFrame
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        action = piece["action"].str.lower()
        wrong = ~action.isin(SHOWN + PLAYED)
        if wrong.any():
            row = piece[wrong].iloc[0]
            raise refuse(source, int(row["line"]), "action", row["action"], ", ".join(SHOWN + PLAYED))
        number = pd.to_numeric(piece["time"], errors="coerce")
        seconds = number.where(number < SECONDS_BELOW, number / 1000.0)
        if number.isna().any():
            stamps = pd.to_datetime(piece["time"].where(number.isna()), errors="coerce", utc=True, format="ISO8601")
            seconds = seconds.fillna((stamps - pd.Timestamp(0, tz="UTC")).dt.total_seconds())
        wrong = ~seconds.between(0.0, LATEST)
        if wrong.any():
            row = piece[wrong].iloc[0]
            allowed = "seconds since 1970, or 2024-05-31T18:30:00, from 1970 to 2100"
            raise refuse(source, int(row["line"]), "time", row["time"], allowed)
        local = np.asarray(seconds, dtype=np.float64) + 3600.0 * self.offset
        hour = np.asarray(local // 3600.0 % 24, dtype=np.int64)
        return (
            hour,
            np.asarray(np.floor(local / 86_400.0), dtype=np.int64),
            action.isin(PLAYED).to_numpy(dtype=np.bool_),
        )


def _topics_named(source: Source, piece: pd.DataFrame) -> None:
    blank = [one for one in piece["topic"].unique() if not one.strip(", ")]
    if blank:
        row = piece[piece["topic"].isin(blank)].iloc[0]
        raise refuse(source, int(row["line"]), "topic", row["topic"], "a name, or several that commas part")


def _kuairand_rows(
    source: Source, piece: pd.DataFrame
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    clock = piece["clock"]
    if (clock >= 2400).any():
        row = piece[clock >= 2400].iloc[0]
        raise refuse(source, int(row["line"]), "clock", f"{row['clock']:g}", "hours and minutes, 0 to 2359")
    dates = piece["day"].astype(np.int64).astype(str)
    stamps = pd.to_datetime(dates, format="%Y%m%d", errors="coerce")
    if stamps.isna().any():
        row = piece[stamps.isna()].iloc[0]
        raise refuse(source, int(row["line"]), "day", f"{row['day']:.15g}", "a date such as 20220408")
    day = np.asarray((stamps - pd.Timestamp(0)).dt.days, dtype=np.int64)
    hour = np.asarray(clock // 100, dtype=np.int64)
    return hour, day, np.asarray(piece["played"] > 0, dtype=np.bool_)


def read(settings: DataSettings) -> Portrait:
    """The portrait of the data that the settings name.

    The files are read once for each state that they are found in.

    Raises:
        DataError: naming the file and the place.
    """
    found, _ = sources(settings.path)
    state = tuple((str(one.path), one.path.stat().st_mtime_ns, one.path.stat().st_size) for one in found)
    return _read(settings.path, settings.utc_offset_hours, state)


@lru_cache(maxsize=4)
def _read(path: str, utc_offset_hours: float, state: tuple[tuple[str, int, int], ...]) -> Portrait:  # noqa: ARG001  # part of the name under which it is kept
    found, unused = sources(path)
    tallies = Tallies(utc_offset_hours)
    files = []
    for source in found:
        before, rows = tallies.left_out, 0
        take = getattr(tallies, source.layout.table if source.layout.table == "log" else f"{source.layout.table}_table")
        for piece in pieces(source):
            take(source, piece)
            rows += len(piece)
        files.append(
            File(source.path.name, source.layout.name, source.layout.table, rows, tallies.left_out - before,
                 source.digest())
        )  # fmt: skip
    if not len(tallies.topics):
        raise DataError(f"{Path(path)} says no item's topic, allowed is a plain log or a table of items beside it")
    if len(tallies.topics) < 2:
        raise DataError(
            f"population.from_data.path is {Path(path)}, whose items are all of one topic, "
            f"{next(iter(tallies.topics.number))!r}\n  allowed are items of at least 2 topics: interests are relative"
        )
    return _portrait(tallies, tuple(files), tuple(unused))


def _portrait(tallies: Tallies, files: tuple[File, ...], unused: tuple[str, ...]) -> Portrait:
    topics, accounts, users = len(tallies.topics), len(tallies.creators), len(tallies.users)
    made = tallies.made.of(accounts, topics)
    supply = made.sum(axis=0)
    plays = tallies.plays.of(users, topics)
    logged = bool(tallies.days)
    demand = plays.sum(axis=0) + supply / supply.sum() if plays.any() else supply  # one play more, spread as supply
    order = np.argsort(-demand, kind="stable")
    demand, supply, made, plays = demand[order], supply[order], made[:, order], plays[:, order]
    notes: list[str] = []
    made, followers, linked = _accounts(tallies, made, notes)
    follows, plays_of, activity = _users(tallies, plays, logged, notes)
    if tallies.strays:
        notes.append(f"{tallies.strays:,} rows of the log are about items that no table describes: no taste is read")
    hours = tallies.given_hours if tallies.given_hours.any() else tallies.hours
    names = np.array(list(tallies.topics.number))[order]
    return Portrait(
        topics=tuple(names.tolist()),
        demand=demand / demand.sum(),
        supply=supply / supply.sum(),
        followers=followers,
        linked=linked,
        made=made,
        follows=follows,
        plays=plays_of,
        activity=activity,
        hourly=hours / hours.sum() if hours.any() else None,
        weekend=_weekend(tallies.days),
        duration=_duration(tallies.seconds),
        friends=float(np.median(tallies.friends)) if tallies.friends else None,
        files=files,
        unused=unused,
        notes=tuple(notes),
    )


def _accounts(tallies: Tallies, made: Floats, notes: list[str]) -> tuple[Floats, Floats, bool]:
    """Items by account and topic, followers, and whether they are the same accounts."""
    has_items = made.sum(axis=1) > 0
    if tallies.followers_of:
        both = np.array([row for row in np.flatnonzero(has_items) if int(row) in tallies.followers_of], dtype=np.int64)
        if both.size < has_items.sum():
            notes.append(f"{int(has_items.sum()) - both.size:,} accounts with items have no followers said: left out")
        followers = np.array([tallies.followers_of[int(row)] for row in both])
        order = np.argsort(followers, kind="stable")
        if both.size:
            return made[both[order]], followers[order], True
    made = made[has_items]
    made = made[np.lexsort((made.sum(axis=1), made.argmax(axis=1)))]
    return made, np.sort(np.array(tallies.followers)), False


def _users(
    tallies: Tallies, plays: Floats, logged: bool, notes: list[str]
) -> tuple[Floats | None, Floats | None, Floats | None]:
    """Follows, plays and impressions of the users: those of the log, or if there is none, of the table of users."""
    follows = np.full(len(tallies.users), np.nan)
    follows[list(tallies.follows)] = list(tallies.follows.values())
    shown = tallies.shown.of(len(tallies.users), 1)[:, 0]
    there = shown > 0 if logged else ~np.isnan(follows)
    if not there.any():
        return None, None, None
    unsaid = np.isnan(follows[there])
    if tallies.follows and unsaid.any():
        notes.append(f"{int(unsaid.sum()):,} users of the log have no follows said: the median is taken")
        follows[there & np.isnan(follows)] = np.nanmedian(follows)
    order = np.flatnonzero(there)
    if tallies.follows:
        order = order[np.argsort(follows[order], kind="stable")]
    return (
        follows[order] if tallies.follows else None,
        plays[order] if logged else None,
        shown[order] if logged else None,
    )


def _weekend(days: dict[int, float]) -> float | None:
    """Impressions of a weekend day, of a weekday; day 0 of the count, 1970-01-01, was a Thursday."""
    if not days or max(days) - min(days) + 1 < WEEK:
        return None
    number = np.array(list(days))
    count = np.array(list(days.values()))
    weekend = (number + 3) % 7 >= 5
    if not weekend.any() or weekend.all():
        return None
    return float(count[weekend].mean() / count[~weekend].mean())


def _duration(seconds: list[float]) -> tuple[float, float] | None:
    length = np.array([one for one in seconds if SHORTEST <= one <= LONGEST])
    if length.size < 2:
        return None
    return float(np.median(length)), float(np.log(length).std())
