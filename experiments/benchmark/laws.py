"""What pieces of the kernel's arithmetic cost, each alone: nanoseconds a call, beside the system's exponential."""

import math
from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np

from sim.core import elementary
from sim.core.law import loop
from sim.core.noise import normal_pair, philox, unit
from sim.kernels.shapes import Behaviour
from sim.laws.acting import action_probability
from sim.laws.attraction import attraction
from sim.laws.behaviour import NAMES
from sim.laws.settings import BehaviourSettings
from sim.laws.watching import watch_ms
from sim.laws.weariness import decay

CALLS = 100_000
TURNS = 7
REFERENCE = "math.exp"


@loop
def _reference(x, out, b):  # type: ignore[no-untyped-def]  # noqa: ARG001  # compiled, all are called alike
    for i in range(x.size):
        out[i] = math.exp(x[i])


@loop
def _exp(x, out, b):  # type: ignore[no-untyped-def]  # noqa: ARG001  # compiled
    for i in range(x.size):
        out[i] = elementary.exp(x[i])


@loop
def _log(x, out, b):  # type: ignore[no-untyped-def]  # noqa: ARG001  # compiled
    for i in range(x.size):
        out[i] = elementary.log(x[i] + 10.0)


@loop
def _philox(x, out, b):  # type: ignore[no-untyped-def]  # noqa: ARG001  # compiled
    for i in range(x.size):
        w = philox(1, 2, i, 3, 4, 5)
        out[i] = unit(w[0]) + unit(w[1]) + unit(w[2]) + unit(w[3])


@loop
def _normals(x, out, b):  # type: ignore[no-untyped-def]  # noqa: ARG001  # compiled
    for i in range(x.size):
        first, second = normal_pair(np.uint64(i) * np.uint64(42_000), np.uint64(i) * np.uint64(23_000))
        out[i] = first + second


@loop
def _attraction(x, out, b):  # type: ignore[no-untyped-def]  # compiled
    for i in range(x.size):
        out[i] = attraction(b.base, x[i], 0.3, 1.0, 2.0, 0.5, 0.0, 0.0, b)


@loop
def _decay(x, out, b):  # type: ignore[no-untyped-def]  # noqa: ARG001  # compiled
    for i in range(x.size):
        out[i] = decay(x[i] + 10.0, 3.0)


@loop
def _acting(x, out, b):  # type: ignore[no-untyped-def]  # compiled
    for i in range(x.size):
        out[i] = action_probability(x[i], b.like_intercept, b.like_slope)


@loop
def _watching(x, out, b):  # type: ignore[no-untyped-def]  # compiled
    for i in range(x.size):
        out[i] = watch_ms((i + 0.5) / x.size, x[i], 81_000, b)


LAWS: dict[str, Callable[..., None]] = {
    REFERENCE: _reference,
    "exp, several at once": _exp,
    "log, several at once": _log,
    "four words of noise": _philox,
    "two normal numbers": _normals,
    "pull of an item": _attraction,
    "weariness that is left": _decay,
    "chance of an act": _acting,
    "watch time": _watching,
}


def measured() -> dict[str, float]:
    """Nanoseconds of CPU a call of each; the least of a few turns, all in turn."""
    x, out = np.random.default_rng(0).normal(size=CALLS), np.empty(CALLS)
    settings = BehaviourSettings()
    b = Behaviour(*(float(getattr(settings, name)) for name in NAMES))
    times: dict[str, list[float]] = {name: [] for name in LAWS}
    for _ in range(TURNS + 1):
        for name, function in LAWS.items():
            times[name].append(_seconds(function, x, out, b))
    return {name: 1e9 * min(each[1:]) / CALLS for name, each in times.items()}  # the first turn may have compiled


def _seconds(function: Callable[..., None], *arguments: Any) -> float:
    begun = process_time()
    function(*arguments)
    return process_time() - begun
