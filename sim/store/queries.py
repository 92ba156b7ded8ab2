"""SQL over a store, by DuckDB: views `runs`, `metrics`, `creators` and `ledger`, each row with where it comes from."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.core.errors import ConfigError, DataError
from sim.store.layout import Layout
from sim.store.rows import PROVENANCE, varied
from sim.store.sound import Sound

if TYPE_CHECKING:
    import duckdb

TABLES = ("metrics", "creators", "ledger")
MISSING = "SQL over a store needs DuckDB, allowed is to install it: pip install 'interest-sim[store]'"


def sql(layout: Layout, query: str, table: pd.DataFrame, sound: Sound) -> pd.DataFrame:
    """What a query gives. `table` is that of the runs, `sound` knows which files are as they were written.

    Raises:
        ConfigError: if DuckDB is not installed, or the query is wrong, in DuckDB's words.
        DataError: if no run is there, or the tables of one are damaged, naming the file.
    """
    try:
        import duckdb
    except ImportError:
        raise ConfigError(MISSING) from None
    if table.empty:
        raise DataError(f"{layout.root} holds no run, so there is nothing to ask")
    with _views(layout, table, query, sound) as connection:
        try:
            found: pd.DataFrame = connection.sql(query).df()
        except duckdb.Error as error:
            raise ConfigError(f"the query is refused: {_said(error)}") from None
        except AttributeError:  # a statement that gives no rows
            raise ConfigError("the query gives no rows, allowed is a SELECT") from None
    return found


def _said(error: Exception) -> str:
    """What DuckDB says, in two lines."""
    return "\n  ".join([line for line in str(error).splitlines() if line.strip()][:2])


@contextmanager
def _views(layout: Layout, table: pd.DataFrame, query: str, sound: Sound) -> "Iterator[duckdb.DuckDBPyConnection]":
    import duckdb

    keys = varied(table)
    with duckdb.connect() as connection:
        connection.register("runs", table)
        for name in TABLES:
            runs = layout.names() if name in query.lower() else []
            files = [sound.table(layout.run(run), f"{name}.parquet") for run in runs]
            try:
                if files:
                    connection.execute(_view(connection, name, files, keys))
            except duckdb.Error as error:
                raise DataError(f"a {name}.parquet of {layout.root} cannot be read: {_said(error)}") from None
        yield connection


def _view(connection: Any, name: str, files: Sequence[Path], keys: Sequence[str]) -> str:
    """A view of one table of all runs; a run without a column has nulls in it."""
    listed = ", ".join(_text(escape(file.as_posix())) for file in files)
    source = f"read_parquet([{listed}], union_by_name=true, filename=true)"
    own = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    before = ", ".join(f"runs.{_name(key)}" for key in dict.fromkeys((*PROVENANCE, *keys)) if key not in own)
    run = r"regexp_extract(one.filename, '([0-9a-f]+)/[^/]*$', 1)"
    return f"CREATE VIEW {name} AS SELECT {before}, one.* FROM {source} AS one JOIN runs ON runs.run = {run}"


def _name(key: str) -> str:
    """A key as the name of a column: a stranger's may hold quotes, and must end nothing."""
    return '"' + key.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
