"""One run of a store: claim it, live it or go on with it, and put it in its place."""

import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sim.comparison.work import said
from sim.config.schema import Config
from sim.core.errors import DataError, SimError
from sim.core.sources import code_digest
from sim.results import checkpoint
from sim.results.disk import FORM
from sim.results.folder import refuse_strangers
from sim.results.manifest import versions
from sim.simulation import simulate
from sim.store.layout import Layout, write

DONE, THERE, HELD, FAILED = "done", "there", "held elsewhere", "failed"


@dataclass(frozen=True)
class Wanted:
    """A run that is asked for."""

    name: str
    config: Config


@dataclass(frozen=True)
class Left:
    """What became of it."""

    name: str
    status: str
    error: str = ""


def work(root: Path, cells: tuple[Wanted, ...]) -> Iterator[Left]:
    """Live some runs, one after another. One that fails does not keep the others from being done."""
    layout = Layout(root)
    for cell in cells:
        try:
            yield Left(cell.name, live(layout, cell))
        except Exception as error:  # noqa: BLE001  # whatever ends a run is reported with the run
            trace = "" if isinstance(error, SimError) else traceback.format_exc()
            yield fail(root, cell, said(error), trace)


def live(layout: Layout, cell: Wanted) -> str:
    """Live a run, unless it is there or another process is at it.

    Raises:
        DataError: if its folder holds what is no whole run, which is not overwritten.
    """
    from sim.store.claim import claim

    with claim(layout.lock(cell.name)) as mine:
        if layout.has(cell.name):  # asked under the lock: it may have been done a moment ago
            return THERE
        if not mine:
            return HELD
        layout.sweep_up(cell.name)
        refuse_strangers(FORM, layout.run(cell.name))  # known now, and not when all has been lived
        _live(layout, cell)
        layout.checkpoint(cell.name).unlink(missing_ok=True)
        layout.failure(cell.name).unlink(missing_ok=True)
    return DONE


def fail(root: Path, cell: Wanted, why: str, trace: str = "") -> Left:
    """Note why a run could not be done. It is tried again by the next sweep that asks for it."""
    entry = {"run": cell.name, "status": FAILED, "error": why, "seed": cell.config.seed}
    entry |= {"replication": cell.config.replication, "code": code_digest(), "versions": versions()}
    entry |= {"finished_at": datetime.now(UTC).isoformat(timespec="seconds")}
    entry |= {"config": cell.config.model_dump(mode="json"), "trace": trace}
    with suppress(DataError):  # no room for the run may be none for the note: whoever asked is told all the same
        write(Layout(root).failure(cell.name), entry)
    return Left(cell.name, FAILED, why)


def _live(layout: Layout, cell: Wanted) -> None:
    start, past = perf_counter(), layout.checkpoint(cell.name)
    _refuse_damage(past)
    run = simulate(cell.config, checkpoint=past)
    run.manifest |= {"run": cell.name, "code": code_digest(), "wall_seconds": round(perf_counter() - start, 3)}
    run.manifest |= {"config": run.resolved}  # read at once with the rest: a store holds thousands
    try:
        run.save(layout.run(cell.name))
    except OSError:  # without locks, another may have put the same run there
        if not layout.has(cell.name):
            raise


def _refuse_damage(past: Path) -> None:
    """A checkpoint that cannot be read is worth nothing: the run begins again."""
    if past.exists():
        try:
            checkpoint.read(past)
        except DataError:
            past.unlink()
