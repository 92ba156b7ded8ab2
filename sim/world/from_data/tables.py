"""Tables as they lie on disk: recognised by their columns, read in pieces, judged cell by cell."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.core.errors import DataError

PIECE = 200_000  # rows read at a time: what bounds memory
CSV, PARQUET = (".csv", ".csv.gz", ".tsv"), (".parquet",)


class Layout(NamedTuple):
    """A table that is understood: our names of its columns, theirs, and which must be numbers from 0 on."""

    name: str
    table: str  # log, users, accounts, items or hours
    columns: dict[str, str]
    numbers: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()  # may be missing as a column, and empty as a cell
    gaps: tuple[str, ...] = ()  # may be empty as a cell: such a row is counted and left out


LAYOUTS = (  # the first whose columns are all there
    Layout(
        "KuaiRand", "log", {"user": "user_id", "item": "video_id", "day": "date", "clock": "hourmin",
                            "played": "is_click"}, ("day", "clock", "played"),
    ),
    Layout(
        "KuaiRand", "users", {"user": "user_id", "followers": "fans_user_num", "follows": "follow_user_num",
                              "friends": "friend_user_num", "author": "is_video_author"},
        ("followers", "follows", "friends"), ("author", "friends"),
    ),
    Layout(
        "KuaiRand", "items", {"item": "video_id", "creator": "author_id", "topic": "tag", "ms": "video_duration"},
        ("ms",), ("ms",), ("topic",),
    ),
    Layout(
        "plain", "log", {"user": "user", "item": "item", "creator": "creator", "topic": "topic", "time": "time",
                         "action": "action"},
    ),
    Layout("plain", "users", {"user": "user", "follows": "follows", "friends": "friends"}, ("follows", "friends"),
           ("friends",)),
    Layout("plain", "items", {"item": "item", "creator": "creator", "topic": "topic", "seconds": "duration_seconds"},
           ("seconds",), ("seconds",), ("topic",)),
    Layout("plain", "accounts", {"creator": "creator", "followers": "followers"}, ("followers",)),
    Layout("plain", "hours", {"hour": "hour", "impressions": "exposures"}, ("hour", "impressions")),
)  # fmt: skip
ORDER = ("hours", "items", "accounts", "users", "log")  # a log may need what the others say


class Source(NamedTuple):
    """A file and how it is understood."""

    path: Path
    layout: Layout
    present: tuple[str, ...]  # our names of the columns that it has

    def digest(self) -> str:
        """The first 16 figures of the SHA-256 of its bytes."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def sources(path: str) -> tuple[list[Source], list[str]]:
    """The files of a path that are understood, in the order they are to be read, and the names of the others.

    Raises:
        DataError: if there is nothing to read, naming what is allowed.
    """
    place = Path(path)
    if place.is_dir():
        files = sorted(one for one in place.iterdir() if one.name.endswith(CSV + PARQUET))
    elif place.is_file():
        files = [place]
    else:
        raise DataError(f"population.from_data.path is {path}, allowed is a file or a folder that is there")
    known = [(file, _recognised(_header(file))) for file in files]
    found = [Source(file, *layout) for file, layout in known if layout]
    if not found:
        asked = "; ".join(f"{one.name} {one.table}: {', '.join(_needed(one))}" for one in LAYOUTS)
        raise DataError(f"{path} holds no table that is understood, allowed are columns of\n  {asked}")
    found.sort(key=lambda one: ORDER.index(one.layout.table))
    return found, [file.name for file, layout in known if not layout]


def pieces(source: Source) -> Iterator[pd.DataFrame]:
    """The rows of a table under our names, `PIECE` at a time; numbers are numbers, the rest is text.

    Raises:
        DataError: naming the file, the line (of a Parquet file the row), the column and what is wrong.
    """
    first = 1 if _is_parquet(source.path) else 2  # the line of the first row
    for raw in _raw(source):
        yield _judged(source, raw, first)
        first += len(raw)


def refuse(source: Source, line: int, column: str, value: object, allowed: str) -> DataError:
    """The error for one cell."""
    unit = "row" if _is_parquet(source.path) else "line"
    theirs = source.layout.columns.get(column, column)
    return DataError(f"{source.path}, {unit} {line}, column {theirs}: {value!r} is not allowed, allowed is {allowed}")


def _judged(source: Source, raw: pd.DataFrame, first: int) -> pd.DataFrame:
    layout = source.layout
    out: dict[str, pd.Series[Any]] = {"line": pd.Series(range(first, first + len(raw)), index=raw.index)}
    for name in source.present:
        cells = raw[layout.columns[name]]
        empty = cells.isna() | (cells == "")
        if name not in layout.optional + layout.gaps and empty.any():
            row = int(empty.to_numpy().argmax())
            raise refuse(source, first + row, name, "", "a value: the cell is empty")
        if name in layout.numbers:
            number = pd.to_numeric(cells.where(~empty), errors="coerce").astype("float64")
            wrong = ~empty & ~((number >= 0) & (number < float("inf")))
            if wrong.any():
                row = int(wrong.to_numpy().argmax())
                raise refuse(source, first + row, name, cells.iloc[row], "a number from 0 on")
            out[name] = number
        else:
            out[name] = cells.where(~empty, "").astype(str)
    return pd.DataFrame(out)


def _raw(source: Source) -> Iterator[pd.DataFrame]:
    wanted = [source.layout.columns[name] for name in source.present]
    try:
        if _is_parquet(source.path):
            import pyarrow.parquet as parquet

            for batch in parquet.ParquetFile(source.path).iter_batches(PIECE, columns=wanted):
                yield batch.to_pandas()
            return
        with pd.read_csv(
            source.path, usecols=wanted, dtype=str, keep_default_na=False, chunksize=PIECE,
            sep="\t" if source.path.name.endswith(".tsv") else ",", encoding="utf-8-sig", skip_blank_lines=False,
        ) as reader:  # fmt: skip
            yield from reader
    except (OSError, ValueError) as error:  # pandas and Arrow say most of what they mind as a ValueError
        raise DataError(f"{source.path} cannot be read: {str(error).splitlines()[0]}") from None


def _header(path: Path) -> list[str]:
    try:
        if _is_parquet(path):
            import pyarrow.parquet as parquet

            return list(parquet.read_schema(path).names)
        sep = "\t" if path.name.endswith(".tsv") else ","
        return list(pd.read_csv(path, nrows=0, sep=sep, encoding="utf-8-sig").columns)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None


def _recognised(header: list[str]) -> tuple[Layout, tuple[str, ...]] | None:
    for layout in LAYOUTS:
        if set(_needed(layout)) <= set(header):
            return layout, tuple(ours for ours, theirs in layout.columns.items() if theirs in header)
    return None


def _needed(layout: Layout) -> list[str]:
    return [theirs for ours, theirs in layout.columns.items() if ours not in layout.optional]


def _is_parquet(path: Path) -> bool:
    return path.name.endswith(PARQUET)
