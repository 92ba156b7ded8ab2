"""Many runs in one folder, each lived once: `sim.store("folder")`.

A run's name is the digest of its configuration and of the code (`address`), so a sweep that is asked for again, or is
extended, lives only what is missing (`filling`, `living`), and what is there can be asked as one table (`rows`,
`queries`).
"""

import inspect
from pathlib import Path

from sim.core.listing import make_callable
from sim.store.store import Store

__all__ = ["Store"]


def store(path: str | Path) -> Store:
    """The store of runs in a folder, which need not be there yet."""
    return Store(path)


make_callable(__name__, store)
__signature__ = inspect.signature(store)
