"""A package that can be called: `sim.metrics` is a folder of metrics, `sim.metrics()` lists them."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def make_callable(name: str, function: Callable[..., Any]) -> None:
    """Let the module of this name be called: `function` is what it does.

    Python binds a package to its name in the package above as soon as it is imported, so a function of the
    same name there would vanish; a package that answers itself cannot.
    """

    class CallableModule(ModuleType):
        def __call__(self, *arguments: Any, **named: Any) -> Any:
            return function(*arguments, **named)

    sys.modules[name].__class__ = CallableModule
