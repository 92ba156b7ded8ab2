"""Tables as they lie on disk: recognised by their columns, read in pieces, judged cell by cell."""

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.core.errors import DataError

PIECE = 200_000  # rows read at a time: what bounds memory
SHOWN = 40  # bytes of a cell that is no text, in a message
MOST = 1e15  # no count is larger: a cell beyond it is a slip, and whole numbers stay exact below
_UNREADABLE = (OSError, ValueError, EOFError, zlib.error)  # pandas and Arrow say most of what they mind as a ValueError
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
        seen = "; ".join(f"{file.name} has {', '.join(_header(file)[:8])}" for file in files[:4])
        seen = seen or f"no file ends in {', '.join(CSV + PARQUET)}"
        raise DataError(f"{path} holds no table that is understood ({seen}), allowed are columns of\n  {asked}")
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


def _refuse_spilt(path: Path) -> None:
    """Raise if a row has another number of cells than the header: its values stand under the names of others.

    Cells beyond the header that every row has shift nothing.
    """
    try:
        with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as stream:
            rows = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""), delimiter=_between(path))
            wanted = len(next(rows))
            first: tuple[int, list[str]] | None = None
            line = rows.line_num + 1
            for row in rows:
                first = first or ((line, row) if row else None)
                if first and row and not len(row) == len(first[1]) >= wanted:
                    raise _spilt(path, *((line, row) if len(first[1]) == wanted else first), wanted)
                line = rows.line_num + 1
    except (*_UNREADABLE, csv.Error, StopIteration):  # whoever reads it in earnest says what is wrong
        return


def _spilt(path: Path, line: int, row: list[str], wanted: int) -> DataError:
    if any("\n" in cell for cell in row):
        return DataError(f"{path}, line {line}: a quote opens that nothing closes")
    said = f"{len(row)} cells, allowed are the {wanted} of the header; a cell that holds a comma needs quotes"
    return DataError(f"{path}, line {line}: {said}")


def _judged(source: Source, raw: pd.DataFrame, first: int) -> pd.DataFrame:
    layout = source.layout
    out: dict[str, pd.Series[Any]] = {"line": pd.Series(range(first, first + len(raw)), index=raw.index)}
    for name in source.present:
        cells = raw[layout.columns[name]]
        if isinstance(cells.dtype, pd.CategoricalDtype):  # takes no other value, not even an empty one
            cells = cells.astype(object)
        empty = cells.isna() | (cells == "")
        if name not in layout.optional + layout.gaps and empty.any():
            row = int(empty.to_numpy().argmax())
            raise refuse(source, first + row, name, "", "a value: the cell is empty")
        if name in layout.numbers:
            number = pd.to_numeric(cells.where(~empty), errors="coerce").astype("float64")
            wrong = ~empty & ~((number >= 0) & (number < MOST))
            if wrong.any():
                row = int(wrong.to_numpy().argmax())
                raise refuse(source, first + row, name, cells.iloc[row], f"a number from 0 on, below {MOST:g}")
            out[name] = number
        else:
            out[name] = _text(source, name, cells, first).where(~empty, "")
    return pd.DataFrame(out)


def _text(source: Source, name: str, cells: "pd.Series[Any]", first: int) -> "pd.Series[str]":
    """Cells as text; in the bytes of a Parquet file it must be UTF-8."""
    try:
        return cells.astype(str)
    except UnicodeDecodeError as error:
        row = next(number for number, cell in enumerate(cells) if cell == error.object)
        raise refuse(source, first + row, name, error.object[:SHOWN], "text in UTF-8") from None


def _raw(source: Source) -> Iterator[pd.DataFrame]:
    wanted = [source.layout.columns[name] for name in source.present]
    try:
        if _is_parquet(source.path):
            import pyarrow.parquet as parquet

            file = parquet.ParquetFile(source.path)
            _scalar(source, file.schema_arrow)
            for batch in file.iter_batches(PIECE, columns=wanted):
                yield batch.to_pandas()
            return
        _refuse_spilt(source.path)
        with pd.read_csv(
            source.path, usecols=wanted, dtype=str, keep_default_na=False, chunksize=PIECE,
            sep=_between(source.path), encoding="utf-8-sig", skip_blank_lines=False, index_col=False,
        ) as reader:  # fmt: skip
            yield from reader
    except UnicodeDecodeError:
        raise _not_utf8(source.path) from None
    except _UNREADABLE as error:
        if quote := re.search(r"inside string starting at row (\d+)", str(error)):
            raise DataError(f"{source.path}, line {int(quote[1]) + 1}: a quote opens that nothing closes") from None
        raise _damaged(source.path, error) from None


def _scalar(source: Source, schema: Any) -> None:
    """Raise if a column of a Parquet file holds lists or records: every row would."""
    from pyarrow import types

    for name in source.present:
        kind = schema.field(source.layout.columns[name]).type
        if types.is_nested(kind):
            raise refuse(source, 1, name, str(kind), "one value; commas part several topics")


def _not_utf8(path: Path) -> DataError:
    """The error for text in another encoding: where its first letter stands that is not UTF-8."""
    if _is_parquet(path):  # names of its columns that are no text
        return DataError(f"{path} is damaged, allowed is a whole Parquet file with text in UTF-8")
    try:
        return _first_not_utf8(path)
    except _UNREADABLE as error:
        return _damaged(path, error)


def _first_not_utf8(path: Path) -> DataError:
    with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                cell = line[: error.start].count(_between(path).encode()) + 1
                return DataError(f"{path}, line {number}, cell {cell}: {line[error.start : error.start + 1]!r} is not "
                                 "UTF-8, allowed is text saved as UTF-8")  # fmt: skip
    return DataError(f"{path} is not UTF-8, allowed is text saved as UTF-8")


def _between(path: Path) -> str:
    return "\t" if path.name.endswith(".tsv") else ","


def _header(path: Path) -> list[str]:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise DataError(f"{path} cannot be read: it is not a file")
    try:
        if _is_parquet(path):
            import pyarrow.parquet as parquet

            return list(parquet.read_schema(path).names)
        return list(pd.read_csv(path, nrows=0, sep=_between(path), encoding="utf-8-sig").columns)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None
    except _UNREADABLE as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> DataError:
    """The error for a file that ends too soon, is not what its name says, or has rows that do not fit its header."""
    said = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return DataError(f"{path} is damaged, allowed is a whole file: {said}")
    return DataError(f"{path} cannot be read: {said}")


def _recognised(header: list[str]) -> tuple[Layout, tuple[str, ...]] | None:
    for layout in LAYOUTS:
        if set(_needed(layout)) <= set(header):
            return layout, tuple(ours for ours, theirs in layout.columns.items() if theirs in header)
    return None


def _needed(layout: Layout) -> list[str]:
    return [theirs for ours, theirs in layout.columns.items() if ours not in layout.optional]


def _is_parquet(path: Path) -> bool:
    return path.name.endswith(PARQUET)
