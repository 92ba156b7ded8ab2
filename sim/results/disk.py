"""A run on disk: a folder that is whole or not there. Nothing in it is ever executed."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import ValidationError

from sim.config.schema import Config
from sim.core.errors import ConfigError, DataError
from sim.results.manifest import COMPLETE, STOPPED
from sim.results.run import Run

WHAT, FORMAT = "interest-sim run", 1
CONFIG, MANIFEST = "config.yaml", "manifest.json"
TABLES = {  # file -> the columns without which it is not what it claims to be
    "metrics.parquet": ("day", "platform", "metric", "group", "value"),
    "creators.parquet": ("creator", "kind", "niche", "cohort", "joined_day", "left_day"),
    "ledger.parquet": ("day", "creator", "lane", "impressions"),
}
CONTENTS = {CONFIG, MANIFEST, *TABLES}
UNREADABLE = (OSError, ValueError, KeyError, yaml.YAMLError)  # what a broken file can raise


def save(run: Run, path: str | Path) -> Path:
    """Write a run to a folder; an earlier run in it is replaced.

    Everything is written to a folder beside it first, the manifest last, and then put in place at once: a
    killed process leaves the former folder or none.

    Raises:
        DataError: if the path is a file, or a folder that holds anything but a run.
    """
    target = Path(path)
    _refuse_strangers(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    partial = target.parent / f".{target.name}.{mark}.partial"
    partial.mkdir()
    try:
        _write(run, partial)
        _put_in_place(partial, target, target.parent / f".{target.name}.{mark}.former")
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def open_run(path: str | Path) -> Run:
    """Read a run from its folder.

    Raises:
        DataError: if it is not a complete run, naming the file and what is wrong with it.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder, so it holds no run")
    manifest = _manifest(folder)
    for name, digest in manifest["files"].items():
        _check(folder / name, digest)
    tables = {name: _table(folder / name, columns) for name, columns in TABLES.items()}
    return Run(
        config=_config(folder / CONFIG),
        metrics=tables["metrics.parquet"],
        creators=tables["creators.parquet"],
        ledger=tables["ledger.parquet"],
        fingerprint=str(manifest["fingerprint"]),
        manifest={key: value for key, value in manifest.items() if key not in ("what", "format", "files")},
    )


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run and nothing else."""
    if not {entry.name for entry in folder.iterdir()} <= CONTENTS:
        return False
    try:
        return bool(json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("what") == WHAT)
    except (OSError, ValueError, AttributeError):
        return False


def _refuse_strangers(target: Path) -> None:
    if target.is_dir():
        if any(target.iterdir()) and not is_run(target):
            raise DataError(f"{target} is not empty and holds more than a run, so it is not overwritten")
    elif target.exists() or target.is_symlink():
        raise DataError(f"{target} is not a folder, so no run is written to it")


def _write(run: Run, folder: Path) -> None:
    config = yaml.safe_dump(run.resolved, sort_keys=False, allow_unicode=True)
    (folder / CONFIG).write_text(config, encoding="utf-8")
    for name in TABLES:
        table: pd.DataFrame = getattr(run, name.partition(".")[0])
        table.to_parquet(folder / name, engine="pyarrow", compression="zstd", index=False)
    files = {name: _digest(folder / name) for name in sorted(CONTENTS - {MANIFEST})}
    marks = {"what": WHAT, "format": FORMAT, "fingerprint": run.fingerprint}
    manifest = {"status": COMPLETE} | run.manifest | marks | {"files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _put_in_place(partial: Path, target: Path, former: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        target.rename(former)
        partial.rename(target)
        shutil.rmtree(former)
    else:
        partial.rename(target)  # an empty folder gives way


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise DataError(f"{path} is missing: the folder holds no run, or one that was never finished")
    manifest = _read(path, lambda file: json.loads(file.read_text(encoding="utf-8")))
    if not isinstance(manifest, dict) or manifest.get("what") != WHAT:
        raise DataError(f"{path} is not that of a run: what is not {WHAT!r}")
    if manifest.get("format") != FORMAT:
        raise DataError(f"{path} has format {manifest.get('format')}, allowed is {FORMAT}")
    status = str(manifest.get("status"))
    if status != COMPLETE and not status.startswith(STOPPED):
        raise DataError(f"{path} has status {status}, allowed is {COMPLETE} or {STOPPED} a number")
    for key, kind in (("files", dict), ("fingerprint", str), ("days", int)):
        if not isinstance(manifest.get(key), kind):
            raise DataError(f"{path} lacks {key}")
    missing = sorted(CONTENTS - {MANIFEST} - set(manifest["files"]))
    if missing:
        raise DataError(f"{path} does not list {missing[0]} among its files")
    unknown = sorted(set(manifest["files"]) - CONTENTS)
    if unknown:
        raise DataError(f"{path} lists {unknown[0]!r}, which is not a file of a run")
    return manifest


def _check(path: Path, digest: object) -> None:
    if not path.is_file():
        raise DataError(f"{path} is missing")
    if _read(path, _digest) != digest:
        raise DataError(f"{path} is not the file that the run wrote: its digest differs from the manifest's")


def _config(path: Path) -> Config | dict[str, Any]:
    """The configuration; plain data where this version cannot read it, or does not know a policy in it."""
    raw = _read(path, lambda file: yaml.safe_load(file.read_text(encoding="utf-8")))
    if not isinstance(raw, dict):
        raise DataError(f"{path} is not a configuration: it holds no keys")
    try:
        return Config.model_validate(raw)
    except (ConfigError, ValidationError):
        return raw


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    table: pd.DataFrame = _read(path, lambda file: pd.read_parquet(file, engine="pyarrow"))
    missing = [column for column in columns if column not in table]
    if missing:
        raise DataError(f"{path} has no column {missing[0]}")
    return table


def _read(path: Path, reader: Any) -> Any:
    try:
        return reader(path)
    except UNREADABLE as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise DataError(f"{path} cannot be read: {reason}") from None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
