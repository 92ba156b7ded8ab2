"""A store of runs, as a researcher holds it: fill it, look at it, ask it, take tables out of it."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.stopping import BATCH, LEAST, MOST, Stopped, until_narrow
from sim.config.schema import Config
from sim.core.errors import ConfigError, DataError
from sim.results.disk import open_run
from sim.results.run import Run
from sim.store import rows
from sim.store.address import address
from sim.store.asked import asked
from sim.store.design import Design
from sim.store.export import export
from sim.store.filling import Filled, fill
from sim.store.layout import Layout, read
from sim.store.queries import sql
from sim.store.sound import Sound


class Store:
    """Runs in a folder, each lived once. Nothing is written before the first sweep."""

    def __init__(self, path: str | Path) -> None:
        self.layout = Layout(Path(path))
        self._sound = Sound()

    def sweep(
        self,
        overrides: Sequence[str] = (),
        *,
        design: str = "grid",
        points: int = 0,
        design_seed: int = 0,
        pairs: int = 1,
        table: str | Path | None = None,
        processes: int | None = None,
        progress: bool = False,
    ) -> Filled:
        """Live every run that is asked for and not there yet; what it came to.

        `overrides` may sweep: `seed=1,2` is a grid, `behaviour.like_slope=interval(0.5,1.5)` a range, for which
        `design` (lhs or sobol) chooses `points`. `table` is a CSV file with a row for each point. `pairs` repeats
        every point in as many worlds, the same for all of them.

        Raises:
            ConfigError: if a run or the design is not allowed; nothing is lived then.
            DataError: if the folder holds something that is not a store.
        """
        named = Design(design, points, design_seed, pairs, None if table is None else Path(table))
        return self.fill(asked([overrides] if isinstance(overrides, str) else overrides, named), processes, progress)

    def until(
        self,
        overrides: Sequence[str],
        metric: str,
        half_width: float,
        *,
        group: str = "all",
        after_day: int | None = None,
        least: int = LEAST,
        most: int = MOST,
        batch: int = BATCH,
        processes: int | None = None,
    ) -> Stopped:
        """Repeat a grid of two points in more and more worlds until their difference is known well enough.

        The difference is the second point's mean of a metric less the first's, world by world; the interval's limits
        are said with what stopping early costs. Runs are kept, so a smaller `half_width` goes on from there.

        Raises:
            ConfigError: if the grid has not two points, or a run failed or has no such metric.
        """

        def differences(pairs: int) -> list[float]:
            configs = asked(overrides, Design(pairs=pairs))
            if len(configs) != 2 * pairs:
                raise ConfigError(f"the grid has {len(configs) // pairs} points, allowed are two to compare")
            filled = self.fill(configs, processes)
            if filled.failures:
                raise ConfigError(f"{len(filled.failures)} runs failed: {next(iter(filled.failures.values()))}")
            found = self.metrics(metric, after_day=after_day)
            means = found[found["group"] == group].groupby("run")["value"].mean()
            values = means.reindex([address(config) for config in configs]).to_numpy(dtype=float)
            if np.isnan(values).any():
                raise ConfigError(f"metric {metric}, group {group}, has no value in {np.isnan(values).sum()} runs")
            return [float(one) for one in values[pairs:] - values[:pairs]]

        return until_narrow(differences, half_width, least, most, batch)

    def fill(self, configs: Sequence[Config], processes: int | None = None, progress: bool = False) -> Filled:
        """The same for configurations of your own."""
        return fill(self.layout.root, configs, processes, progress)

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run: name, status, where it comes from, every key of its configuration (see `rows`)."""
        return rows.runs(self.layout)

    @property
    def failures(self) -> pd.DataFrame:
        """The runs that could not be done, with their errors."""
        found = self.runs
        return found[found["status"] == "failed"].dropna(axis="columns", how="all")

    def open(self, run: str) -> Run:
        """One run, by its name.

        Raises:
            DataError: if it is not there, or damaged.
        """
        return open_run(self.layout.run(run))

    def why(self, run: str) -> str:
        """What a run failed with, as Python says it; nothing for one that did not."""
        entry = read(self.layout.failure(run)) or {}
        return str(entry.get("trace") or entry.get("error") or "")

    def metrics(self, *names: str, after_day: int | None = None) -> pd.DataFrame:
        """Metrics of all runs in one tidy table: day, platform, metric, group, value.

        Before them stand where each row comes from and the keys in which the runs differ. `names` are metrics, all
        where none is given.

        Raises:
            DataError: if no run is there, or a table is damaged, naming the file.
        """
        found = self.layout.names()
        if not found:
            raise DataError(f"{self.layout.root} holds no run")
        wanted = [("metric", "in", list(names))] if names else None
        files = ((run, self._sound.table(self.layout.run(run), "metrics.parquet")) for run in found)
        each = [_read(file, wanted).assign(run=run) for run, file in files]
        frame, table = pd.concat(each, ignore_index=True), self.runs
        if after_day is not None:
            frame = frame[frame["day"] > after_day]
        return rows.with_config(frame, table, rows.varied(table))

    def sql(self, query: str) -> pd.DataFrame:
        """Ask all runs at once: `runs`, `metrics`, `creators` and `ledger` are tables, keys with a dot stand in quotes.

        Raises:
            ConfigError: if DuckDB is not installed, or the query is wrong.
            DataError: if no run is there, or a table is damaged, naming the file.
        """
        return sql(self.layout, query, self.runs, self._sound)

    def export(self, path: str | Path, query: str = "") -> Path:
        """Write what a query gives, or the table of runs, to a file whose ending is .csv, .parquet or .tex.

        Raises:
            ConfigError: if the ending is another one, or the query is wrong.
            DataError: if it cannot be written there, or a table that is asked is damaged.
        """
        table = self.runs
        frame = sql(self.layout, query, table, self._sound) if query else table
        code, versions = (", ".join(sorted(set(table[name].dropna().map(str)))) for name in ("code", "version"))
        about = f"interest-sim {versions}, code {code}, {len(table)} runs" + (
            f": {' '.join(query.split())}" * bool(query)
        )
        return export(frame, Path(path), about)

    def __len__(self) -> int:
        return len(self.layout.names())

    def __repr__(self) -> str:
        return f"Store: {len(self)} runs, {len(self.layout.failures())} failed, in {self.layout.root}"

    def _repr_html_(self) -> str:
        table = self.runs
        shown = [name for name in ("run", "status", *rows.PROVENANCE[1:4], *rows.varied(table)) if name in table]
        return f"<p>{escape(repr(self))}</p>{table[list(dict.fromkeys(shown))].to_html(index=False, max_rows=20)}"


def _read(file: Path, wanted: Any) -> pd.DataFrame:
    try:
        found: pd.DataFrame = pd.read_parquet(file, engine="pyarrow", filters=wanted)
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{file} cannot be read: {str(error).partition(chr(10))[0]}") from None
    return found
