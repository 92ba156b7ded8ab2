"""A folder that is whole or not there, with a manifest that knows its files. Nothing in it is ever executed."""

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from glob import escape
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sim.core.data import is_text, of_json, of_yaml
from sim.core.errors import DataError
from sim.results.room import unwritten
from sim.results.rows import Rows

CONFIG, MANIFEST = "config.yaml", "manifest.json"
UNREADABLE = (OSError, ValueError, KeyError, yaml.YAMLError)  # what a broken file can raise
OWN = ("what", "format", "files")  # what this module itself keeps in a manifest


@dataclass(frozen=True)
class Form:
    """What a folder of one kind holds: a configuration, a manifest, tables with the columns they need.

    `keys` are entries of the manifest that must be there, with their types; `optional` tables are written if they
    are given; `guests` may lie beside the rest.
    """

    noun: str
    format: int
    tables: dict[str, tuple[str, ...]]
    keys: dict[str, type]
    guests: tuple[str, ...] = ()
    optional: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """How its manifest names it."""
        return f"interest-sim {self.noun}"

    @property
    def files(self) -> set[str]:
        """The files that every manifest lists."""
        return {CONFIG, *self.tables}

    @property
    def known(self) -> set[str]:
        """The files that a manifest may list."""
        return {*self.files, *self.optional}

    @property
    def entries(self) -> set[str]:
        """What may lie in the folder itself."""
        return {MANIFEST, *self.guests, *(Path(name).parts[0] for name in self.known)}


def write(
    form: Form,
    path: str | Path,
    config: Any,
    tables: Mapping[str, pd.DataFrame | Rows],
    manifest: dict[str, Any],
    guests: Callable[[Path], object] | None = None,
    staying: Iterable[str] = (),
) -> Path:
    """Write a folder; an earlier one of its kind is replaced, all but what is `staying`.

    Everything is written to a folder beside it first, the manifest and then what `guests` writes last, and then put
    in place at once: a killed process leaves the former folder or none.

    Raises:
        DataError: if the path is a file or no text, or a folder that holds anything else or cannot give way, or if
            it cannot be written; NoRoomError if that is for lack of room.
    """
    named = Path(path)
    target = named.resolve() if named.is_symlink() and named.is_dir() else named  # the folder, not the link to it
    refuse_no_text(target, form.noun)
    if why := fixed(target):
        raise DataError(f"{target} cannot give way to a {form.noun}: {why}; allowed is a folder in it")
    refuse_strangers(form, target)
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    partial = target.parent / f".{target.name}.{mark}.partial"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
        _fill(form, partial, config, tables, manifest)
        if guests is not None:
            guests(partial)
        for name in staying:
            if (target / name).exists():
                (target / name).rename(partial / name)
        put_in_place(partial, target, target.parent / f".{target.name}.{mark}.former")
    except OSError as error:
        raise unwritten(target, error) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return named


def sweep_up(target: Path) -> None:
    """Take away what killed processes left of a folder, and put back one that was about to give way to another.

    Only for who holds the folder alone. What a process that lives may still be writing stays.
    """
    for left in sorted(target.parent.glob(f".{escape(target.name)}.*")):
        found = re.fullmatch(r"(\d+)-\d+\.(partial|former)", left.name.removeprefix(f".{target.name}."))
        if found is None or left.is_symlink() or _lives(int(found[1])):
            continue
        if found[2] == "former" and not (target.is_dir() and any(target.iterdir())):
            left.replace(target)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    """Whether another process of this number runs here."""
    if process == os.getpid():  # a number is used again, in a container always
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # not ours to ask
        return True
    return True


def holds(form: Form, folder: Path) -> bool:
    """Whether a folder holds one of this kind and nothing else."""
    if not {entry.name for entry in folder.iterdir()} <= form.entries:
        return False
    manifest = folder / MANIFEST
    try:  # a pipe would be waited for
        return manifest.is_file() and bool(of_json(manifest.read_text(encoding="utf-8")).get("what") == form.what)
    except (OSError, ValueError, AttributeError):
        return False


def fixed(target: Path) -> str:
    """Why a folder cannot give way to a whole new one of its name, or nothing if it can."""
    if os.path.ismount(target):
        return "another disk begins there"
    return "it is where you are" if Path.cwd().is_relative_to(target.resolve()) else ""


def refuse_no_text(target: Path, noun: str) -> None:
    """Refuse a path that UTF-8 cannot write: Parquet is not written there."""
    if not is_text(str(target)):
        raise DataError(f"{str(target)!r} cannot be a {noun}, allowed is a path that is text in UTF-8")


def refuse_strangers(form: Form, target: Path) -> None:
    """Refuse a path that holds what is not ours to overwrite."""
    if target.is_dir():
        beside = {entry.name for entry in target.iterdir()} - set(form.guests)
        if beside and not holds(form, target):
            raise DataError(f"{target} is not empty and holds more than a {form.noun}, so it is not overwritten")
    elif target.exists() or target.is_symlink():
        raise DataError(f"{target} is not a folder, so no {form.noun} is written to it")


def open_manifest(form: Form, path: str | Path) -> dict[str, Any]:
    """The manifest of a folder whose files are all there and as they were written.

    Raises:
        DataError: naming the file and what is wrong with it.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder, so it holds no {form.noun}")
    manifest = _manifest(form, folder / MANIFEST)
    for name, known in manifest["files"].items():
        _check(form, folder / name, known)
    return manifest


def check_file(form: Form, folder: Path, name: str) -> None:
    """Compare one file of a folder with its manifest.

    Raises:
        DataError: naming the file and what is wrong with it.
    """
    _check(form, folder / name, _manifest(form, folder / MANIFEST)["files"].get(name))


def plain_config(path: Path) -> dict[str, Any]:
    """The configuration of a folder as plain data."""
    raw = _read(path, lambda file: of_yaml(file.read_text(encoding="utf-8")))
    if not isinstance(raw, dict):
        raise DataError(f"{path} is not a configuration: it holds no keys")
    return raw


def table(form: Form, path: Path) -> pd.DataFrame:
    """One table of a folder."""
    found: pd.DataFrame = _read(path, lambda file: pd.read_parquet(file, engine="pyarrow"))
    columns = form.tables.get(path.name) or form.optional[f"{path.parent.name}/{path.name}"]
    missing = [column for column in columns if column not in found]
    if missing:
        raise DataError(f"{path} has no column {missing[0]}")
    return found


def _fill(
    form: Form, folder: Path, config: Any, tables: Mapping[str, pd.DataFrame | Rows], manifest: dict[str, Any]
) -> None:
    text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    (folder / CONFIG).write_text(text, encoding="utf-8")
    written = [*form.tables, *(name for name in form.optional if name in tables)]
    for name in written:
        (folder / name).parent.mkdir(exist_ok=True)
        _write(tables[name], folder / name)
    files = {name: digest(folder / name) for name in sorted([CONFIG, *written])}
    marks = {"what": form.what, "format": form.format, "files": files}
    text = json.dumps(manifest | marks, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _write(table: pd.DataFrame | Rows, path: Path) -> None:
    """Write a table; one that may be larger than memory, a part at a time."""
    if isinstance(table, pd.DataFrame):
        table.to_parquet(path, engine="pyarrow", compression="zstd", index=False)
        return
    from pyarrow import Table, parquet  # late: it is slow to load

    parts = (Table.from_pandas(part, preserve_index=False) for part in table.parts())
    first = next(parts)
    with parquet.ParquetWriter(path, first.schema, compression="zstd") as file:
        for part in chain((first,), parts):
            file.write_table(part)


def put_in_place(partial: Path, target: Path, former: Path) -> None:
    """Rename a finished folder to its name; what was there goes."""
    if target.is_dir() and any(target.iterdir()):
        target.rename(former)
        partial.rename(target)
        shutil.rmtree(former)
    else:
        partial.rename(target)  # an empty folder gives way


def _manifest(form: Form, path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise DataError(f"{path} is missing: the folder holds no {form.noun}, or one that was never finished")
    manifest = _read(path, lambda file: of_json(file.read_text(encoding="utf-8")))
    if not isinstance(manifest, dict) or manifest.get("what") != form.what:
        raise DataError(f"{path} is not that of a {form.noun}: what is not {form.what!r}")
    if manifest.get("format") != form.format:
        raise DataError(f"{path} has format {manifest.get('format')}, allowed is {form.format}")
    for key, kind in {"files": dict, **form.keys}.items():
        if not isinstance(manifest.get(key), kind):
            raise DataError(f"{path} lacks {key}")
    missing = sorted(form.files - set(manifest["files"]))
    if missing:
        raise DataError(f"{path} does not list {missing[0]} among its files")
    unknown = sorted(set(manifest["files"]) - form.known)
    if unknown:
        raise DataError(f"{path} lists {unknown[0]!r}, which is not a file of a {form.noun}")
    return manifest


def _check(form: Form, path: Path, known: object) -> None:
    if not path.is_file():
        raise DataError(f"{path} is missing")
    if _read(path, digest) != known:
        raise DataError(f"{path} is not the file that the {form.noun} wrote: its digest differs from the manifest's")


def _read(path: Path, reader: Callable[[Path], Any]) -> Any:
    try:
        return reader(path)
    except UNREADABLE as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise DataError(f"{path} cannot be read: {reason}") from None


def digest(path: Path) -> str:
    """What a file's bytes come to."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
