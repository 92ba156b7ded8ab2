"""Keyed draws for whole populations: each entity's numbers depend on its own name alone.

Used when the world is built, where rejection samplers are allowed because every attempt has a name.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop
from sim.core.noise import WORLD, normal_pair, philox, unit


@loop
def _units(seed, replication, stream, entities, tick, slot, out):  # type: ignore[no-untyped-def]  # compiled
    for row in range(entities.size):
        words = philox(seed, replication, entities[row], tick, slot, stream)
        out[row, 0] = unit(words[0])
        out[row, 1] = unit(words[1])
        out[row, 2] = unit(words[2])
        out[row, 3] = unit(words[3])


@loop
def _each(seed, replication, stream, entities, ticks, out):  # type: ignore[no-untyped-def]  # compiled
    for row in range(entities.size):
        words = philox(seed, replication, entities[row], ticks[row], 0, stream)
        out[row, 0] = unit(words[0])
        out[row, 1] = unit(words[1])
        out[row, 2] = unit(words[2])
        out[row, 3] = unit(words[3])


@loop
def _gumbels(seed, replication, stream, entities, tick, out):  # type: ignore[no-untyped-def]  # compiled
    for row in range(entities.size):
        words = philox(seed, replication, entities[row], tick, 0, stream)
        out[row] = -math.log(-math.log(unit(words[0])))


@loop
def _normals(seed, stream, entities, tick, slot, out):  # type: ignore[no-untyped-def]  # compiled
    for row in range(entities.size):
        words = philox(seed, WORLD, entities[row], tick, slot, stream)
        out[row, 0], out[row, 1] = normal_pair(words[0], words[1])
        out[row, 2], out[row, 3] = normal_pair(words[2], words[3])


@loop
def _gammas(seed, stream, entities, shapes, out):  # type: ignore[no-untyped-def]  # compiled
    # Marsaglia and Tsang 2000, with the boost U^(1/a) for shapes below 1; in logs, because the smallest
    # shapes underflow.
    for row in range(entities.size):
        for k in range(shapes.size):
            shape = shapes[k]
            d = shape + 2.0 / 3.0
            c = 1.0 / math.sqrt(9.0 * d)
            attempt = 0
            while True:
                words = philox(seed, WORLD, entities[row], k, attempt, stream)
                z, _ = normal_pair(words[0], words[1])
                u = unit(words[2])
                cube = (1.0 + c * z) ** 3
                attempt += 1
                if cube > 0.0 and math.log(u) < 0.5 * z * z + d - d * cube + d * math.log(cube):
                    out[row, k] = math.log(d * cube) + math.log(unit(words[3])) / shape
                    break


def units(
    seed: int, stream: int, entities: NDArray[np.int64], tick: int = 0, slot: int = 0, replication: int = WORLD
) -> NDArray[np.float64]:
    """Four uniform numbers for each entity [N, 4]; of the world, unless a replication is named."""
    out = np.empty((entities.size, 4))
    _units(seed, replication, stream, entities, tick, slot, out)
    return out


def each(
    seed: int, replication: int, stream: int, entities: NDArray[np.int64], ticks: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Four uniform numbers for each pair of entity and tick [N, 4]."""
    out = np.empty((entities.size, 4))
    _each(seed, replication, stream, entities, ticks, out)
    return out


def gumbels(seed: int, replication: int, stream: int, entities: NDArray[np.int64], tick: int) -> NDArray[np.float64]:
    """A standard Gumbel number for each entity [N]: adding them to logits makes the best a soft choice."""
    out = np.empty(entities.size)
    _gumbels(seed, replication, stream, entities, tick, out)
    return out


def normals(seed: int, stream: int, entities: NDArray[np.int64], tick: int = 0, slot: int = 0) -> NDArray[np.float64]:
    """Four standard normal numbers for each entity [N, 4]."""
    out = np.empty((entities.size, 4))
    _normals(seed, stream, entities, tick, slot, out)
    return out


def dirichlets(
    seed: int, stream: int, entities: NDArray[np.int64], concentration: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A Dirichlet vector for each entity [N, K], from the concentration of each topic [K] (all > 0)."""
    logs = np.empty((entities.size, concentration.size))
    _gammas(seed, stream, entities, concentration, logs)
    logs -= logs.max(axis=1, keepdims=True)
    shares = np.exp(logs)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
