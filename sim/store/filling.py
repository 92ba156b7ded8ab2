"""Fill a store: of the runs that are asked for, live those that are missing."""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sim.comparison.cells import available_cores
from sim.comparison.comparing import at_least, compile_once
from sim.comparison.crew import together
from sim.comparison.progress import Progress
from sim.config.schema import Config
from sim.store.address import address
from sim.store.layout import Layout
from sim.store.living import DONE, FAILED, HELD, Left, Wanted, fail, work

PAUSE_SECONDS = 0.5  # between two looks at what another sweep is living


class Filled(NamedTuple):
    """What a sweep came to: names of runs, and the errors of those that failed, in the order they were asked for."""

    runs: tuple[str, ...]
    done: tuple[str, ...]
    failures: dict[str, str]

    @property
    def there(self) -> int:
        """How many were there before, or were lived by another sweep."""
        return len(self.runs) - len(self.done) - len(self.failures)

    def __repr__(self) -> str:
        return f"{len(self.runs)} runs: {self.there} there, {len(self.done)} done, {len(self.failures)} failed"


def fill(root: Path, configs: Sequence[Config], processes: int | None = None, progress: bool = False) -> Filled:
    """Live what is missing, one run a process and one thread each; what fails is noted and the rest done.

    Raises:
        DataError: if the folder holds something else.
    """
    count = at_least(1, "processes", available_cores() if processes is None else processes)
    wanted = {cell.name: cell for cell in (Wanted(address(config), _one_thread(config)) for config in configs)}
    layout = Layout(root.absolute())
    missing = [cell for name, cell in wanted.items() if not layout.has(name)]
    found: dict[str, Left] = {}
    if missing:
        layout.make()
        compile_once()
        with Progress(len(missing), progress) as bar:
            for left in _until_done(layout, missing, count):
                found[left.name] = left
                bar.step()
    ends = [found[name] for name in wanted if name in found]
    return Filled(
        runs=tuple(wanted),
        done=tuple(left.name for left in ends if left.status == DONE),
        failures={left.name: left.error for left in ends if left.status == FAILED},
    )


def _one_thread(config: Config) -> Config:
    return config.model_copy(update={"engine": config.engine.one_of_many()})


def _until_done(layout: Layout, missing: list[Wanted], processes: int) -> Iterator[Left]:
    """The ends of all runs. What another sweep is at is asked for again until it is there, or free to live here."""
    cells = {cell.name: cell for cell in missing}
    while cells:
        for left in _once(layout, list(cells.values()), processes):
            if left.status != HELD:
                del cells[left.name]
                yield left
        if cells:
            time.sleep(PAUSE_SECONDS)


def _once(layout: Layout, cells: list[Wanted], processes: int) -> Iterator[Left]:
    there = partial(work, layout.root)
    if min(processes, len(cells)) == 1:
        yield from there(tuple(cells))
    else:
        yield from together(there, [(cell,) for cell in cells], processes, partial(fail, layout.root))
