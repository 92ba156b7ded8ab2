"""A run on disk: configuration, manifest, tables of metrics, accounts and exposure."""

from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from sim.config.schema import Config
from sim.core.errors import ConfigError, DataError
from sim.results import folder
from sim.results.ledger import LANE_NAMES
from sim.results.manifest import COMPLETE, STOPPED
from sim.results.room import PARTIAL
from sim.results.rows import Rows, Table
from sim.results.run import Run

IMPRESSIONS = "impressions/0.parquet"  # only if every impression was recorded
NUMBERS = frozenset(("day", "creator", "impressions", "value", "joined_day", "left_day"))  # columns, where they are
CHECKPOINT = "run.checkpoint"
UNFINISHED = (CHECKPOINT, CHECKPOINT + PARTIAL)  # what lies beside an unfinished run
FORM = folder.Form(
    noun="run",
    format=1,
    tables={
        "metrics.parquet": ("day", "platform", "metric", "group", "value"),
        "creators.parquet": ("creator", "kind", "niche", "cohort", "joined_day", "left_day"),
        "ledger.parquet": ("day", "creator", "lane", "impressions"),
    },
    keys={"fingerprint": str, "days": int, "seed": int, "replication": int, "platform": str},
    guests=UNFINISHED,
    optional={IMPRESSIONS: ("tick", "user", "visit", "creator", "upload", "lane", "watch_ms")},
)


def save(run: Run, path: str | Path) -> Path:
    """Write a run to a folder, all or nothing; an earlier run in it is replaced.

    Raises:
        DataError: if the path is a file, or a folder that holds anything but a run.
    """
    tables: dict[str, pd.DataFrame | Rows] = {
        "metrics.parquet": run.metrics,
        "creators.parquet": run.creators,
        "ledger.parquet": run.exposure,
    }
    if run.log is not None:
        tables[IMPRESSIONS] = run.log
    manifest = {"status": COMPLETE} | run.manifest | {"fingerprint": run.fingerprint}
    return folder.write(FORM, path, run.resolved, tables, manifest)


def open_run(path: str | Path) -> Run:
    """Read a run from its folder.

    Raises:
        DataError: if it is not a complete run, naming the file and what is wrong with it.
    """
    place = Path(path)
    manifest = folder.open_manifest(FORM, place)
    status = str(manifest.get("status"))
    if status != COMPLETE and not status.startswith(STOPPED):
        raise DataError(f"{place / folder.MANIFEST} has status {status}, allowed is {COMPLETE} or {STOPPED} a number")
    tables = {name: folder.table(FORM, place / name) for name in FORM.tables}
    for name, table in tables.items():
        _refuse_unlived(place / name, table, int(manifest["days"]))
    return Run(
        config=_config(folder.plain_config(place / folder.CONFIG)),
        metrics=tables["metrics.parquet"],
        creators=tables["creators.parquet"],
        exposure=Table(tables["ledger.parquet"]),
        fingerprint=str(manifest["fingerprint"]),
        manifest={key: value for key, value in manifest.items() if key not in folder.OWN},
        log=Table(folder.table(FORM, place / IMPRESSIONS)) if IMPRESSIONS in manifest["files"] else None,
    )


def _refuse_unlived(path: Path, table: pd.DataFrame, days: int) -> None:
    """Refuse a table that no run of so many days leaves, whatever its digest is."""
    for name in NUMBERS.intersection(table.columns):
        if table[name].dtype.kind not in "iuf":
            raise DataError(f"{path} holds no numbers in the column {name}")
    if "day" in table and len(table) and not (table["day"].min() >= 0 and table["day"].max() < days):
        raise DataError(f"{path} holds other days than those of the run, 0 to {days - 1}")
    if "lane" in table and (strange := set(table["lane"].unique()) - {*LANE_NAMES}):
        raise DataError(f"{path} holds the lane {min(map(str, strange))}, allowed are {', '.join(LANE_NAMES)}")


def is_run(place: Path) -> bool:
    """Whether a folder holds a run and nothing else."""
    return folder.holds(FORM, place)


def _config(raw: dict[str, Any]) -> Config | dict[str, Any]:
    """The configuration; plain data where this version cannot read it, or does not know a policy in it."""
    try:
        return Config.model_validate(raw)
    except (ConfigError, ValidationError):
        return raw
