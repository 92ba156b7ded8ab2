"""What a comparison has done so far, on disk: one that was killed goes on instead of beginning again.

Each finished run is a file, named after what its numbers follow from, and there only when it is whole. A file that is
damaged, that other code or other data files have made, or that does not hold all that a run leaves, is not used: its
run is lived again.

Limits: versions of Python and of libraries do not tell runs apart; the manifest says those of the end.
"""

import hashlib
import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.comparison.arms import BASE, Arms
from sim.comparison.cells import Batch, Cell
from sim.comparison.sound import sound
from sim.comparison.work import Outcome, horizons_of
from sim.core.errors import DataError
from sim.core.sources import contents
from sim.results import checkpoint
from sim.results.room import unwritten
from sim.simulation import COMPARED

FREE = {*COMPARED, "engine"}  # keys that the numbers of a run do not depend on
LETTERS = 32  # hexadecimal: 128 bits, so that no two runs share a name
STRANGE = (  # what a file of any bytes can raise
    DataError, OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, MemoryError,
)  # fmt: skip


class Kept:
    """The finished runs of a comparison in a folder, or nowhere. A run that failed is not kept."""

    def __init__(self, folder: str | Path | None, arms: Arms) -> None:
        self.folder = None if folder is None else Path(folder)
        self.arms = arms
        self.base = arms.base.model_dump(mode="json")
        self.data: dict[Cell, list[str]] = {}
        self.full = False

    def split(self, work: list[Batch]) -> tuple[list[Outcome], list[Batch]]:
        """The outcomes that are there, and the batches less their runs.

        Raises:
            DataError: if the folder cannot be one: said before the work.
        """
        if self.folder is None:
            return [], work
        _refuse_no_folder(self.folder)
        found = {cell: self._found(cell) for batch in work for cell in batch.cells}
        rest = [Batch(one.draw, one.replication, tuple(c for c in one.cells if found[c] is None)) for one in work]
        return [outcome for outcome in found.values() if outcome is not None], [one for one in rest if one.cells]

    def keep(self, outcome: Outcome) -> None:
        """Write an outcome, whole or not at all. A disk that is full costs what is kept, not the comparison."""
        if self.folder is None or outcome.error:
            return
        state = {"rows": list(outcome.rows), "daily": _packed(outcome.daily), "causes": _packed(outcome.causes)}
        plain = self._plain(outcome.cell)
        try:
            _make(self.folder)
            checkpoint.write(self._path(plain), plain, state, self.data[outcome.cell])
        except DataError as error:
            if not self.full:
                sys.stderr.write(f"a finished run is not kept: {error}; the comparison goes on\n")
            self.full = True

    def _found(self, cell: Cell) -> Outcome | None:
        plain = self._plain(cell)
        self.data[cell] = contents(plain)  # as they are now, before the runs read them
        path = self._path(plain)
        try:
            before, state = checkpoint.read(path)
            found = Outcome(cell, tuple(state["rows"]), _unpacked(state["daily"]), _unpacked(state["causes"]))
            days = self.arms.base.horizon_days
            return found if before == plain and sound(found, horizons_of(self.arms, cell), days) else None
        except STRANGE:
            return None

    def _plain(self, cell: Cell) -> dict[str, Any]:
        """All that the numbers of a run follow from but the code, as JSON gives it back."""
        plan = self.arms
        plain = {"cell": cell, "base": _lived(self.base), "policy": _lived(plan.policies[cell.policy])}
        plain |= {"traffic": plan.schedules[cell.schedule], "fixed": plan.fixed.get(cell.policy, ())}
        plain |= {"draw": {} if cell.draw == BASE else plan.draws[cell.draw]}
        return dict(json.loads(json.dumps(plain)))

    def _path(self, plain: dict[str, Any]) -> Path:
        assert self.folder is not None
        return self.folder / hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:LETTERS]


def _lived(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in FREE}


def _refuse_no_folder(folder: Path) -> None:
    """Say before the work what can never become a folder; nothing is made yet."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if there.exists() and not there.is_dir():
        raise DataError(f"{folder} cannot hold finished runs: {there} is not a folder")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder, error) from None


def _packed(frame: pd.DataFrame) -> Any:
    """A table as the bytes of its Parquet file; nothing for none."""
    if not len(frame):
        return None
    buffer = BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False)
    return np.frombuffer(buffer.getvalue(), dtype=np.uint8)


def _unpacked(held: Any) -> pd.DataFrame:
    return pd.DataFrame() if held is None else pd.read_parquet(BytesIO(held.tobytes()), engine="pyarrow")
