"""Noise as a pure function of its name: the counter-based generator Philox4x32-10.

A draw is named by who (`entity`), when (`tick`), what about (`slot`) and which decision (`stream`);
the key is (`seed`, `replication`). Nothing is stored and the order of asking is irrelevant, so two
runs that ask the same question get the same answer: common random numbers come free.

Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
"""

import math

import numpy as np

from sim.core.elementary import log, turn
from sim.core.law import law

WORLD = 0xFFFFFFFF  # second half of the key for draws that make the world rather than the luck in it

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_S32 = np.uint64(32)


@law
def philox(key0, key1, entity, tick, slot, stream):  # type: ignore[no-untyped-def]  # compiled
    """Four independent 32-bit words for one named draw, as uint64 below 2**32."""
    c0 = np.uint64(entity) & _MASK
    c1 = np.uint64(tick) & _MASK
    c2 = np.uint64(slot) & _MASK
    c3 = np.uint64(stream) & _MASK
    k0 = np.uint64(key0) & _MASK
    k1 = np.uint64(key1) & _MASK
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _S32) ^ c1 ^ k0
        c1 = p1 & _MASK
        c2 = (p0 >> _S32) ^ c3 ^ k1
        c3 = p0 & _MASK
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@law
def unit(word):  # type: ignore[no-untyped-def]  # compiled
    """A word as a uniform number strictly between 0 and 1."""
    return (float(word) + 0.5) * 2.3283064365386963e-10


@law
def unit_fine(high, low):  # type: ignore[no-untyped-def]  # compiled
    """Two words as a uniform number strictly between 0 and 1 with 52 bits."""
    mixed = ((np.uint64(high) << np.uint64(20)) ^ (np.uint64(low) >> np.uint64(12))) & np.uint64(0xFFFFFFFFFFFFF)
    return (float(mixed) + 0.5) * 2.220446049250313e-16


@law
def normal_pair(word_a, word_b):  # type: ignore[no-untyped-def]  # compiled
    """Two independent standard normal numbers from two words (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * log((float(word_a) + 0.5) * 2.3283064365386963e-10))
    cosine, sine = turn((float(word_b) + 0.5) * 2.3283064365386963e-10)
    return radius * cosine, radius * sine
