"""Tables: named columns with declared units and owners, as plain arrays, frozen by read-only flags."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sim.core.lines import on_lines

Owner = Literal["row", "shared"]  # changed by its own row inside a span, or only at a cut
OWNERS: tuple[Owner, ...] = ("row", "shared")
LARGE = 1 << 16  # bytes of a column that make it worth while to lay it on cache lines
FEW = 64  # rows of a table that has no such column; one is made at every refresh
ROOM = 8  # a column that grows is given room for one more row in so many


class Column(NamedTuple):
    """Declaration of a column: element type, trailing shape, unit, who may change it, meaning.

    An `optional` column belongs to a mechanism that may be off: while it holds nothing but its fill, it is no part
    of a run's fingerprint.
    """

    dtype: str
    unit: str
    owner: Owner
    doc: str
    shape: tuple[int, ...] = ()
    fill: float = 0
    optional: bool = False


class Writing:
    """Columns that can be changed in place for a while, whatever ends it."""

    __slots__ = ("columns",)

    def __init__(self, columns: tuple[NDArray[Any], ...]) -> None:
        self.columns = columns

    def __enter__(self) -> tuple[NDArray[Any], ...]:
        for column in self.columns:
            column.setflags(write=True)
        return self.columns

    def __exit__(self, *_: object) -> None:
        for column in self.columns:
            column.setflags(write=False)


class Table:
    """Columns of equal length, reachable by attribute.

    Columns may be lent: they are elsewhere, and come back, one by one, when they are asked for.

    Shapes: a column of shape (a,) is an array [rows, a].
    """

    _fetch: Callable[[str], NDArray[Any]] | None = None  # brings a lent column back
    _room: dict[str, NDArray[Any]]  # by column, where it lies at the head of a larger array

    def __init__(self, schema: dict[str, Column], rows: int) -> None:
        self._schema = schema
        self._rows = rows
        self._room = {}
        self.changes = 0  # how often a frozen column was let be changed, or rows came and went
        for name, column in schema.items():
            shape = (rows, *column.shape)
            empty = np.zeros(shape, column.dtype) if rows < FEW else _places(shape, np.dtype(column.dtype))
            if column.fill:
                empty.fill(column.fill)
            setattr(self, name, empty)

    def __len__(self) -> int:
        return self._rows

    def columns(self) -> Iterator[tuple[str, NDArray[np.generic]]]:
        """Names and arrays, in order of declaration."""
        for name in self._schema:
            yield name, getattr(self, name)

    def holds(self, name: str) -> bool:
        """Whether rows have places for a column; those of a mechanism that is off have none."""
        return 0 not in self._schema[name].shape

    def whole(self) -> bool:
        """Whether every column is an array of its declared type with a place for each row."""
        found: dict[str, Any] = dict(self.columns())
        return all(
            isinstance(found[name], np.ndarray)
            and (found[name].dtype, found[name].shape) == (column.dtype, (self._rows, *column.shape))
            for name, column in self._schema.items()
        )

    def lend(self, names: Iterable[str], fetch: Callable[[str], NDArray[Any]]) -> None:
        """Give columns away until they are asked for; `fetch` brings one back by its name."""
        self.changes += 1
        for name in names:
            vars(self).pop(name, None)
        self._fetch = fetch

    def recall(self) -> None:
        """Bring back all that is lent, and let go of room that holds no row: the columns are all there is."""
        for _ in self.columns():
            pass
        self._room = {}

    def here(self) -> dict[str, NDArray[Any]]:
        """The columns that are not lent, by name."""
        return {name: vars(self)[name] for name in self._schema if name in vars(self)}

    if not TYPE_CHECKING:  # what is not declared is no column

        def __getattr__(self, name: str) -> NDArray[Any]:
            """Bring a lent column back."""
            own = vars(self)
            if name not in own.get("_schema", ()) or self._fetch is None:
                raise AttributeError(f"{type(self).__name__} has no column {name}")
            own[name] = self._fetch(name)
            if len(self.here()) == len(self._schema):
                del self._fetch  # as if nothing had been lent
            return own[name]

    @property
    def schema(self) -> dict[str, Column]:
        """The declarations."""
        return self._schema

    @property
    def frozen(self) -> bool:
        """Whether nothing of it can be changed as it is."""
        return not any(array.flags.writeable for array in self.here().values())

    def freeze(self, owners: tuple[Owner, ...] = OWNERS) -> None:
        """Make the columns of these owners read-only."""
        self._flag(owners, writeable=False)

    def thaw(self, owners: tuple[Owner, ...] = OWNERS) -> None:
        """Make the columns of these owners writeable again."""
        self.changes += 1
        self._flag(owners, writeable=True)

    def writing(self, *names: str) -> Writing:
        """Let a few columns be changed in place, and freeze them again: thawing a wide table takes longer."""
        self.changes += 1
        return Writing(tuple([getattr(self, name) for name in names]))

    def _flag(self, owners: tuple[Owner, ...], writeable: bool) -> None:
        for name, column in self._schema.items():
            if column.owner in owners:
                getattr(self, name).setflags(write=writeable)

    def copy(self) -> Self:
        """An independent, writeable copy."""
        columns = {name: _places(array.shape, array.dtype) for name, array in self.columns()}
        for name, array in self.columns():
            columns[name][:] = array
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__, **columns, _room={})
        return twin

    def select(self, rows: NDArray[np.int64]) -> None:
        """Keep only these rows, in this order."""
        self.changes += 1
        for name, array in list(self.columns()):
            setattr(self, name, np.ascontiguousarray(array[rows]))
        self._rows = len(rows)
        self._room = {}

    def append(self, more: Self) -> None:
        """Add the rows of another table of the same schema. Room is made for more than them, and used by the next."""
        self.changes += 1
        before, after = self._rows, self._rows + len(more)
        for name, array in list(self.columns()):
            room = self._room.get(name)
            if room is None or array.base is not room or len(room) < after:
                room = self._room[name] = np.empty((after + after // ROOM, *array.shape[1:]), array.dtype)
                room[:before] = array
            room[before:after] = getattr(more, name)
            setattr(self, name, room[:after])
        self._rows = after

    def bytes_per_row(self) -> dict[str, int]:
        """Bytes each column takes per row."""
        return {name: array.dtype.itemsize * int(np.prod(array.shape[1:])) for name, array in self.columns()}


def _places(shape: tuple[int, ...], kind: np.dtype[Any]) -> NDArray[Any]:
    """An array of zeros, on cache lines of its own where it is large: a row then takes as few of them as it can.

    Memory that nobody has touched takes none. (Measured: three hundredths of the kernel's time, more on two threads.)
    """
    count = math.prod(shape)
    return on_lines(count, kind).reshape(shape) if count * kind.itemsize >= LARGE else np.zeros(shape, kind)
