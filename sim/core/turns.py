"""Choosing in turn: who picks what when there are so many copies of each thing."""

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@loop
def best_of_each(table: Floats, column: Ints, factor: Floats, group: Ints, worth: Floats, best: Ints) -> None:
    """What each group's best thing is worth to each user, and which it is, [M, N]; of equals the first.

    A thing is worth table[user, column] * factor. Groups are numbered from 0, each of at least one thing.
    """
    for user in range(table.shape[0]):
        for p in range(worth.shape[1]):
            worth[user, p] = -1.0
        for thing in range(group.size):
            value = table[user, column[thing]] * factor[thing]
            if value > worth[user, group[thing]]:
                worth[user, group[thing]] = value
                best[user, group[thing]] = thing


@loop
def take_turns(value: Floats, copies: Ints, chosen: Ints, filled: Ints, turn: int, picks: int) -> int:
    """Let users choose in turn, each what she likes best of what is left and she has not; whose turn is next.

    It ends after `picks`, when every list is full, or when a user finds nothing.
    """
    users, producers = value.shape
    held = np.zeros((users, producers), dtype=np.bool_)
    for user in range(users):
        for place in range(filled[user]):
            held[user, chosen[user, place]] = True
    for _ in range(picks):
        if filled[turn] == chosen.shape[1]:
            return turn
        best = -1
        for p in range(producers):
            if copies[p] > 0 and not held[turn, p] and (best < 0 or value[turn, p] > value[turn, best]):
                best = p
        if best < 0:
            return turn
        held[turn, best] = True
        copies[best] -= 1
        chosen[turn, filled[turn]] = best
        filled[turn] += 1
        turn = (turn + 1) % users
    return turn
