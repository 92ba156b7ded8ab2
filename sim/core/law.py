"""The decorators of compiled code: scalar laws, loops over tables, and the kernel made of parts.

`fastmath` stays off and a law uses `math.*` on float64 alone: then the compiled law and the plain
Python one (`law.py_func`) return the same bits. No law calls another law, the functions of `sim.core.elementary`
apart; callers compose them.
"""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from sim.core import compile as _cache  # sets the cache folder before numba is imported
from sim.core.errors import EngineError

import numba  # isort: skip

_settings: Any = numba.config
_settings.CACHE_DIR = str(_cache.CACHE)  # also where somebody has imported numba before
if _settings.DISABLE_JIT:
    raise EngineError("NUMBA_DISABLE_JIT is set, allowed is to leave it out: every engine needs compiled code")
_njit: Any = numba.njit
F = TypeVar("F", bound=Callable[..., Any])

CACHE = _cache.CACHE
_EXACT: dict[str, Any] = {"cache": True, "error_model": "numpy"}
# Without the reference counts that numba keeps on every array it touches; such code may not allocate.
# (Measured: atomic counting took two thirds of the kernel's time.)
_BARE: dict[str, Any] = {**_EXACT, "_nrt": False}
_UNKEPT: dict[str, Any] = {"cache": False}
_DAMAGED = (  # what unpickling a file raises that is cut, empty or overwritten
    pickle.UnpicklingError, EOFError, AttributeError, ImportError, LookupError, OverflowError, TypeError, ValueError,
)  # fmt: skip


def law(function: F) -> F:
    """Compile a scalar law. The uncompiled twin is `function.py_func`."""
    compiled: F = _mended(_njit(function, forceinline=True, **_BARE))
    return compiled


def part(function: F) -> F:
    """Compile a piece of a kernel, merged into its callers: passing tables between functions costs more.

    It exists for compiled callers alone: neither a way in from Python nor a place in the cache, which would
    take half of the time that the kernel takes to compile.
    """
    compiled: F = _njit(function, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, **_BARE | _UNKEPT)
    return compiled


def kernel(function: F) -> F:
    """Compile a kernel: it allocates nothing and releases the interpreter lock, so that threads can share."""
    compiled: F = _mended(_njit(function, nogil=True, no_cfunc_wrapper=True, **_BARE))
    return compiled


def loop(function: F) -> F:
    """Compile a loop that may allocate, for work between spans."""
    compiled: F = _mended(_njit(function, nogil=True, **_EXACT))
    return compiled


def _mended(compiled: Any) -> Any:
    """The same function; what the cache holds of it is compiled again if it is damaged, where numba would give up."""
    kept = compiled._cache  # noqa: SLF001  # numba has no other way to it
    load = kept.load_overload

    def load_or_forget(*given: Any) -> Any:
        try:
            return load(*given)
        except _DAMAGED:
            _cache.say_damaged()
            kept.flush()
            return None

    kept.load_overload = load_or_forget
    return compiled


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The uncompiled twin of a law, for the reference engine."""
    twin: Callable[..., Any] = function.py_func  # type: ignore[attr-defined]  # numba adds it
    return twin
