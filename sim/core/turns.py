"""Choosing in turn: who picks what when there are so many copies of each thing."""

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@loop
def best_of_each(relevance: Floats, order: Ints, start: Ints, worth: Floats, best: Ints) -> None:
    """What each group's best item is worth to each user, and which it is, [M, N]; of equals the first.

    The items of group p are order[start[p]:start[p + 1]].
    """
    for user in range(relevance.shape[0]):
        for p in range(start.size - 1):
            best[user, p] = order[start[p]]
            for place in range(start[p] + 1, start[p + 1]):
                if relevance[user, order[place]] > relevance[user, best[user, p]]:
                    best[user, p] = order[place]
            worth[user, p] = relevance[user, best[user, p]]


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
