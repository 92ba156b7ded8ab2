"""`math.*` over arrays: the same bits on every processor, unlike NumPy's vectorised functions."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop


@loop
def _exp(values, out):  # type: ignore[no-untyped-def]  # compiled
    for i in range(values.size):
        out[i] = math.exp(values[i])


@loop
def _log(values, out):  # type: ignore[no-untyped-def]  # compiled
    for i in range(values.size):
        out[i] = math.log(values[i])


@loop
def _power(values, exponent, out):  # type: ignore[no-untyped-def]  # compiled
    for i in range(values.size):
        out[i] = math.pow(values[i], exponent)


def _flat(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    array = np.array(values, dtype=np.float64, order="C")
    return array.reshape(-1), np.empty(array.shape)


def exp(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponential of each value, same shape."""
    flat, out = _flat(values)
    _exp(flat, out.reshape(-1))
    return out


def log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural logarithm of each value, same shape."""
    flat, out = _flat(values)
    _log(flat, out.reshape(-1))
    return out


def power(values: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    """Each value to a power, same shape."""
    flat, out = _flat(values)
    _power(flat, float(exponent), out.reshape(-1))
    return out
