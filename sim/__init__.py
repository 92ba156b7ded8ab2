"""Interest-based recommendation simulator: who gets seen when a platform's natural traffic dries up."""

from typing import Any

__version__ = "0.1.0"

# Public names and where they live; imported when first asked for, so that `import sim` is quick.
_WHERE = {
    "load": "sim.config.load",
    "Config": "sim.config.schema",
    "simulate": "sim.simulation",
    "branch": "sim.simulation",
    "quick": "sim.simulation",
    "Run": "sim.results.run",
    "open_run": "sim.results.disk",
    "compare": "sim.comparison",
    "Comparison": "sim.comparison",
    "open_comparison": "sim.comparison",
    "incrementality": "sim.comparison.incrementality",
    "ConfigError": "sim.core.errors",
    "DataError": "sim.core.errors",
    "PolicyError": "sim.core.errors",
}

_PACKAGES = (
    "policies",
    "metrics",
    "arena",
    "store",
)  # folders that can also be called: for a list of what is in them, to serve, or to keep runs

__all__ = [*_WHERE, *_PACKAGES, "__version__"]  # noqa: PLE0604  # the keys are strings


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _PACKAGES:
        return import_module(f"sim.{name}")
    if name not in _WHERE:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
