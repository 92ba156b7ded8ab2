"""The decorator of laws and kernels: scalar functions compiled exactly, so that both engines agree.

`fastmath` stays off and a law uses `math.*` on float64 alone: then the compiled law and the plain
Python one (`law.py_func`) return the same bits. No law calls another law; callers compose them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sim.core import compile as _cache  # sets the cache folder before numba is imported

import numba  # isort: skip

F = TypeVar("F", bound=Callable[..., Any])

CACHE = _cache.CACHE


def law(function: F) -> F:
    """Compile a scalar law. The uncompiled twin is `function.py_func`."""
    compiled: F = numba.njit(function, cache=True, error_model="numpy")
    return compiled


def kernel(function: F) -> F:
    """Compile a loop of laws that releases the interpreter lock, so that threads can share the work."""
    compiled: F = numba.njit(function, cache=True, error_model="numpy", nogil=True)
    return compiled


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The uncompiled twin of a law, for the reference engine."""
    twin: Callable[..., Any] = function.py_func  # type: ignore[attr-defined]  # numba adds it
    return twin
