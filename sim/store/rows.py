"""One row for each run of a store: what was asked, what it was made of, and how it ended.

Columns: `run` (its name), `status`, `error`, `seed`, `replication`, `fingerprint`, `policy` (names, in the order they
compose), `code`, `version` and those of what the numbers depend on, times; then every key of the configuration.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.core.errors import DataError
from sim.results.resuming import flat
from sim.store.layout import Layout, read

PROVENANCE = ("run", "seed", "replication", "policy", "fingerprint", "code", "version")
FIRST = (*PROVENANCE[:1], "status", *PROVENANCE[1:-1], "error", "days", "finished_at", "wall_seconds")
TOLD = ("fingerprint", "config")  # what no run that is there leaves out
OWN = ("seed", "replication", "policy")  # keys that have a column of their own
PLACE = "engine."  # where a run was lived; its numbers do not depend on it


def runs(layout: Layout) -> pd.DataFrame:
    """The rows of a store, the runs that are there first, then those that failed; in the order of their names.

    Raises:
        DataError: if the manifest of one is not as a run leaves it.
    """
    manifests = {name: read(layout.manifest(name)) for name in layout.names()}
    there = [entry | {"run": name} for name, entry in manifests.items() if entry is not None]  # some may have gone
    found = [_sound_row(entry, layout, TOLD) for entry in there] + [_sound_row(e, layout) for e in layout.failures()]
    return _even(pd.DataFrame(found)) if found else pd.DataFrame(columns=[*FIRST, "version"])


def _even(table: pd.DataFrame) -> pd.DataFrame:
    """A column in which runs have values of several kinds holds their texts: a file's column has one kind."""
    numbers = (int, float)
    for name in table.select_dtypes(["object", "str"]).columns:
        kinds = {float if type(value) in numbers else type(value) for value in table[name].dropna()}
        if len(kinds) > 1:
            table[name] = table[name].map(str, na_action="ignore")
    return table


def varied(table: pd.DataFrame) -> list[str]:
    """The keys of the configuration whose values differ between runs: what a sweep was about."""
    keys = [key for key in table.columns if key not in FIRST and not key.startswith(("version", PLACE))]
    return [key for key in keys if not _same(key, table[key])]


def _same(key: str, column: "pd.Series[Any]") -> bool:
    """Whether runs agree; on a parameter of a policy, those that have the policy."""
    own = key.startswith("policy.")
    known = column.astype(str)[column.notna() | (not own)]
    return (own and key.endswith("._target_")) or known.nunique() < 2


def _sound_row(entry: dict[str, Any], layout: Layout, needed: Sequence[str] = ()) -> dict[str, Any]:
    """The row of a run, whose manifest says what is needed.

    Raises:
        DataError: if its manifest is not as a run leaves it.
    """
    try:
        if not all(entry.get(name) for name in needed):
            raise KeyError
        return _row(entry)
    except (TypeError, ValueError, AttributeError, KeyError):
        raise DataError(f"the manifest of run {entry.get('run')} in {layout.root} is not as a run leaves it") from None


def _row(entry: dict[str, Any]) -> dict[str, Any]:
    config = dict(entry.get("config") or {})
    versions = dict(entry.get("versions") or {})
    head = {name: _cell(entry.get(name)) for name in FIRST} | {"policy": "+".join(config.get("policy", {}))}
    head["version"] = _cell(versions.pop("interest-sim", None))
    head |= {f"version.{name}": _cell(number) for name, number in versions.items()}
    tail = {key: _cell(value) for key, value in flat(config).items() if key not in head and key not in OWN}
    return head | tail


def _cell(value: Any) -> Any:
    """A value that fits in a table."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value) if isinstance(value, dict) else value


def with_config(frame: pd.DataFrame, table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Rows of runs with where each comes from before them, and these keys of its configuration."""
    before = table[[*PROVENANCE, *(key for key in keys if key not in frame)]]
    return before.merge(frame, on="run", how="inner", suffixes=("", "_in_run"))
