"""The users of one world, spread over shards: their rows are there, and come back where they are asked for.

The world's table of users lends its live columns to the shards. Whoever reads a column between two spans gets it
fetched; what she has changed in it is sent back with the next span, found by comparing bits. A copy of all rows is
taken every few spans, and what was sent since is kept: a lost shard is built anew from the copy and lives those spans
again, to the same bits, because a span follows from nothing else.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import EngineError
from sim.core.table import Table
from sim.engines.ranges import Snapshot, add
from sim.engines.sharded.place import LostError, Place
from sim.engines.sharded.shard import Columns
from sim.engines.sharded.split import Split, own, part, whole
from sim.world.tally import Served

LIVES = 5  # times that a shard is built anew for one answer


class Step(NamedTuple):
    """What a span was served from: the name of its snapshot, and what had changed in the rows of each shard."""

    snapshot: Any
    changes: list[Columns]


class Crowd:
    """Users in shards. `copy_spans` is how many spans pass between two copies of their rows."""

    def __init__(
        self, tables: dict[str, Table], place: Place, split: Split, threads: int = 1, copy_spans: int = 8
    ) -> None:
        self.tables, self.place, self.split = tables, place, split
        self.threads, self.copy_spans = threads, copy_spans
        self.revived = 0  # shards that were built anew
        self.users = len(next(iter(tables.values())))
        self.live = {name: _owned(table, "row") for name, table in tables.items()}
        self.fixed = {name: _owned(table, "shared") for name, table in tables.items()}
        self.copy = [self._rows_of(number) for number in range(len(split))]  # as of the last copy
        self.steps: list[Step] = []  # since then
        self.known = [_only(rows, self.fixed) for rows in self.copy]  # what the shards have of columns that are here
        self.shards = [self._start(number) for number in range(len(split))]
        self._lend()

    def serve(self, snapshot: Snapshot) -> Served:
        """Serve all users for one span; the sums."""
        if len(self.steps) == self.copy_spans:
            self._take_copy()
        step = Step(self.place.publish(snapshot), [self._changes(number) for number in range(len(self.split))])
        self.steps.append(step)
        asked = [
            self.place.ask(shard, "serve", step.snapshot, changes)
            for shard, changes in zip(self.shards, step.changes, strict=True)
        ]
        served = add(self._answer(number, one, None) for number, one in enumerate(asked))
        self._lend()
        return served

    def fetch(self, table: str, column: str) -> NDArray[Any]:
        """A column of all users, as the shards have it."""
        parts = self._ask_all({table: [column]})
        for known, rows in zip(self.known, parts, strict=True):
            known[table][column] = rows[table][column]
        return whole(self.split, [rows[table][column] for rows in parts])

    def disband(self) -> None:
        """Give the world its rows back, and end the shards."""
        for table in self.tables.values():
            table.recall()
        for shard in self.shards:
            self.place.stop(shard)

    def _rows_of(self, number: int) -> Columns:
        ranges = self.split[number]
        return {
            name: {column: own(array, ranges) for column, array in table.columns()}
            for name, table in self.tables.items()
        }

    def _changes(self, number: int) -> Columns:
        """The rows of a shard that are not as the shard has them: somebody has changed them since the last span."""
        changes: Columns = {}
        for name, table in self.tables.items():
            known = self.known[number][name]
            for column, array in table.here().items():
                now = part(array, self.split[number])
                if column not in known or not _same(now, known[column]):
                    changes.setdefault(name, {})[column] = now.copy()
        return changes

    def _lend(self) -> None:
        """The shards are ahead now: what is here of the live columns is of yesterday."""
        for name, table in self.tables.items():
            table.lend(self.live[name], partial(self.fetch, name))
        if self.steps:
            for known, changes in zip(self.known, self.steps[-1].changes, strict=True):
                for name, columns in changes.items():
                    known[name].update(columns)
        self.known = [_only(known, self.fixed) for known in self.known]

    def _take_copy(self) -> None:
        """Copy all rows as the shards have them, and forget what led there."""
        parts = self._ask_all(self.live)
        self.copy = [
            {name: {**known[name], **_kept(rows[name])} for name in self.tables}
            for known, rows in zip(self.known, parts, strict=True)
        ]
        self.steps = []

    def _ask_all(self, wanted: dict[str, list[str]]) -> list[Columns]:
        asked = [self.place.ask(shard, "fetch", wanted) for shard in self.shards]
        return [self._answer(number, one, wanted) for number, one in enumerate(asked)]

    def _answer(self, number: int, asked: Any, wanted: dict[str, list[str]] | None) -> Any:
        """What a shard answers: rows that are wanted, or the sums of its last span. A lost one is built anew."""
        lost = None
        for _ in range(LIVES):
            try:
                if lost is None:
                    return self.place.result(asked)
                served = self._revive(number)
                if wanted is None:
                    return served
                return self.place.result(self.place.ask(self.shards[number], "fetch", wanted))
            except LostError as error:
                lost = error
        raise EngineError(f"shard {number} of {len(self.split)} was lost {LIVES} times in one span: {lost}") from lost

    def _revive(self, number: int) -> Served | None:
        """Build a shard anew and let it live again what it has lived since the last copy; the sums of its last span."""
        self.place.stop(self.shards[number], lost=True)
        self.revived += 1
        self.shards[number] = shard = self._start(number)
        served = None
        for step in self.steps:
            served = self.place.result(self.place.ask(shard, "serve", step.snapshot, step.changes[number]))
        return served

    def _start(self, number: int) -> Any:
        frozen = tuple(column for columns in self.fixed.values() for column in columns)
        return self.place.start(number, self.split[number], self.users, self.copy[number], frozen, self.threads)


def _owned(table: Table, owner: str) -> list[str]:
    return [name for name, column in table.schema.items() if column.owner == owner]


def _only(rows: Columns, wanted: dict[str, list[str]]) -> Columns:
    return {name: {column: rows[name][column] for column in columns} for name, columns in wanted.items()}


def _kept(rows: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Independent copies: what has come from elsewhere may lie in memory that is wanted back."""
    return {name: array.copy() for name, array in rows.items()}


def _same(one: NDArray[Any], two: NDArray[Any]) -> bool:
    """Equal to the bit; -0 is not 0, and no number is the same no number."""
    return np.array_equal(one.reshape(-1).view(np.uint8), two.reshape(-1).view(np.uint8))
