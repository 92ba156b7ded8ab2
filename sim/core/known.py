"""What follows from a table: found once for all who ask, and again when the table has changed."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sim.core.table import Table

S = TypeVar("S", bound=Table)
T = TypeVar("T")


class Known(Generic[S, T]):
    """What `make` finds in tables; nothing is kept of a table that may be written to, or that is no more.

    It may be handed what goes with the table, as long as the table changes whenever what is found would.
    """

    def __init__(self, make: Callable[..., T]) -> None:
        self._make = make
        self._found: WeakKeyDictionary[S, tuple[int, T]] = WeakKeyDictionary()

    def __len__(self) -> int:
        """Of how many tables something is kept."""
        return len(self._found)

    def of(self, table: S, *more: Any) -> T:
        """What was found, or is found now."""
        if not table.frozen:
            return self._make(table, *more)
        known = self._found.get(table)
        if known is None or known[0] != table.changes:
            known = self._found[table] = table.changes, self._make(table, *more)
        return known[1]
