"""One batch of runs: live the shared past once, branch it, and keep of each run what the comparison needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import pandas as pd

from sim.analysis.estimand import Diary, primary
from sim.comparison.arms import BASE, Arms
from sim.comparison.cells import Cell
from sim.config.schema import Config
from sim.results.run import Run
from sim.simulation import expected, resume, simulate
from sim.world.size import copied, refuse_what_does_not_fit


@dataclass(frozen=True)
class Outcome:
    """What a run leaves to the comparison: rows by horizon, days and causes; or the error it ended in."""

    cell: Cell
    rows: tuple[dict[str, Any], ...] = ()
    daily: pd.DataFrame = field(default_factory=pd.DataFrame)
    causes: pd.DataFrame = field(default_factory=pd.DataFrame)
    error: str = ""


def work(arms: Arms, cells: tuple[Cell, ...]) -> Iterator[Outcome]:
    """The outcomes of a batch, one after another. A run that fails does not keep the others from being done."""
    try:
        warm = _past(arms, cells[0])
    except Exception as error:  # noqa: BLE001  # whatever ends a run is reported with the run
        yield from (Outcome(cell, error=said(error)) for cell in cells)
        return
    for cell in cells:
        try:
            yield _live(arms, cell, warm)
        except Exception as error:  # noqa: BLE001  # the same
            yield Outcome(cell, error=said(error))


def _past(arms: Arms, cell: Cell) -> Run | None:
    config = arms.warm(cell.draw, cell.replication)
    if config.warmup_days == 0:
        return None
    refuse_what_does_not_fit(needed(config))
    return simulate(config, until_day=config.warmup_days)


def needed(config: Config) -> dict[str, float]:
    """Bytes by part of what a process that works on a comparison takes: a world and, beside its past, a branch."""
    parts = expected(config)
    return parts | ({"the branch's copy": sum(copied(parts).values())} if config.warmup_days else {})


def _live(arms: Arms, cell: Cell, warm: Run | None) -> Outcome:
    config, start = arms.branch(*cell), perf_counter()
    run = simulate(config) if warm is None else resume(warm, config)
    diary = Diary(run)
    own = cell._asdict()
    marks = {"seed": config.seed, "fingerprint": run.fingerprint, "seconds": round(perf_counter() - start, 3)}
    rows = tuple(own | diary.row(day, config.market.cpm_rmb) | marks for day in horizons_of(arms, cell))
    if cell.draw != BASE:
        return Outcome(cell, rows)
    return Outcome(cell, rows, diary.daily().assign(**own), diary.causes(primary(arms.horizons)).assign(**own))


def horizons_of(arms: Arms, cell: Cell) -> tuple[int, ...]:
    """The horizons that a run is read at: a draw lives up to the primary one."""
    decisive = primary(arms.horizons)
    return arms.horizons if cell.draw == BASE else tuple(day for day in arms.horizons if day <= decisive)


def died(cell: Cell, why: str) -> Outcome:
    """The outcome of a run whose process ended."""
    return Outcome(cell, error=why)


def said(error: Exception) -> str:
    """An error on one line."""
    line = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {line}" if line else type(error).__name__
