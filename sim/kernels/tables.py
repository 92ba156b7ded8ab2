"""What the kernel reads: items packed to a cache line each, and alias tables for drawing among them.

An alias table draws in proportion to any weights in constant time (Walker 1977, Vose 1991).
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop, part

CARD = np.dtype(
    [
        ("visible_from", "i8"),
        ("visible_to", "i8"),
        ("appeal", "f8"),
        ("factor", "f8"),
        ("quality_term", "f8"),
        ("duration_ms", "i8"),
        ("serial", "u4"),
        ("creator", "u4"),
        ("upload", "u4"),
        ("topic", "u2"),
        ("tag", "u2"),
    ]
)  # 64 bytes
ENTRY = np.dtype([("threshold", "f8"), ("item", "u4"), ("other", "u4")])


@loop
def fill_cards(  # type: ignore[no-untyped-def]  # compiled
    cards, visible_from, visible_to, appeal, factor, quality_weight, quality, duration_ms, serial, creator, upload,
    topic, tag,
):  # fmt: skip
    """A card for each item: all that the kernel asks of it, side by side."""
    for i in range(cards.size):
        card = cards[i]
        card.visible_from = visible_from[i]
        card.visible_to = visible_to[i]
        card.appeal = appeal[i]
        card.factor = factor[i]
        card.quality_term = quality_weight * quality[i]
        card.duration_ms = duration_ms[i]
        card.serial = serial[i]
        card.creator = creator[i]
        card.upload = upload[i]
        card.topic = topic[i]
        card.tag = tag[i]


class Urns(NamedTuple):
    """Alias tables side by side. Shapes: entries [I'], start [N + 1], total [N] for N urns."""

    entries: NDArray[Any]
    start: NDArray[np.int64]
    total: NDArray[np.float64]


@part
def pair_up(entries, first, last, whole, scaled, small, large):  # type: ignore[no-untyped-def]  # compiled
    """An alias table in [first, last) of the entries, whose items are there; `scaled` holds weights of sum `whole`.

    Small and large ones are told apart by adding up, not by branching: which comes next is beyond any guess. Each
    small one is filled up from the large one under way; once that is small, it is the next to be filled up.
    """
    n = last - first
    n_small, n_large = 0, 0
    for place in range(first, last):
        now = scaled[place] * n / whole
        scaled[place] = now
        entries[place].threshold = 1.0
        entries[place].other = entries[place].item
        small[n_small] = place
        large[n_large] = place
        below = now < 1.0
        n_small += below
        n_large += not below
    if n_small == 0 or n_large == 0:
        return
    n_small -= 1
    n_large -= 1
    low, high = small[n_small], large[n_large]
    lacks, left = scaled[low], scaled[high]
    while True:
        entries[low].threshold = lacks
        entries[low].other = entries[high].item
        left = (left + lacks) - 1.0
        if left < 1.0:
            if n_large == 0:
                return
            low, lacks = high, left
            n_large -= 1
            high = large[n_large]
            left = scaled[high]
        else:
            if n_small == 0:
                return
            n_small -= 1
            low = small[n_small]
            lacks = scaled[low]


@loop
def fill_urn(weights, entries):  # type: ignore[no-untyped-def]  # compiled
    """An alias table of the items with weight; returns how many they are."""
    count = weights.size
    alike = 0
    while alike < count and weights[alike] == 1.0:
        entries[alike].threshold = 1.0
        entries[alike].item = alike
        entries[alike].other = alike
        alike += 1
    if alike == count:  # nothing to fill up, as where no policy says what to explore
        return count
    scaled = np.empty(count)
    n, whole = 0, 0.0
    for i in range(count):
        entries[n].item = i
        scaled[n] = weights[i]
        there = weights[i] > 0.0
        whole += weights[i] if there else 0.0
        n += there
    pair_up(entries, 0, n, whole, scaled, np.empty(count, np.int64), np.empty(count, np.int64))
    return n


@loop
def fill_urns(group, groups, weights, entries, start, total):  # type: ignore[no-untyped-def]  # compiled
    """One alias table per group of items, of the items with weight; `group` [I] in [0, groups)."""
    count = weights.size
    size = np.zeros(groups, np.int64)
    for i in range(count):
        size[group[i]] += weights[i] > 0.0
    start[0] = 0
    for g in range(groups):
        start[g + 1] = start[g] + size[g]
        total[g] = 0.0
        size[g] = start[g]
    scaled = np.empty(count)
    for i in range(count):
        if weights[i] > 0.0:
            g = group[i]
            place = size[g]
            entries[place].item = i
            scaled[place] = weights[i]
            total[g] += weights[i]
            size[g] = place + 1
    small, large = np.empty(count, np.int64), np.empty(count, np.int64)
    for g in range(groups):
        pair_up(entries, start[g], start[g + 1], total[g], scaled, small, large)


@loop
def fill_shelves(creator, creators, start, shelf):  # type: ignore[no-untyped-def]  # compiled
    """Items of each creator, newest first; items come oldest first."""
    size = np.zeros(creators, np.int64)
    for i in range(creator.size):
        size[creator[i]] += 1
    start[0] = 0
    for c in range(creators):
        start[c + 1] = start[c] + size[c]
        size[c] = start[c + 1]
    for i in range(creator.size):
        c = creator[i]
        size[c] -= 1
        shelf[size[c]] = i


def urns(group: NDArray[np.int32], groups: int, weights: NDArray[np.float64]) -> Urns:
    """Alias tables of all groups of items with weight."""
    entries = np.zeros(weights.size, dtype=ENTRY)
    start = np.zeros(groups + 1, dtype=np.int64)
    total = np.zeros(groups)
    fill_urns(group, groups, weights, entries, start, total)
    for array in (entries, start, total):
        array.flags.writeable = False
    return Urns(entries, start, total)


@cache
def no_urns(groups: int) -> Urns:
    """Alias tables of nothing."""
    return urns(np.zeros(0, dtype=np.int32), groups, np.zeros(0))


def urn(weights: NDArray[np.float64]) -> NDArray[Any]:
    """The alias table of the items with weight, [I']."""
    entries = np.zeros(weights.size, dtype=ENTRY)
    filled = entries[: fill_urn(weights, entries)]
    filled.flags.writeable = False
    return filled


def shelves(creator: NDArray[np.int32], creators: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where each creator's items start [C + 1], and the items newest first [I]."""
    start = np.zeros(creators + 1, dtype=np.int64)
    shelf = np.zeros(creator.size, dtype=np.int32)
    fill_shelves(creator, creators, start, shelf)
    start.flags.writeable = False
    shelf.flags.writeable = False
    return start, shelf
